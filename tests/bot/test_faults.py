"""Something goes wrong: in the bot, in a channel's permissions, or at Discord."""

from __future__ import annotations

import logging
import re
from collections.abc import Coroutine
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest
from simcord.actors import MemberActor

from biobot.bot.client import Biobot, create_bot
from biobot.bot.deliver import AT_ONCE, LATER, Shown, carry_out, notice
from biobot.bot.recent import Recent
from biobot.engine.values import Reply
from biobot.store.memory import MemoryStore
from biobot.store.values import GuildSettings
from tests.bot.fake import FakeService, answer, proven
from tests.bot.world import World, forbid, read

SECRET = "what is my secret question?"


def broken(_: str) -> Reply:
    raise ZeroDivisionError


async def test_an_error_of_the_bot_is_apologised_for_with_the_number_of_its_trace_in_the_log(
    world: World, service: FakeService, caplog: pytest.LogCaptureFixture
) -> None:
    service.say = broken
    shown = read(await world.mention(SECRET))

    number = re.search(r"`([0-9a-f]{6})`", shown)
    assert number is not None
    assert "Sorry" in shown
    assert f"Error {number[1]}" in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert SECRET not in caplog.text


async def test_an_error_behind_a_command_is_apologised_for(world: World, service: FakeService) -> None:
    service.say = broken

    assert "Sorry" in read(await world.ann.slash(world.channel, "ask", question=SECRET))
    assert "Sorry" in read(await world.ann.slash(world.channel, "bird"))


async def test_an_error_behind_a_button_is_apologised_for(world: World, service: FakeService) -> None:
    service.say = lambda _: proven("birds.fly")
    shown = await world.mention("do birds fly?")

    service.passage = broken  # type: ignore[method-assign,assignment]
    assert "Sorry" in read(await world.ann.click(shown, label="Source in context"))


async def test_questions_are_not_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    await world.mention(SECRET)
    await world.ann.slash(world.channel, "ask", question=SECRET)

    assert SECRET not in caplog.text


def told(person: MemberActor) -> list[str]:
    """What the bot wrote to a person directly."""
    return [read(message) for message in person.user.dm_channel.history()]


def signs(message: discord.Message) -> list[str]:
    return [str(reaction.emoji) for reaction in message.reactions]


async def test_where_the_bot_may_not_write_it_tells_the_asker_so_directly_once_a_day(
    world: World, service: FakeService
) -> None:
    forbid(world, send_messages=False)
    for _ in range(2):
        asked = await world.mention("do birds fly?")
        assert signs(asked) == []

    assert told(world.ann) == [
        f"I may not write in <#{world.channel.id}>, so I couldn't answer you there. Ask me here, or use `/ask` there."
    ]
    assert world.replies == []
    assert service.asked == []

    await world.env.advance_time(25 * 60 * 60)
    await world.mention("do birds fly?")
    assert len(told(world.ann)) == 2


async def test_everybody_is_told_and_of_every_such_channel(world: World) -> None:
    for _ in range(2):
        forbid(world, send_messages=False)
        await world.mention("do birds fly?", by=world.ann)
        await world.mention("do birds fly?", by=world.ben)

    assert len(told(world.ann)) == len(told(world.ben)) == 2


async def test_who_asks_in_chinese_is_told_in_chinese(world: World) -> None:
    forbid(world, send_messages=False)
    await world.mention("鸟会飞吗？")

    assert told(world.ann)[0].startswith("我不能在")


async def test_who_takes_no_direct_messages_sees_a_sign_on_the_question_once(world: World) -> None:
    forbid(world, send_messages=False)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007, times=None)
    first = await world.mention("do birds fly?")
    second = await world.mention("do birds fly?")

    assert signs(first) == ["🔇"]
    assert signs(second) == []


async def test_where_the_bot_may_do_nothing_it_does_nothing(world: World, caplog: pytest.LogCaptureFixture) -> None:
    forbid(world, send_messages=False, add_reactions=False)
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007)
    asked = await world.mention("do birds fly?")

    assert signs(asked) == []
    assert "Traceback" not in caplog.text
    assert not [request for request in world.env.http_requests if "/reactions/" in request.path]


