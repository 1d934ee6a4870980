"""A person asks in a message: by a mention, in a direct message, or by a reply to the bot's own message."""

from __future__ import annotations

import pytest
from simcord.backend import serializers
from simcord.builders import ChannelHandle

from biobot.engine.values import Reply
from tests.bot.fake import FakeService
from tests.bot.world import World, read, response


async def test_a_mention_is_answered_by_a_reply_to_it(world: World, service: FakeService) -> None:
    shown = await world.mention("do birds fly?")

    assert "Most birds **fly**." in read(shown)
    assert shown.reference is not None
    assert service.asked == [("do birds fly?", f"{world.channel.id}:{world.ann.id}")]


async def test_a_mention_at_the_end_is_heard_as_well(world: World, service: FakeService) -> None:
    await world.ann.send(world.channel, f"do birds fly, <@{world.bot_id}>?")

    assert service.asked[0][0] == "do birds fly,  ?"
    assert "fly" in read(world.newest)


async def test_a_direct_message_is_answered(world: World) -> None:
    await world.ann.send_dm("do birds fly?")

    newest = world.ann.user.dm_channel.last_message
    assert "Most birds **fly**." in read(newest)


async def test_a_reply_to_the_bots_own_message_is_answered_without_a_mention(
    world: World, service: FakeService
) -> None:
    first = await world.mention("do birds fly?")
    await world.ann.send(world.channel, "and which swim?", reply_to=first)

    assert service.asked[-1][0] == "and which swim?"
    assert len(world.replies) == 2


async def test_a_thread_is_answered_in_the_thread(world: World) -> None:
    started = await world.ann.send(world.channel, "birds")
    backend = world.env.backend
    made = backend.create_thread(world.channel.id, "birds", world.ann.id, message_id=started.id)
    thread = ChannelHandle(world.env, world.guild, made)
    await world.ann.send(thread, f"<@{world.bot_id}> do birds fly?")

    assert "fly" in read(thread.last_message)
    assert world.replies == []


async def test_talk_that_does_not_address_the_bot_is_not_even_readable_to_it(
    world: World, service: FakeService
) -> None:
    await world.ann.send(world.channel, "do birds fly?")
    await world.ann.send(world.channel, "@everyone do birds fly?")

    assert service.asked == []
    assert "CENSORED" in world.env.transcript()


async def test_no_privileged_intent_is_asked_for(world: World) -> None:
    intents = world.env.bot.intents

    assert not any((intents.message_content, intents.members, intents.presences))


async def test_two_people_in_a_channel_have_two_conversations(world: World, service: FakeService) -> None:
    await world.mention("do birds fly?", by=world.ann)
    await world.mention("and swim?", by=world.ben)

    assert len({conversation for _, conversation in service.asked}) == 2


async def test_other_bots_and_webhooks_are_not_answered(world: World, service: FakeService) -> None:
    robot = world.guild.add_member(world.env.create_user("robot", bot=True))
    await robot.send(world.channel, f"<@{world.bot_id}> do birds fly?")
    await world.guild.create_webhook(world.channel).send(f"<@{world.bot_id}> do birds fly?")

    assert service.asked == []


async def test_the_bot_does_not_answer_itself(world: World, service: FakeService) -> None:
    own = world.env.backend.create_message(world.channel.id, world.bot_id, f"<@{world.bot_id}> do birds fly?")
    await world.env.settle()

    assert own.id == world.newest.id
    assert service.asked == []


async def test_a_redelivered_message_gets_one_answer(world: World) -> None:
    asked = await world.ann.send(world.channel, f"<@{world.bot_id}> do birds fly?")
    backend = world.env.backend
    backend.emit(
        "MESSAGE_CREATE", serializers.message_payload(backend, backend.get_message(world.channel.id, asked.id))
    )
    await world.env.settle()

    assert len(world.replies) == 1


async def test_a_bare_mention_is_answered(world: World, service: FakeService) -> None:
    await world.mention("")

    assert service.asked[0][0] == ""
    assert len(world.replies) == 1


async def test_a_reply_to_a_commands_answer_is_told_that_discord_hides_it(world: World, service: FakeService) -> None:
    asked = await world.ann.slash(world.channel, "ask", question="do birds fly?")
    await world.ann.send(world.channel, "and which swim?", reply_to=response(asked))

    assert len(service.asked) == 1
    assert "mention me" in read(world.newest)


async def test_nobody_is_ever_pinged(world: World, service: FakeService) -> None:
    role = world.guild.create_role("keepers")
    service.say = lambda _: Reply("answer", f"@everyone @here {world.ben.mention} {role.mention}")
    await world.mention("who keeps birds?")

    sent = world.env.http_requests[-1].json
    assert sent is not None
    assert sent["allowed_mentions"] == {"parse": []}
    assert world.newest.mentions == []
    assert not world.newest.mention_everyone


@pytest.mark.parametrize(
    "label",
    ["@everyone", "<@&1> <#2>", "[here](https://evil.example/)", "**bold** `code` ||hidden||", "https://evil.example"],
)
async def test_words_of_the_question_lose_their_force_in_a_label(
    world: World, service: FakeService, label: str
) -> None:
    part = Reply("answer", "Most birds **fly**.", label=label)
    service.say = lambda _: Reply("answer", "", parts=(part, part))
    shown = read(await world.mention("two questions"))

    assert label not in shown
    assert "://" not in shown
    assert not set("<>@`|[]") & set(shown)
