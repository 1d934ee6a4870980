"""A person uses a slash command: `/ask`, or the command of a topic."""

from __future__ import annotations

from collections.abc import Callable

from biobot.bot.client import create_bot
from biobot.engine.values import Reply
from biobot.service import Topic
from tests.bot.fake import FakeService, answer
from tests.bot.world import World, read

OWN = {"ask", "compare", "chart", "topics", "source", "help", "privacy"}


async def test_ask_is_answered_at_once_for_everybody_to_see(world: World) -> None:
    result = await world.ann.slash(world.channel, "ask", question="do birds fly?")

    assert "Most birds **fly**." in read(result)
    assert not result.deferred
    assert not result.ephemeral


async def test_ask_in_private_is_answered_to_the_asker_alone(world: World) -> None:
    result = await world.ann.slash(world.channel, "ask", question="do birds fly?", private=True)

    assert result.ephemeral
    assert world.channel.history(viewer=world.ben) == []


async def test_commands_work_in_a_direct_message(world: World) -> None:
    world.ann.user.dm_channel  # noqa: B018 - opens it
    result = await world.ann.user.slash("ask", question="do birds fly?")

    assert "fly" in read(result)


async def test_every_topic_of_the_pack_has_its_command(world: World) -> None:
    assert set(world.ann.available_commands(world.channel)) == {*OWN, "bird"}


async def test_a_topic_without_a_name_gives_the_overview(world: World, service: FakeService) -> None:
    service.say = lambda name: Reply("answer", f"asked for {name}")
    result = await world.ann.slash(world.channel, "bird")

    assert "asked for birds" in read(result)


async def test_a_topic_with_a_name_gives_its_answer(world: World, service: FakeService) -> None:
    service.say = lambda name: Reply("answer", f"asked for {name}")
    result = await world.ann.slash(world.channel, "bird", name="penguin")

    assert "asked for penguin" in read(result)


async def test_autocomplete_keeps_the_services_order_and_discords_limits(world: World) -> None:
    choices = await world.ann.autocomplete(world.channel, "bird", "name", "peng")

    assert [choice["value"] for choice in choices] == [str(number) for number in range(25)]
    assert all(choice["name"].startswith("peng ") and len(choice["name"]) <= 100 for choice in choices)


async def test_autocomplete_that_fails_offers_nothing(world: World, service: FakeService) -> None:
    service.names = lambda *_, **__: 1 / 0  # type: ignore[method-assign,assignment]
    choices = await world.ann.autocomplete(world.channel, "bird", "name", "peng")

    assert choices == []


async def test_a_chinese_client_is_answered_in_chinese(
    world: World, service: FakeService, client_language: Callable[[str], None]
) -> None:
    for locale in ("zh-CN", "zh-TW"):
        client_language(locale)
        await world.ann.slash(world.channel, "ask", question="do birds fly?")

    assert service.languages == ["zh", "zh"]


async def test_any_other_client_is_answered_in_the_language_of_the_question(
    world: World, service: FakeService, client_language: Callable[[str], None]
) -> None:
    client_language("de")
    await world.ann.slash(world.channel, "ask", question="do birds fly?")

    assert service.languages == [None]


async def test_commands_are_sent_to_discord_only_when_they_changed(world: World, service: FakeService) -> None:
    def sent() -> int:
        return sum(request.method == "PUT" for request in world.env.http_requests)

    await world.env.restart_bot(create_bot(FakeService(answer), shard_count=1))
    assert sent() == 1

    service.topics = lambda language="en": (Topic("fish", "fish", "Fish", "What is known of fish"),)  # type: ignore[method-assign]
    await world.env.restart_bot(create_bot(service, shard_count=1))
    assert sent() == 2
    assert set(world.ann.available_commands(world.channel)) == {*OWN, "fish"}
