"""Every kind of store, one after the other; without a PostgreSQL its turn is skipped, and the end of the run says so."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Protocol

import pytest

from biobot.store.create import parse_url, sqlite_url
from biobot.store.kept import KeptStore, Pace
from biobot.store.memory import MemoryStore
from biobot.store.values import Store
from tests.store.cluster import AVAILABLE, NO_POSTGRES, Cluster, running

# A busy machine may be slow at anything: what isn't about waiting waits as long as it takes.
QUICK = Pace(patience=20, saving=20, gather=0.01, first_pause=0.05, longest_pause=0.05, farewell=1)
IMPATIENT = replace(QUICK, patience=0.25, saving=1)


class Make(Protocol):
    """Makes a store on a database."""

    def __call__(self, url: str, pace: Pace = QUICK) -> KeptStore: ...


class Day:
    """A calendar that the test turns."""

    def __init__(self) -> None:
        self.date = date(2026, 3, 1)

    def __call__(self) -> date:
        return self.date


@pytest.fixture
def day() -> Day:
    return Day()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    if not AVAILABLE:
        pytest.skip(NO_POSTGRES)
    with running() as cluster:
        yield cluster


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    return sqlite_url(tmp_path / "data" / "biobot.sqlite3")


@pytest.fixture
def postgres(cluster: Cluster) -> Iterator[str]:
    url = cluster.new_database()
    yield url
    cluster.give_back(url)


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    """A new database of each kind."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture(params=["memory", "sqlite", "postgres"])
async def store(request: pytest.FixtureRequest, day: Day) -> AsyncIterator[Store]:
    """A new store of each kind."""
    store: Store = MemoryStore(clock=day)
    if request.param != "memory":
        store = KeptStore(parse_url(request.getfixturevalue(request.param)), clock=day, pace=QUICK)
    await store.open()
    yield store
    await store.close()


@pytest.fixture
async def kept(day: Day) -> AsyncIterator[Make]:
    """Makes stores on a database that write soon and try again soon."""
    made: list[KeptStore] = []

    def make(url: str, pace: Pace = QUICK) -> KeptStore:
        made.append(KeptStore(parse_url(url), clock=day, pace=pace))
        return made[-1]

    yield make
    for store in made:
        await store.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not AVAILABLE:
        terminalreporter.write_sep("!", NO_POSTGRES, red=True, bold=True)
