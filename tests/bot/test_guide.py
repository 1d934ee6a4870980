"""What the bot tells of itself, and its first minutes in a server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import discord
import pytest
from simcord.actors import MemberActor
from simcord.backend import serializers
from simcord.builders import UserHandle

from biobot.bot.ask import AMENDABLE
from biobot.bot.client import create_bot
from biobot.engine.values import Reply
from biobot.ops.invite import needed
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

    for way in (
        "Mention me",
        "reply to me",
        "direct message",
        "`/ask`",
        "`/compare`",
        "`/bird`",
        "`/chart`",
        "`/privacy`",
    ):
        assert way in read(told)
    assert buttons(response(told)) == ["do birds fly?", "what is known of birds?", "do all birds fly?"]
    pressed = await world.ann.click(response(told), label="do birds fly?")
    assert pressed.ephemeral
    assert "fly" in read(pressed)


async def test_the_commands_it_names_can_be_clicked(world: World) -> None:
    numbers = {command.name: command.id for command in await world.env.bot.tree.fetch_commands()}  # type: ignore[attr-defined]
    await join(world)

    for seen in (world.newest, response(await world.ann.slash(world.channel, "help"))):
        assert f"</ask:{numbers['ask']}>" in str(seen.embeds[0].description)
    listed = response(await world.ann.slash(world.channel, "topics"))
    assert f"**Birds 1** · </bird:{numbers['bird']}> · 1 fact" in str(listed.embeds[0].description)


async def test_so_they_can_after_a_restart_that_changed_no_command(world: World) -> None:
    await world.env.restart_bot(create_bot(FakeService(answer), shard_count=1))
    told = response(await world.ann.slash(world.channel, "help"))

    assert "</ask:" in str(told.embeds[0].description)


async def test_commands_whose_registration_failed_are_named_all_the_same(world: World) -> None:
    world.env.inject_error("GET", "/applications/*/commands", status=500)
    await world.env.restart_bot(create_bot(FakeService(answer), shard_count=1))
    told = response(await world.ann.slash(world.channel, "help"))

    assert "• `/ask` offers" in str(told.embeds[0].description)


async def test_help_names_no_chart_where_none_can_be_drawn(world: World) -> None:
    plain = FakeService(answer)
    plain.charts = lambda language="en": ()  # type: ignore[method-assign]
    await world.env.restart_bot(create_bot(plain, shard_count=1))

    assert "/chart" not in read(await world.ann.slash(world.channel, "help"))


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


async def join(world: World, *, audits: bool = False, **taken: bool) -> None:
    """Have the bot join the server with what its invitation asks for, as Discord tells it of a server new to it."""
    backend = world.env.backend
    me = world.env.bot.user
    assert me is not None
    role = next(role for role in backend.guilds[world.guild.id].roles.values() if role.managed)
    role.permissions = sum(needed(charts=True).values()) | discord.Permissions(view_audit_log=audits).value
    world.channel = world.guild.create_text_channel(
        "welcome", overwrites={me: discord.PermissionOverwrite(**taken)} if taken else None
    )
    guild = backend.guilds[world.guild.id]
    guild.system_channel_id = world.channel.id
    payload: dict[str, Any] = dict(serializers.guild_create_payload(backend, guild))
    payload.pop("unavailable", None)
    backend.emit("GUILD_CREATE", payload)
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


def greetings(person: MemberActor | UserHandle) -> int:
    """How often a person was greeted in a direct message."""
    user = person.user if isinstance(person, MemberActor) else person
    return sum("Hello!" in read(message) for message in user.dm_channel.history())


async def tell_who_added(world: World, person: MemberActor | UserHandle | None, application: int | None = None) -> None:
    """Tell the bot, as Discord does just after the joining, who added an application: itself, unless told otherwise."""
    bot = world.env.bot
    user = {"id": str(person.id), "username": "ben", "discriminator": "0", "avatar": None} if person else None
    about = {
        "id": str(application or bot.application_id),
        "name": "a bot",
        "icon": None,
        "description": "",
        "summary": "",
    }
    integration = {"id": "5", "type": "discord", "name": "a bot", "enabled": True, "application": about}
    integration |= {"account": {"id": "5", "name": "a bot"}, "guild_id": str(world.guild.id)}
    world.env.backend.emit("INTEGRATION_CREATE", integration | ({"user": user} if user else {}))
    await world.env.settle()


async def test_where_it_may_not_write_the_one_who_added_it_is_greeted(world: World) -> None:
    """Discord tells the bot who that was, without any permission."""
    await join(world, send_messages=False)
    assert greetings(world.guild.owner) == 0
    await tell_who_added(world, world.ben)

    assert world.replies == []
    assert greetings(world.ben) == 1
    assert not [request for request in world.env.http_requests if "audit-logs" in request.path]
    await world.env.advance_time(60)
    assert greetings(world.guild.owner) == 0


async def test_where_the_audit_log_may_be_read_it_tells_who_added_the_bot(world: World) -> None:
    me = world.env.bot.user
    assert me is not None
    added = discord.AuditLogAction.bot_add.value
    world.env.backend.record_audit_log(world.guild.id, added, user_id=world.ann.id, target_id=me.id)
    await join(world, audits=True, send_messages=False)

    assert greetings(world.ann) == 1


async def test_an_audit_log_that_fails_leaves_it_to_the_other_ways(world: World) -> None:
    world.env.inject_error("GET", "/guilds/*/audit-logs", status=500)
    await join(world, audits=True, send_messages=False)
    await tell_who_added(world, world.ben)

    assert greetings(world.ben) == 1


async def test_where_nobody_tells_who_added_it_the_owner_is_greeted(world: World) -> None:
    await join(world, send_messages=False)
    await tell_who_added(world, world.ann, application=77)
    await tell_who_added(world, None)
    await world.env.advance_time(60)

    assert greetings(world.guild.owner) == 1
    assert greetings(world.ann) == 0


async def test_where_a_channel_that_seemed_open_refuses_the_one_who_added_it_is_greeted(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
    await join(world)
    await tell_who_added(world, world.ben)

    assert world.replies == []
    assert greetings(world.ben) == 1


async def test_one_who_added_it_and_takes_no_direct_messages_leaves_the_greeting_to_the_owner(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007)
    await join(world, send_messages=False)
    await tell_who_added(world, world.ben)

    assert greetings(world.ben) == 0
    assert greetings(world.guild.owner) == 1


async def test_people_who_take_no_direct_messages_are_left_in_peace(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007, times=9)
    await join(world, send_messages=False)
    await tell_who_added(world, world.guild.owner)
    tried = sum(request.method == "POST" for request in world.env.http_requests)
    await world.env.advance_time(60)

    assert sum(request.method == "POST" for request in world.env.http_requests) == tried
    assert caplog.text.count("I may not answer in server") == 1
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
