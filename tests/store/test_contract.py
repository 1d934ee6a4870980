"""What every store does: in memory, in SQLite and in PostgreSQL."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from biobot.store.create import MEMORY, create_store
from biobot.store.values import Counted, GuildSettings, Mark, Store
from tests.store.conftest import Day

SET = GuildSettings(
    language="zh", ask_channels=(5, 2**63 - 1), private=True, hidden_topics=("talent", "人才"), feedback=False
)
FIRST = date(2026, 3, 1)


async def test_a_server_that_has_set_nothing_has_the_defaults(store: Store) -> None:
    assert await store.settings(1) == GuildSettings()
    assert GuildSettings() == GuildSettings("auto", (), False, (), True)


async def test_settings_come_back_as_they_were_saved(store: Store) -> None:
    await store.save_settings(2**63 - 1, SET)

    assert await store.settings(2**63 - 1) == SET


async def test_settings_saved_again_replace_the_first(store: Store) -> None:
    await store.save_settings(1, SET)
    await store.save_settings(1, GuildSettings(language="en"))

    assert await store.settings(1) == GuildSettings(language="en")


async def test_each_server_has_its_own(store: Store) -> None:
    await store.save_settings(1, SET)

    assert await store.settings(2) == GuildSettings()


async def test_a_server_that_is_forgotten_has_the_defaults_again(store: Store) -> None:
    await store.save_settings(1, SET)
    await store.forget(1)
    await store.forget(99)

    assert await store.settings(1) == GuildSettings()


async def test_nothing_is_counted_at_first(store: Store) -> None:
    assert await store.counted() == ()


async def test_the_same_question_is_counted_not_kept_twice(store: Store) -> None:
    for _ in range(3):
        await store.count("who is the mayor", "decline", "en", "unanswered")

    assert await store.counted() == (Counted("who is the mayor", "decline", "en", "unanswered", 3, FIRST, FIRST),)


@pytest.mark.parametrize("other", [("b", "silent", "en", "unanswered"), ("a", "clarify", "en", "unanswered"),
                                   ("a", "silent", "zh", "unanswered"), ("a", "silent", "en", "unhelpful")])  # fmt: skip
async def test_another_question_kind_language_or_mark_is_counted_by_itself(
    store: Store, other: tuple[str, str, str, Mark]
) -> None:
    await store.count("a", "silent", "en", "unanswered")
    await store.count(*other)

    assert {one.times for one in await store.counted()} == {1}
    assert len(await store.counted()) == 2


async def test_a_count_tells_the_first_day_and_the_last(store: Store, day: Day) -> None:
    await store.count("上海有多少人?", "silent", "zh", "unanswered")
    day.date += timedelta(days=4)
    await store.count("上海有多少人?", "silent", "zh", "unanswered")

    assert await store.counted() == (
        Counted("上海有多少人?", "silent", "zh", "unanswered", 2, FIRST, FIRST + timedelta(days=4)),
    )


async def test_the_most_frequent_come_first_and_no_more_than_asked_for(store: Store) -> None:
    for question, times in (("rare", 1), ("often", 3), ("now and then", 2)):
        for _ in range(times):
            await store.count(question, "decline", "en", "unanswered")

    assert [one.question for one in await store.counted(limit=2)] == ["often", "now and then"]


@pytest.mark.parametrize(
    "question", ["a\0b", "half a pair \ud83d", "x" * 5000, "汉" * 5000, "'; DROP TABLE questions; --", "🧬" * 400]
)
async def test_no_text_is_too_odd_to_be_counted(store: Store, question: str) -> None:
    await store.count(question, "k" * 100, "l" * 100, "unanswered")
    (one,) = await store.counted()

    assert 0 < len(one.question) <= 300
    assert one.times == 1


async def test_an_empty_question_is_not_counted(store: Store) -> None:
    await store.count("", "decline", "en", "unanswered")

    assert await store.counted() == ()


async def test_erasing_drops_every_question_and_tells_how_many(store: Store) -> None:
    await store.save_settings(1, SET)
    for question in ("a", "a", "b"):
        await store.count(question, "decline", "en", "unanswered")

    assert await store.erase() == 2
    assert await store.counted() == ()
    assert await store.erase() == 0
    assert await store.settings(1) == SET


async def test_pruning_drops_the_days_before_and_keeps_the_others(store: Store, day: Day) -> None:
    await store.count("old", "decline", "en", "unanswered")
    await store.count("both", "decline", "en", "unanswered")
    day.date += timedelta(days=10)
    await store.count("both", "decline", "en", "unanswered")
    await store.flush()

    assert await store.prune(day.date) == 1
    assert await store.counted() == (Counted("both", "decline", "en", "unanswered", 1, day.date, day.date),)


async def test_what_is_announced_is_heard(store: Store) -> None:
    import asyncio

    heard: asyncio.Queue[str] = asyncio.Queue()
    store.subscribe(heard.put_nowait)
    for _ in range(100):  # a listener needs a moment to be there
        await store.announce("reload")
        try:
            assert await asyncio.wait_for(heard.get(), 0.1) == "reload"
        except TimeoutError:
            continue
        return
    pytest.fail("nothing was heard")


async def test_a_store_that_works_says_so(store: Store) -> None:
    await store.count("a", "decline", "en", "unanswered")
    await store.flush()
    await store.ping()

    assert store.health.ok
    assert (store.health.pending, store.health.dropped, store.health.errors, store.health.reason) == (0, 0, 0, None)


async def test_closing_twice_does_no_harm(store: Store) -> None:
    await store.close()
    await store.close()


@pytest.mark.parametrize("kind", ["memory", "sqlite", "postgres"])
async def test_with_no_days_to_keep_nothing_is_counted_and_nothing_old_remains(
    kind: str, request: pytest.FixtureRequest, day: Day
) -> None:
    url = MEMORY if kind == "memory" else str(request.getfixturevalue(kind))
    before = create_store(url, clock=day)
    await before.open()
    await before.count("a", "decline", "en", "unanswered")
    await before.close()
    store = create_store(url, keep_days=0, clock=day)
    await store.open()
    await store.count("b", "decline", "en", "unanswered")

    assert await store.counted() == ()
    await store.close()
