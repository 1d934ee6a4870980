"""What the bot tells of itself, and its first minutes in a server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import discord
import pytest
from simcord.backend import serializers

from biobot.bot.ask import AMENDABLE
from biobot.bot.client import create_bot
from biobot.engine.values import Reply
from biobot.service import Record
from tests.bot.fake import FakeService, answer
from tests.bot.world import World, buttons, menus, read, response


@pytest.mark.parametrize("command", ["topics", "source", "help", "privacy"])
async def test_what_it_tells_of_itself_is_for_the_person_alone(world: World, command: str) -> None:
    told = await world.ann.slash(world.channel, command)

    assert told.ephemeral
    assert not told.deferred


async def test_help_tells_every_way_to_ask_with_examples_to_press(world: World) -> None:
    told = await world.ann.slash(world.channel, "help")

    for way in ("Mention me", "reply to me", "direct message", "`/ask`", "`/compare`", "`/bird`", "`/privacy`"):
        assert way in read(told)
    assert buttons(response(told)) == ["do birds fly?", "what is known of birds?", "do all birds fly?"]
    pressed = await world.ann.click(response(told), label="do birds fly?")
    assert pressed.ephemeral
    assert "fly" in read(pressed)


async def test_topics_tells_the_facts_of_each_section_with_questions_page_by_page(world: World) -> None:
    told = response(await world.ann.slash(world.channel, "topics"))
    shown = read(told)
    assert "21 facts of **a made-up source**" in shown
    assert "**Birds 1** · `/bird` · 1 fact\n• what of birds 1?" in shown
    assert "Birds 5" not in shown
    assert "Page 1 of 2" in shown
    assert menus(told) == {"related:0:en": [f"what of birds {n}?" for n in range(5)]}

    await world.ann.click(told, label="More")
    assert "Birds 6" in read(told)
    assert buttons(told) == ["Back"]
    await world.ann.click(told, label="Back")
    assert "Birds 0" in read(told)


async def test_a_question_chosen_there_is_answered_beside_the_list(world: World, service: FakeService) -> None:
    told = response(await world.ann.slash(world.channel, "topics"))
    chosen = await world.ann.select(told, ["what of birds 2?"])

    assert chosen.ephemeral
    assert "**what of birds 2?**" in read(chosen)
    assert "Birds 1" in read(told)


async def test_source_tells_origin_date_removals_and_who_disputes_what(world: World) -> None:
    told = response(await world.ann.slash(world.channel, "source"))
    first = read(told)
    assert "**a made-up source**\n2020-02-02 · no author named\n\nA page." in first
    assert "**What was removed**\nTwo advertisements." in first
    assert "Page 1 of 3" in first

    await world.ann.click(told, label="More")
    second = read(told)
    assert "**What other sources say**" in second
    assert "> Claim 1." in second
    assert "> *and 1 more*" in second
    assert "⚠️ *Disputed.* Others say fewer. ([example.org](https://www.example.org/birds))" in second


async def test_a_source_that_nobody_disputes_says_so(world: World, service: FakeService) -> None:
    record = Record("Birds", "2020-02-02", "A. Author", "", "A page.", "Nothing.", 6, ())
    service.record = lambda language="en": record  # type: ignore[method-assign]
    told = response(await world.ann.slash(world.channel, "source"))
    assert "by A. Author" in read(told)

    await world.ann.click(told, label="More")
    assert "No other source that says otherwise is on record." in read(told)


async def test_privacy_tells_what_is_kept_and_that_channels_are_read_only_where_they_are(world: World) -> None:
    told = read(await world.ann.slash(world.channel, "privacy"))
    assert "In memory only" in told
    assert "for a quarter of an hour what we talked about" in told
    assert f"for {'five' if AMENDABLE.seconds == 5 * 60 else AMENDABLE} minutes your question" in told
    assert "without who asked them" in told
    assert "without names" in told
    assert "I read every message" not in told

    await world.env.restart_bot(create_bot(FakeService(answer), message_content=True, shard_count=1))
    assert "I read every message and keep none" in read(await world.ann.slash(world.channel, "privacy"))


@pytest.mark.parametrize(
    ("command", "said"),
    [("help", "怎样向我提问"), ("topics", "我能回答什么"), ("source", "我的知识"), ("privacy", "我保留")],
)
async def test_a_chinese_client_is_told_in_chinese(
    world: World, client_language: Callable[[str], None], command: str, said: str
) -> None:
    client_language("zh-CN")

    assert said in read(await world.ann.slash(world.channel, command))


async def test_pages_turn_after_a_restart(world: World) -> None:
    told = response(await world.ann.slash(world.channel, "topics"))
    await world.env.restart_bot(create_bot(FakeService(answer), shard_count=1))
    await world.ann.click(told, label="More")

    assert "Page 2 of 2" in read(told)


async def join(world: World, **taken: bool) -> None:
    """Have the bot join the server, as Discord tells it of a server that is new to it."""
    backend = world.env.backend
    me = world.env.bot.user
    assert me is not None
    world.channel = world.guild.create_text_channel(
        "welcome", overwrites={me: discord.PermissionOverwrite(**taken)} if taken else None
    )
    guild = backend.guilds[world.guild.id]
    guild.system_channel_id = world.channel.id
    payload: dict[str, Any] = dict(serializers.guild_create_payload(backend, guild))
    payload.pop("unavailable", None)
    world.env.bot._connection.parse_guild_create(payload)
    await world.env.settle()


async def test_on_joining_it_says_once_how_to_ask_with_three_examples(world: World) -> None:
    await join(world)
    (greeting,) = world.replies
    shown = read(greeting)

    assert shown.startswith("Hello! I answer questions about **a made-up source**")
    assert "`/ask`" in shown
    assert "`/settings`" in shown
    assert buttons(greeting) == ["do birds fly?", "what is known of birds?", "do all birds fly?"]
    pressed = await world.ann.click(greeting, label="do birds fly?")
    assert pressed.ephemeral
    assert "fly" in read(pressed)


async def test_it_does_not_greet_twice(world: World) -> None:
    await join(world)
    first = world.channel
    await join(world)

    assert len(first.history()) == 1
    assert world.channel.history() == []


async def test_where_it_may_not_write_the_one_who_added_it_is_greeted(world: World) -> None:
    await join(world, send_messages=False)

    assert world.replies == []
    assert "Hello!" in read(world.guild.owner.dm_channel.last_message)


async def test_a_person_who_takes_no_direct_messages_is_left_in_peace(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007)
    await join(world, send_messages=False)

    assert "I may not answer in server" in caplog.text
    assert "Traceback" not in caplog.text


async def test_a_server_in_chinese_is_greeted_in_chinese(world: World) -> None:
    world.env.backend.guilds[world.guild.id].preferred_locale = "zh-CN"
    await join(world)

    assert "大家好" in read(world.newest)


async def test_its_presence_shows_how_to_ask(world: World) -> None:
    activity = world.env.bot.activity

    assert isinstance(activity, discord.CustomActivity)
    assert activity.name == "/ask"


async def test_the_help_of_a_topic_holds_for_small_talk_too(world: World, service: FakeService) -> None:
    service.say = lambda _: Reply("social", "Ask me anything.", suggestions=("do birds fly?",))

    assert buttons(await world.mention("help")) == ["do birds fly?"]
