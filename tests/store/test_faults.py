"""A database that is locked, full, slow, gone, damaged or down: no answer waits, and what can be written later is."""

from __future__ import annotations

import asyncio
import logging
import resource
import shutil
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar, cast

import asyncpg
import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from biobot.errors import StoreError
from biobot.store import rows
from biobot.store.create import parse_url, sqlite_url
from biobot.store.kept import KeptStore
from biobot.store.values import RELOAD, GuildSettings
from biobot.store.waiting import MOST
from tests.store.cluster import Cluster
from tests.store.conftest import IMPATIENT, Day, Make

T = TypeVar("T")
SET = GuildSettings(language="zh", private=True)


def at_once(work: Coroutine[Any, Any, T]) -> T:
    """Run what must not wait for anything: it ends at its first step, or the test fails."""
    with pytest.raises(StopIteration) as ended:
        work.send(None)
    return cast(T, ended.value.value)


async def until(true: Callable[[], bool | Awaitable[bool]]) -> None:
    """Wait for what happens in the background, for a while."""
    async with asyncio.timeout(30):
        while not (found if isinstance(found := true(), bool) else await found):  # noqa: ASYNC110 -- no event tells it
            await asyncio.sleep(0.02)


async def kept_are(store: KeptStore, *questions: str) -> bool:
    return {one.question for one in await store.counted()} == set(questions)


async def asked(store: KeptStore, question: str = "a", times: int = 1) -> None:
    for _ in range(times):
        at_once(store.count(question, "decline", "en", "unanswered"))


async def saved_again_and_again(store: KeptStore) -> None:
    for number in range(10, 2000):
        await store.save_settings(number, GuildSettings(hidden_topics=("topic",) * 200))


async def times(store: KeptStore) -> int:
    return sum(one.times for one in await store.counted(limit=10_000))


def file_of(url: str) -> Path:
    return Path(str(parse_url(url).database))


def plain(url: str) -> str:
    return url.replace("+asyncpg", "")


