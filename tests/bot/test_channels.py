"""Threads, forum posts, and the channels in which the bot answers without being spoken to."""

from __future__ import annotations

from dataclasses import replace

import discord
import pytest
from simcord.builders import ChannelHandle
from simcord.enums import ChannelType

from biobot.bot.client import Biobot, create_bot
from biobot.bot.pace import Pace
from biobot.engine.values import Reasons, Reply
from biobot.service import Service
from biobot.store.memory import MemoryStore
from biobot.store.values import GuildSettings
from tests.bot.fake import FakeService, answer
from tests.bot.world import World, read

QUIET: dict[str, Reply] = {
    "an unsure answer": replace(answer(""), confidence=0.6),
    "an answer that leaves a word unexplained": replace(answer(""), reasons=Reasons(leftover=("dream",))),
    "a refusal": Reply("decline", "That isn't in my source.", confidence=0.9),
    "a silence": Reply("silent", "It doesn't say.", confidence=0.9),
    "a question back": Reply("clarify", "Which?", confidence=0.9),
    "small talk": Reply("social", "Hello!", confidence=1.0),
}


@pytest.fixture
def simcord_bot(service: Service, store: MemoryStore, pace: Pace) -> Biobot:
    return create_bot(service, store, message_content=True, pace=pace, shard_count=1)


@pytest.fixture
async def open_world(world: World, store: MemoryStore) -> World:
    """A server whose general channel was chosen for questions."""
    await store.save_settings(world.guild.id, GuildSettings(ask_channels=(world.channel.id,)))
    return world


async def test_in_a_channel_for_questions_a_sure_answer_needs_no_mention(open_world: World) -> None:
    asked = await open_world.ann.send(open_world.channel, "do birds fly?")

    assert "Most birds **fly**." in read(open_world.newest)
    assert open_world.newest.reference is not None
    assert open_world.newest.reference.message_id == asked.id


@pytest.mark.parametrize("reply", QUIET.values(), ids=QUIET)
async def test_there_it_keeps_quiet_about_everything_else(
    open_world: World, service: FakeService, reply: Reply
) -> None:
    service.say = lambda _: reply
    await open_world.ann.send(open_world.channel, "do birds dream?")

    assert open_world.replies == []


async def test_there_it_leaves_talk_alone_that_asks_nothing(open_world: World) -> None:
    await open_world.ann.send(open_world.channel, "birds fly, and I watch them")

    assert open_world.replies == []


async def test_there_it_does_not_step_between_two_people(open_world: World) -> None:
    said = await open_world.ann.send(open_world.channel, "I like birds")
    await open_world.ben.send(open_world.channel, "do birds fly?", reply_to=said)
    await open_world.ben.send(open_world.channel, f"{open_world.ann.mention} do birds fly?")

    assert open_world.replies == []


async def test_there_it_answers_a_mention_with_whatever_it_has(open_world: World, service: FakeService) -> None:
    service.say = lambda _: Reply("silent", "It doesn't say.")

    assert "It doesn't say." in read(await open_world.mention("do birds dream?"))


async def test_there_it_does_not_answer_bots(open_world: World) -> None:
    robot = open_world.guild.add_member(open_world.env.create_user("robot", bot=True))
    await robot.send(open_world.channel, "do birds fly?")

    assert open_world.replies == []


async def test_every_other_channel_is_left_alone(open_world: World) -> None:
    other = open_world.guild.create_text_channel("other")
    await open_world.ann.send(other, "do birds fly?")

    assert len(other.history()) == 1


async def test_without_the_hosts_consent_not_even_a_chosen_channel_is_heard(
    open_world: World, store: MemoryStore
) -> None:
    later = FakeService(answer)
    await open_world.env.restart_bot(create_bot(later, store, shard_count=1))
    await open_world.ann.send(open_world.channel, "do birds fly?")

    assert later.asked == []


async def test_a_first_post_in_a_forum_that_mentions_the_bot_is_answered_there(world: World) -> None:
    post = forum_post(world, world.guild.create_forum_channel("questions"))
    await world.ann.send(post, f"<@{world.bot_id}> do birds fly?")

    assert "fly" in read(post.last_message)


async def test_a_forum_may_be_a_channel_for_questions(world: World, store: MemoryStore) -> None:
    forum = world.guild.create_forum_channel("questions")
    await store.save_settings(world.guild.id, GuildSettings(ask_channels=(forum.id,)))
    post = forum_post(world, forum)
    await world.ann.send(post, "do birds fly?")

    assert "fly" in read(post.last_message)


async def test_in_a_thread_where_it_may_not_write_it_tells_so(world: World, service: FakeService) -> None:
    me = world.env.bot.user
    assert me is not None
    taken = discord.PermissionOverwrite(send_messages_in_threads=False)
    world.channel = world.guild.create_text_channel("restricted", overwrites={me: taken})
    started = await world.ann.send(world.channel, "birds")
    made = world.env.backend.create_thread(world.channel.id, "birds", world.ann.id, message_id=started.id)
    thread = ChannelHandle(world.env, world.guild, made)
    await world.ann.send(thread, f"<@{world.bot_id}> do birds fly?")

    assert service.asked == []
    assert f"I may not write in <#{thread.id}>" in read(world.ann.user.dm_channel.last_message)


def forum_post(world: World, forum: ChannelHandle) -> ChannelHandle:
    made = world.env.backend.create_thread(forum.id, "birds", world.ann.id, type=ChannelType.PUBLIC_THREAD)
    return ChannelHandle(world.env, world.guild, made)