async def test_who_did_not_speak_to_the_bot_is_not_told(world: World, store: MemoryStore) -> None:
    await world.env.restart_bot(create_bot(FakeService(answer), store, message_content=True, shard_count=1))
    forbid(world, send_messages=False)
    await store.save_settings(world.guild.id, GuildSettings(ask_channels=(world.channel.id,)))
    asked = await world.ann.send(world.channel, "do birds fly?")

    assert told(world.ann) == []
    assert signs(asked) == []


async def test_where_embeds_are_forbidden_it_answers_in_plain_text(world: World, service: FakeService) -> None:
    forbid(world, embed_links=False)
    service.say = lambda _: proven("birds.fly")
    shown = await world.mention("do birds fly?")

    assert shown.embeds == []
    assert shown.content.startswith("Most birds **fly**.")
    assert shown.content.endswith("-# A made-up source · 2020-02-02")


async def test_where_history_is_hidden_it_answers_without_the_reference(world: World) -> None:
    forbid(world, read_message_history=False)
    shown = await world.mention("do birds fly?")

    assert "fly" in read(shown)
    assert shown.reference is None


async def test_commands_are_answered_even_where_the_bot_may_not_write(world: World) -> None:
    forbid(world, send_messages=False)

    assert "fly" in read(await world.ann.slash(world.channel, "ask", question="do birds fly?"))