@contextmanager
def locked(url: str) -> Iterator[None]:
    with closing(sqlite3.connect(file_of(url), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def full(size: int) -> Iterator[None]:
    """No file can grow beyond so many bytes, as on a disk without room."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@asynccontextmanager
async def table_locked(url: str) -> AsyncIterator[None]:
    other = await asyncpg.connect(plain(url))
    try:
        async with other.transaction():
            await other.execute("LOCK TABLE guild_settings, questions IN ACCESS EXCLUSIVE MODE")
            yield
    finally:
        await other.close()


# -- what holds of every fault ----------------------------------------------------------------------------------------


async def test_counting_and_known_settings_never_wait_for_the_database(url: str, kept: Make) -> None:
    store = kept(url)
    await store.open()
    await store.save_settings(1, SET)

    assert at_once(store.settings(1)) == SET
    assert at_once(store.count("a", "decline", "en", "unanswered")) is None


async def test_what_waits_is_bounded_and_what_is_dropped_is_counted(sqlite: str, kept: Make) -> None:
    store = kept(sqlite)
    for number in range(MOST + 7):
        await asked(store, f"question {number}")
    await asked(store, "question 1")

    assert store.health.pending == MOST + 1
    assert store.health.dropped == 7


async def test_what_is_kept_is_bounded_and_the_oldest_goes_first(
    url: str, kept: Make, day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "MOST_ROWS", 3)
    store = kept(url)
    await store.open()
    for question in "abcde":
        await asked(store, question)
        await store.flush()
        day.date += timedelta(days=1)

    assert await kept_are(store, "c", "d", "e")


async def test_several_counts_become_one_write_soon_after(url: str, kept: Make) -> None:
    store = kept(url)
    await store.open()
    await asked(store, "a", 50)
    await until(lambda: store.health.pending == 0)

    assert await times(store) == 50


async def test_closing_writes_what_waits(url: str, kept: Make) -> None:
    first = kept(url)
    await first.open()
    await asked(first, "a", 5)
    await first.close()
    second = kept(url)
    await second.open()

    assert await times(second) == 5


async def test_closing_leaves_nothing_behind(url: str, kept: Make) -> None:
    before = asyncio.all_tasks()
    store = kept(url)
    await store.open()
    await store.save_settings(1, SET)
    await asked(store)
    await store.close()

    assert asyncio.all_tasks() == before


async def test_what_is_older_than_ninety_days_goes_by_itself(url: str, kept: Make, day: Day) -> None:
    store = kept(url)
    await store.open()
    await asked(store, "old")
    await store.flush()
    day.date += timedelta(days=89)
    await asked(store, "new")
    await until(lambda: store.health.pending == 0)
    assert await kept_are(store, "old", "new")

    day.date += timedelta(days=1)
    await asked(store, "newest")
    await until(lambda: kept_are(store, "new", "newest"))


async def test_what_is_older_goes_when_the_store_opens(url: str, kept: Make, day: Day) -> None:
    first = kept(url)
    await first.open()
    await asked(first, "old")
    await first.close()
    day.date += timedelta(days=90)
    second = kept(url)
    await second.open()

    assert await second.counted() == ()


async def test_stores_that_open_a_new_database_together_make_it_once(url: str, kept: Make) -> None:
    stores = [kept(url) for _ in range(4)]
    await asyncio.gather(*(store.open() for store in stores))
    for store in stores:
        await asked(store, "a", 25)
    await asyncio.gather(*(store.flush() for store in stores))

    assert await times(stores[0]) == 100


async def test_a_caller_that_goes_away_does_no_harm(url: str, kept: Make) -> None:
    store = kept(url)
    await store.open()
    for number in range(10):
        saving = asyncio.ensure_future(store.save_settings(number, SET))
        await asyncio.sleep(random_moment(number))
        saving.cancel()
        await asyncio.wait({saving})
    await store.save_settings(99, SET)

    assert store.health.ok


def random_moment(number: int) -> float:
    return number / 2000


async def test_no_error_tells_a_password_a_path_of_the_data_or_a_question(
    kept: Make, cluster: Cluster, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "biobot")
    (tmp_path / "file").write_text("")
    for url in (f"postgresql://biobot:geheim@127.0.0.1:{cluster.port}/postgres", sqlite_url(tmp_path / "file" / "x")):
        store = kept(url)
        with pytest.raises(StoreError) as told:
            await store.open()
        await asked(store, "geheim")
        with pytest.raises(StoreError):
            await store.flush()
        assert "geheim" not in str(told.value) + repr(store.health) + caplog.text


# -- SQLite -----------------------------------------------------------------------------------------------------------


async def test_sqlite_locked(sqlite: str, kept: Make) -> None:
    """Settings are read all the same, a change is refused with the reason, counts are written once the lock is gone."""
    store = kept(sqlite)
    await store.open()
    await store.save_settings(1, SET)
    other = kept(sqlite)
    await other.open()
    with locked(sqlite):
        await asked(store)
        with pytest.raises(StoreError, match="locked by another program"):
            await store.save_settings(2, SET)
        assert await other.settings(1) == SET
        assert not store.health.ok
    await until(lambda: store.health.pending == 0)

    assert await times(store) == 1
    assert store.health.ok


async def test_sqlite_full(sqlite: str, kept: Make) -> None:
    """A change is refused with the reason, counts are written once there is room."""
    store = kept(sqlite)
    await store.open()
    await store.save_settings(1, SET)
    with full(file_of(sqlite).stat().st_size):
        await asked(store)
        with pytest.raises(StoreError, match="disk is full"):
            await saved_again_and_again(store)
        for number in range(500):
            await asked(store, f"{number} {'x' * 250}")
        with pytest.raises(StoreError, match="disk is full"):
            await store.flush()
        assert store.health.pending >= 500
        assert await store.settings(1) == SET
    await until(lambda: store.health.pending == 0)

    assert await times(store) == 501


async def test_sqlite_gone(sqlite: str, kept: Make) -> None:
    """A file that was deleted under a running bot is made anew; nothing goes into a file that nobody will see."""
    store = kept(sqlite)
    await store.open()
    await store.save_settings(1, SET)
    shutil.rmtree(file_of(sqlite).parent)
    await asked(store)
    await store.save_settings(2, SET)
    await until(lambda: store.health.pending == 0)
    later = kept(sqlite)
    await later.open()

    assert await later.settings(2) == SET
    assert await times(later) == 1


async def test_sqlite_replaced_by_an_older_file(sqlite: str, kept: Make, tmp_path: Path) -> None:
    store = kept(sqlite)
    await store.open()
    await store.save_settings(1, SET)
    shutil.copyfile(file_of(sqlite), tmp_path / "copy")
    await store.save_settings(2, SET)
    (tmp_path / "copy").replace(file_of(sqlite))
    await store.save_settings(3, SET)
    later = kept(sqlite)
    await later.open()

    assert await later.settings(1) == SET
    assert await later.settings(3) == SET


async def test_sqlite_damaged(sqlite: str, kept: Make) -> None:
    store = kept(sqlite)
    await store.open()
    await store.save_settings(1, SET)
    file_of(sqlite).write_bytes(b"no database at all " * 1000)
    await asked(store)

    assert at_once(store.settings(1)) == SET
    with pytest.raises(StoreError, match="damaged"):
        await store.save_settings(2, SET)
    assert store.health.pending == 1


async def test_sqlite_that_cannot_be_opened(kept: Make, tmp_path: Path) -> None:
    """The store says why, may be used all the same, and goes on by itself once it can."""
    (tmp_path / "file").write_text("")
    store = kept(sqlite_url(tmp_path / "file" / "biobot.sqlite3"))
    with pytest.raises(StoreError, match="can't be opened"):
        await store.open()
    await asked(store)
    with pytest.raises(StoreError):
        await store.settings(1)
    (tmp_path / "file").unlink()
    await until(lambda: store.health.pending == 0)

    assert await times(store) == 1


async def test_sqlite_slow(sqlite: str, kept: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first question of a server waits a quarter of a second at most, the next ones not at all; then it is known."""
    store = kept(sqlite)
    await store.open()
    await store.save_settings(1, SET)
    slow, read = asyncio.Event(), rows.read_settings

    async def slowly(connection: AsyncConnection, guild: int) -> GuildSettings:
        await slow.wait()
        return await read(connection, guild)

    monkeypatch.setattr(rows, "read_settings", slowly)
    other = kept(sqlite, IMPATIENT)
    await other.open()
    with pytest.raises(StoreError, match="too long"):
        await other.settings(1)
    with pytest.raises(StoreError, match="too long"):
        other.settings(2).send(None)
    slow.set()
    await until(lambda: other.health.ok)

    assert at_once(other.settings(1)) == SET


# -- PostgreSQL -------------------------------------------------------------------------------------------------------


async def test_postgres_down_at_the_start_and_up_later(postgres: str, cluster: Cluster, kept: Make) -> None:
    """The bot can start without it; nothing is lost."""
    cluster.stop()
    try:
        store = kept(postgres)
        with pytest.raises(StoreError, match="can't be reached"):
            await store.open()
        await asked(store, "a", 3)
        with pytest.raises(StoreError, match="can't be reached"):
            await store.settings(1)
        with pytest.raises(StoreError, match="can't be reached"):
            await store.save_settings(1, SET)
    finally:
        cluster.start()
    await until(lambda: store.health.pending == 0)

    assert await times(store) == 3


async def test_postgres_gone_and_back(postgres: str, cluster: Cluster, kept: Make) -> None:
    store = kept(postgres)
    await store.open()
    await store.save_settings(1, SET)
    cluster.stop()
    try:
        await asked(store)
        assert at_once(store.settings(1)) == SET
        with pytest.raises(StoreError, match="can't be reached"):
            await store.flush()
        assert store.health.pending == 1
    finally:
        cluster.start()
    await until(lambda: store.health.pending == 0)
    await store.save_settings(1, GuildSettings())

    assert await times(store) == 1


async def test_postgres_that_says_nothing(postgres: str, cluster: Cluster, kept: Make) -> None:
    """Known settings come from memory, unknown ones are given up after a moment, counts are written later and once."""
    store = kept(postgres, IMPATIENT)
    await store.open()
    await store.save_settings(1, SET)
    with cluster.frozen():
        await asked(store, "a", 3)
        assert at_once(store.settings(1)) == SET
        with pytest.raises(StoreError, match="too long"):
            await store.settings(2)
        with pytest.raises(StoreError, match="too long"):
            store.settings(3).send(None)
        with pytest.raises(StoreError, match="too long"):
            await store.save_settings(4, SET)
    await until(lambda: store.health.pending == 0)

    assert await times(store) == 3


async def test_postgres_locked(postgres: str, kept: Make) -> None:
    store = kept(postgres, IMPATIENT)
    await store.open()
    await store.save_settings(1, SET)
    async with table_locked(postgres):
        await asked(store)
        assert at_once(store.settings(1)) == SET
        with pytest.raises(StoreError, match="too long"):
            await store.save_settings(2, SET)
    await until(lambda: store.health.pending == 0)

    assert await times(store) == 1


async def test_postgres_that_may_only_be_read(postgres: str, cluster: Cluster, kept: Make) -> None:
    """What providers do to a database whose disk is full."""
    store = kept(postgres)
    await store.open()
    cluster.sql("ALTER SYSTEM SET default_transaction_read_only = on; SELECT pg_reload_conf();")
    try:
        await asked(store)
        with pytest.raises(StoreError, match="may only be read"):
            await saved_again_and_again(store)  # the server takes the change over when it gets to it
        assert await store.settings(2) == GuildSettings()
    finally:
        cluster.sql("SET default_transaction_read_only = off; ALTER SYSTEM RESET ALL; SELECT pg_reload_conf();")
    await until(lambda: store.health.pending == 0)

    assert await times(store) == 1


async def test_postgres_with_a_wrong_password(cluster: Cluster, kept: Make) -> None:
    store = kept(f"postgresql://biobot:wrong@127.0.0.1:{cluster.port}/postgres")
    with pytest.raises(StoreError, match="refuses the user or the password"):
        await store.open()


async def test_postgres_without_the_database(postgres: str, kept: Make) -> None:
    store = kept(postgres + "_missing")
    with pytest.raises(StoreError, match="lacks what biobot needs"):
        await store.open()


async def test_postgres_with_its_tables_dropped(postgres: str, cluster: Cluster, kept: Make) -> None:
    store = kept(postgres)
    await store.open()
    cluster.sql("DROP TABLE guild_settings, questions, alembic_version", postgres.rpartition("/")[2])
    await asked(store)
    with pytest.raises(StoreError):
        await store.save_settings(1, SET)
    await until(lambda: store.health.pending == 0)
    await store.save_settings(1, SET)

    assert await times(store) == 1


async def test_postgres_with_its_connections_cut(postgres: str, cluster: Cluster, kept: Make) -> None:
    store = kept(postgres)
    await store.open()
    await store.save_settings(1, SET)
    cut(cluster, postgres)
    await store.save_settings(2, SET)

    assert store.health.errors == 0


def cut(cluster: Cluster, url: str) -> None:
    name = url.rpartition("/")[2]
    cluster.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608


# -- several processes on one PostgreSQL ------------------------------------------------------------------------------


async def listening(store: KeptStore) -> None:
    assert store._notices is not None
    await store._notices.listening.wait()


async def test_a_changed_setting_reaches_every_process(postgres: str, kept: Make) -> None:
    one, other = kept(postgres), kept(postgres)
    for store in (one, other):
        await store.open()
        await listening(store)
    assert await other.settings(1) == GuildSettings()
    await one.save_settings(1, SET)

    await until(lambda: at_once(other.settings(1)) == SET)


async def test_an_announced_word_reaches_every_process_once(postgres: str, kept: Make) -> None:
    heard: list[str] = []
    stores = [kept(postgres) for _ in range(3)]
    for store in stores:
        store.subscribe(heard.append)
        await store.open()
        await listening(store)
    await stores[0].announce(RELOAD)
    await until(lambda: len(heard) == 3)
    await stores[0].announce("end")
    await until(lambda: len(heard) == 6)

    assert heard.count(RELOAD) == 3


async def test_after_a_gap_the_listener_is_told_to_reload_and_forgets_what_it_knew(
    postgres: str, cluster: Cluster, kept: Make
) -> None:
    heard: list[str] = []
    store, other = kept(postgres), kept(postgres)
    store.subscribe(heard.append)
    await store.open()
    await listening(store)
    await store.settings(1)
    cut(cluster, postgres)
    await other.save_settings(1, SET)
    await until(lambda: RELOAD in heard)

    assert await store.settings(1) == SET


async def test_erasing_reaches_what_waits_in_every_process(postgres: str, kept: Make) -> None:
    one, other = kept(postgres), kept(postgres)
    await one.open()
    other._pace = type(other._pace)(gather=60)
    await other.open()
    await listening(other)
    await asked(other)
    await one.erase()
    await until(lambda: other.health.pending == 0)

    assert await times(one) == 0
