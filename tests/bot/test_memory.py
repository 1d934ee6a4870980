"""What is remembered of people is remembered as long as the privacy notice says, and no longer."""

from __future__ import annotations

import gc

import pytest

from biobot.bot.ask import AMENDABLE, Answered
from biobot.bot.client import Biobot
from biobot.bot.closed import TOLD
from biobot.bot.desk import ASKED, Asked, Desk
from biobot.bot.recent import SIZE, Recent
from biobot.engine.values import Reply
from biobot.pack.index import Index
from biobot.service import CONVERSATIONS, REMEMBERED, Service
from tests.bot.fake import FakeService
from tests.bot.world import World, forbid


@pytest.fixture
def service() -> FakeService:
    return FakeService(lambda text: Reply("answer", f"You asked “{text}”."))


async def test_once_a_question_can_no_longer_be_edited_it_is_gone_with_the_next(world: World) -> None:
    await world.mention("do grey herons fly?")
    assert "do grey herons fly?" in remembered()
    await world.env.advance_time(AMENDABLE.total_seconds() + 1)
    await world.mention("do flying fish swim?", by=world.ben)

    assert "do flying fish swim?" in remembered()
    assert "do grey herons fly?" not in remembered()


def remembered() -> set[str]:
    """Every question in the memory of this program that an edit would be looked up in."""
    gc.collect()
    return {one.question for one in gc.get_objects() if isinstance(one, Answered)}


async def test_who_was_told_that_the_bot_may_not_write_is_forgotten_after_a_day_with_the_next_question(
    world: World,
) -> None:
    anywhere = world.channel
    forbid(world, send_messages=False)
    await world.mention("do grey herons fly?")
    assert those_told(world) == {(world.channel.id, world.ann.id)}
    world.channel = anywhere
    await world.env.advance_time(TOLD.total_seconds() + 1)
    await world.mention("do flying fish swim?", by=world.ben)

    assert those_told(world) == set()


def those_told(world: World) -> set[tuple[int, int]]:
    """Who was told, and of which channel."""
    bot = world.env.bot
    assert isinstance(bot, Biobot)
    return set(bot._listener._closed._told._entries)


def test_a_conversation_is_gone_a_quarter_of_an_hour_after_its_last_message(index: Index) -> None:
    now = [0.0]
    service = Service(index, lambda: now[0])
    for number in range(5):
        service.ask("what do you know?", conversation=f"person {number}")
    now[0] = 60.0
    service.ask("what do you know?", conversation="person 0")
    now[0] = REMEMBERED + 30.0
    service.ask("what do you know?", conversation="somebody")

    assert set(service._conversations) == {"person 0", "somebody"}


def test_the_newest_conversations_push_out_the_oldest(index: Index) -> None:
    service = Service(index, lambda: 0.0)
    for number in range(CONVERSATIONS + 3):
        service.ask("hello", conversation=f"person {number}")

    assert len(service._conversations) == CONVERSATIONS
    assert "person 2" not in service._conversations


def test_the_newest_questions_push_out_the_oldest() -> None:
    desk = Desk(FakeService(lambda _: Reply("answer", "")))
    keys = [desk.remember(Asked(str(number), Reply("answer", ""))) for number in range(ASKED + 1)]

    assert desk.recall(keys[0]) is None
    assert desk.recall(keys[1]) is not None


def test_of_anything_else_no_more_than_some_thousand_numbers_are_known() -> None:
    recent = Recent[int, None]()
    for number in range(SIZE + 7):
        recent.add(number, None)

    assert len(recent) == SIZE
    assert 6 not in recent
