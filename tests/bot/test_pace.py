"""Manners: not too much at once, nothing twice, and in the order in which it was asked."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import discord
import pytest

from biobot.bot.pace import Pace, Rate
from biobot.engine.values import Reply
from tests.bot.fake import FakeService
from tests.bot.world import World, read


@pytest.fixture
def pace() -> Pace:
    return Pace(Rate(2, 30), Rate(4, 30))


async def test_who_asks_too_much_at_once_is_told_so_once_and_kindly(world: World, service: FakeService) -> None:
    for _ in range(5):
        await world.mention("do birds fly?")

    assert [read(reply).split("\n")[0] for reply in world.replies] == [
        "Most birds **fly**.",
        "Most birds **fly**.",
        "That was a lot at once. Please ask me again in 30 seconds.",
    ]
    assert len(service.asked) == 2


async def test_who_asks_in_chinese_is_told_in_chinese(world: World) -> None:
    for _ in range(3):
        await world.mention("鸟会飞吗？")

    assert "请在 30 秒后再问" in read(world.newest)


async def test_after_the_wait_they_are_answered_again(world: World, service: FakeService) -> None:
    for _ in range(3):
        await world.mention("do birds fly?")
    await world.env.advance_time(31)
    await world.mention("do birds fly?")

    assert len(service.asked) == 3


async def test_somebody_else_is_answered_meanwhile(world: World) -> None:
    for _ in range(3):
        await world.mention("do birds fly?")

    assert "fly" in read(await world.mention("do birds fly?", by=world.ben))


async def test_a_channel_has_its_own_measure(world: World, service: FakeService) -> None:
    people = [world.guild.add_member(world.env.create_user(f"person{number}")) for number in range(5)]
    for person in people:
        await world.mention("do birds fly?", by=person)

    assert len(service.asked) == 4
    assert "a lot at once" in read(world.newest)


async def test_a_command_that_comes_too_soon_is_told_so_privately_each_time(world: World) -> None:
    results = [await world.ann.slash(world.channel, "ask", question="do birds fly?") for _ in range(4)]

    assert [result.ephemeral for result in results] == [False, False, True, True]
    assert "in 30 seconds" in read(results[-1])


async def test_another_channel_is_another_measure(world: World, service: FakeService) -> None:
    other = world.guild.create_text_channel("other")
    for channel in (world.channel, other):
        for _ in range(2):
            await world.ann.send(channel, f"<@{world.bot_id}> do birds fly?")

    assert len(service.asked) == 4


async def test_a_redelivery_takes_nothing_of_the_measure(world: World, service: FakeService) -> None:
    await world.mention("do birds fly?")
    for message in [world.channel.history()[0]] * 5:
        world.env.bot.dispatch("message", message)
    await world.env.settle()
    await world.mention("do birds fly?")

    assert len(service.asked) == 2


async def test_the_typing_sign_is_never_needed(world: World) -> None:
    await world.mention("do birds fly?")

    assert not [request for request in world.env.http_requests if request.path.endswith("/typing")]


@pytest.mark.parametrize("pace", [Pace(Rate(100, 1), Rate(100, 1))])
async def test_answers_keep_the_order_of_the_questions_even_if_the_first_is_slow(
    world: World, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.say = lambda text: Reply("answer", f"You asked “{text}”.")
    send, first = discord.abc.Messageable.send, asyncio.Event()

    async def slowly(channel: discord.abc.Messageable, **what: object) -> discord.Message:
        if not first.is_set():
            first.set()
            for _ in range(50):
                await asyncio.sleep(0)
        return await send(channel, **what)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(discord.abc.Messageable, "send", slowly)
    for number in range(3):
        world.env.backend.create_message(world.channel.id, world.ann.id, f"<@{world.bot_id}> question {number}")
    await world.env.settle()

    assert [read(reply).split("\n")[0] for reply in world.replies] == [
        f"You asked “question {number}”." for number in range(3)
    ]


async def test_a_clock_that_is_set_back_keeps_nobody_waiting_beyond_the_moment(
    world: World, service: FakeService, pace: Pace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        await world.mention("do birds fly?")
    assert "a lot at once" in read(world.newest)
    before = discord.utils.utcnow() - timedelta(hours=1)
    monkeypatch.setattr(pace, "_now", lambda: before)
    await world.mention("do birds fly?")

    assert len(service.asked) == 3
