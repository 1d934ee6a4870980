"""A person changes or deletes the question that was answered."""

from __future__ import annotations

import pytest
from simcord.backend import serializers

from biobot.engine.values import Reply
from tests.bot.fake import FakeService, proven
from tests.bot.world import World, menus, read


@pytest.fixture
def service() -> FakeService:
    return FakeService(lambda text: Reply("answer", f"You asked “{text}”."))


async def test_the_reply_follows_a_change_of_the_question(world: World) -> None:
    asked = await world.ann.send(world.channel, f"<@{world.bot_id}> do brids fly?")
    await world.ann.edit(asked, f"<@{world.bot_id}> do birds fly?")

    assert [read(reply).split("\n")[0] for reply in world.replies] == ["You asked “do birds fly?”."]


async def test_it_does_so_in_a_direct_message(world: World) -> None:
    asked = await world.ann.send_dm("do brids fly?")
    await world.ann.user.edit(asked, "do birds fly?")

    assert "You asked “do birds fly?”." in read(world.ann.user.dm_channel.last_message)


async def test_it_may_change_several_times_and_buttons_go_with_the_answer(world: World, service: FakeService) -> None:
    service.near = ("do fish swim?",)
    service.say = lambda _: proven("birds.fly")
    asked = await world.ann.send(world.channel, f"<@{world.bot_id}> do brids fly?")
    assert menus(world.newest)

    service.say = lambda _: Reply("social", "Hello!")
    await world.ann.edit(asked, f"<@{world.bot_id}> hello")
    assert read(world.newest).startswith("Hello!")
    assert world.newest.components == []


async def test_after_five_minutes_the_reply_stays_as_it_is(world: World) -> None:
    asked = await world.ann.send(world.channel, f"<@{world.bot_id}> do brids fly?")
    await world.env.advance_time(5 * 60 + 1)
    await world.ann.edit(asked, f"<@{world.bot_id}> do birds fly?")

    assert "do brids fly?" in read(world.newest)


async def test_a_change_that_leaves_the_words_is_no_question(world: World, service: FakeService) -> None:
    asked = await world.ann.send(world.channel, f"<@{world.bot_id}> do birds fly?")
    backend = world.env.backend
    stored = backend.get_message(world.channel.id, asked.id)
    backend.emit("MESSAGE_UPDATE", serializers.message_payload(backend, stored))
    await world.env.settle()

    assert len(service.asked) == 1


async def test_a_change_that_no_longer_mentions_the_bot_is_not_even_readable_to_it(
    world: World, service: FakeService
) -> None:
    asked = await world.ann.send(world.channel, f"<@{world.bot_id}> do birds fly?")
    await world.ann.edit(asked, "never mind")

    assert len(service.asked) == 1
    assert "do birds fly?" in read(world.newest)


async def test_a_change_of_a_message_that_was_no_question_is_not_answered(world: World) -> None:
    said = await world.ann.send(world.channel, "birds")
    await world.ann.edit(said, f"<@{world.bot_id}> birds")

    assert world.replies == []


async def test_a_reply_that_was_deleted_does_not_come_back(world: World, caplog: pytest.LogCaptureFixture) -> None:
    asked = await world.ann.send(world.channel, f"<@{world.bot_id}> do brids fly?")
    world.env.backend.delete_message(world.channel.id, world.newest.id)
    await world.env.settle()
    await world.ann.edit(asked, f"<@{world.bot_id}> do birds fly?")

    assert world.replies == []
    assert "There is nobody left to answer" in caplog.text


async def test_a_deleted_question_leaves_its_reply(world: World) -> None:
    asked = await world.ann.send(world.channel, f"<@{world.bot_id}> do birds fly?")
    await world.ann.delete(asked)

    assert len(world.replies) == 1