async def test_after_a_403_the_bot_leaves_the_channel_alone_for_a_while(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
    await world.mention("do birds fly?")
    await world.mention("do birds fly?")
    assert world.replies == []
    assert caplog.text.count("I may not answer in channel") == 1
    assert len(told(world.ann)) == 1

    await world.env.advance_time(11 * 60)
    await world.mention("do birds fly?")
    assert len(world.replies) == 1


async def test_a_clock_that_is_set_back_closes_no_channel_for_longer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
    await world.mention("do birds fly?")
    before = discord.utils.utcnow() - timedelta(hours=1)
    bot = world.env.bot
    assert isinstance(bot, Biobot)
    monkeypatch.setattr(bot._listener._closed, "_now", lambda: before)
    await world.mention("do birds fly?")

    assert len(world.replies) == 1


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait between two tries."""
    monkeypatch.setattr("biobot.bot.ask.LATER", (0.0,) * len(LATER))
    for module in ("commands", "press"):
        monkeypatch.setattr(f"biobot.bot.{module}.AT_ONCE", (0.0,) * len(AT_ONCE))


LASTING = len(LATER) + 1


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_fault_of_discords_servers_that_passes_is_waited_out(
    world: World, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=status, times=LASTING - 1)
    await world.mention("do birds fly?")

    assert len(world.replies) == 1
    assert "lost" not in caplog.text


@pytest.mark.usefixtures("soon")
async def test_while_it_is_waited_out_the_answers_keep_their_order(world: World, service: FakeService) -> None:
    service.say = lambda text: Reply("answer", f"You asked “{text}”.")
    world.env.inject_error("POST", "/channels/*/messages", status=503)
    for number in range(3):
        world.env.backend.create_message(world.channel.id, world.ann.id, f"<@{world.bot_id}> question {number}")
    await world.env.settle()

    assert [read(reply).split("\n")[0] for reply in world.replies] == [
        f"You asked “question {number}”." for number in range(3)
    ]


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize(
    ("status", "code", "line"),
    [
        (404, 10003, "There is nobody left to answer in channel"),
        (429, 0, "An answer was lost in channel"),
        (500, 0, "An answer was lost in channel"),
        (503, 0, "An answer was lost in channel"),
    ],
)
async def test_a_fault_of_discord_is_one_line_in_the_log_and_the_next_question_is_answered(
    world: World, caplog: pytest.LogCaptureFixture, status: int, code: int, line: str
) -> None:
    times = LASTING if status >= 500 else 1
    world.env.inject_error("POST", "/channels/*/messages", status=status, code=code, times=times)
    await world.mention("do birds fly?")
    assert world.replies == []
    assert caplog.text.count(f"{line} {world.channel.id}: Discord said {status} (code {code})") == 1
    assert "Traceback" not in caplog.text

    await world.mention("do birds fly?")
    assert len(world.replies) == 1


@pytest.mark.usefixtures("soon")
async def test_a_command_or_a_button_is_tried_again_at_once(world: World, service: FakeService) -> None:
    service.say = lambda _: proven("birds.fly")
    shown = await world.mention("do birds fly?")
    world.env.inject_error("POST", "/interactions/*", status=500)
    assert "fly" in read(await world.ann.slash(world.channel, "ask", question="do birds fly?"))

    world.env.inject_error("POST", "/interactions/*", status=500)
    assert "Most" in read(await world.ann.click(shown, label="Source in context"))


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize(("status", "code"), [(403, 50013), (404, 10062), (429, 0), (500, 0)])
async def test_a_fault_while_answering_a_command_or_a_button_is_one_line_in_the_log(
    world: World, service: FakeService, caplog: pytest.LogCaptureFixture, status: int, code: int
) -> None:
    """Discord itself tells the person that the application did not respond."""
    service.say = lambda _: proven("birds.fly")
    shown = await world.mention("do birds fly?")
    world.env.inject_error("POST", "/interactions/*", status=status, code=code, times=None)
    await world.ann.slash(world.channel, "ask", question="do birds fly?")
    await world.ann.click(shown, label="Source in context")

    assert caplog.text.count(f"Discord said {status} (code {code})") == 2
    assert "Traceback" not in caplog.text
    assert len(world.replies) == 1


async def test_a_reply_that_discord_finds_malformed_becomes_an_apology(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=400, code=50035)

    assert "Sorry" in read(await world.mention("do birds fly?"))
    assert "Traceback" in caplog.text


async def test_the_bot_answers_messages_even_if_its_commands_could_not_be_registered(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:

    world.env.inject_error("GET", "/applications/*/commands", status=500)
    await world.env.restart_bot(create_bot(FakeService(answer), shard_count=1))

    assert "The slash commands were not registered: Discord said 500" in caplog.text
    assert "fly" in read(await world.mention("do birds fly?"))


async def test_an_apology_is_in_the_language_of_the_question(world: World, service: FakeService) -> None:
    service.say = broken

    assert "抱歉" in read(await world.mention("鸟会飞吗？"))


async def test_a_command_that_only_an_older_version_knew_is_answered_with_a_hint(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    tree = world.env.bot.tree  # type: ignore[attr-defined]
    tree.remove_command("bird")
    result = await world.ann.slash(world.channel, "bird")

    assert result.ephemeral
    assert "This command has changed." in read(result)
    assert "was not carried out: CommandNotFound" in caplog.text
    assert [type(error).__name__ for error in world.env.errors] == ["CommandNotFound"]


class Road:
    """A way to Discord on which the first things that are sent meet faults."""

    def __init__(self, *faults: Exception) -> None:
        self.faults = list(faults)
        self.tries = 0

    async def send(self, _: Shown) -> None:
        self.tries += 1
        if self.faults:
            raise self.faults.pop(0)


def carry(road: Road, again: tuple[float, ...]) -> Coroutine[Any, Any, discord.HTTPException | None]:
    return carry_out(lambda: notice("Most birds fly."), road.send, place="channel 1", again=again)


@pytest.mark.parametrize("fault", [ConnectionResetError(), aiohttp.ServerDisconnectedError(), TimeoutError()])
async def test_a_connection_that_breaks_in_the_middle_of_a_reply_is_tried_again(
    caplog: pytest.LogCaptureFixture, fault: Exception
) -> None:
    road = Road(fault)
    assert await carry(road, (0.0,)) is None

    assert road.tries == 2
    assert "lost" not in caplog.text


async def test_a_connection_that_stays_broken_is_one_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    await carry(Road(*[ConnectionResetError()] * 9), (0.0, 0.0))

    assert caplog.text.count("An answer was lost in channel 1: ConnectionResetError") == 1


async def test_what_arrived_although_it_seemed_lost_is_not_sent_twice(caplog: pytest.LogCaptureFixture) -> None:
    """Discord says of a command that was answered already: “acknowledged”."""
    answered = SimpleNamespace(status=400, reason="Bad Request")
    already = discord.HTTPException(answered, {"code": 40060, "message": "acknowledged"})  # type: ignore[arg-type]
    road = Road(ConnectionResetError(), already)
    assert await carry(road, (0.0,)) is None

    assert road.tries == 2
    assert "lost" not in caplog.text


def test_what_is_remembered_has_a_bound() -> None:
    recent = Recent[int, None](size=2)

    assert [recent.add(key, None) for key in (1, 2, 1, 3, 1)] == [True, True, False, True, True]
