"""What a host erases stays erased, whatever still waited in the memory of a bot that runs."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from biobot.store import rows
from biobot.store.create import parse_url
from biobot.store.kept import KeptStore
from biobot.store.waiting import Key
from tests.store.conftest import QUICK, Make


def erase_as_a_host(url: str, home: Path) -> str:
    """Run `biobot privacy --erase` beside the running bot."""
    environment = {**os.environ, "HOME": str(home), "BIOBOT_DATABASE_URL": url}
    command = [sys.executable, "-m", "biobot.cli", "privacy", "--erase"]
    done = subprocess.run(
        command, cwd=home, env=environment, capture_output=True, text=True, check=False, timeout=60, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


async def asked(store: KeptStore, question: str) -> None:
    await store.count(question, "silent", "en", "unanswered")


async def there(store: KeptStore) -> list[str]:
    return sorted(one.question for one in await store.counted())


async def test_what_waited_in_the_bot_when_the_host_erased_is_never_written(
    url: str, kept: Make, tmp_path: Path
) -> None:
    running = kept(url)
    await asked(running, "written")
    await running.flush()
    await asked(running, "waiting")
    assert await asyncio.to_thread(erase_as_a_host, url, tmp_path) == "Deleted 1 counted question.\n"
    await asked(running, "later")

    assert await there(running) == ["later"]


async def test_a_bot_that_has_never_written_honours_it_as_well(url: str, kept: Make, tmp_path: Path) -> None:
    running = kept(url)
    await asked(running, "waiting")
    await asyncio.to_thread(erase_as_a_host, url, tmp_path)

    assert await there(running) == []


async def test_after_the_next_write_it_counts_as_before_even_if_the_clock_was_set_back(url: str) -> None:
    times = iter([1_000, 1])
    running = KeptStore(parse_url(url), now=lambda: next(times), pace=QUICK)
    host = KeptStore(parse_url(url), now=lambda: 500)
    await host.erase()
    await asked(running, "first")
    await running.flush()
    await asked(running, "second")

    assert await there(running) == ["first", "second"]
    await running.close()
    await host.close()


async def test_a_write_that_is_under_way_is_erased_too(url: str, kept: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    running, host = kept(url), kept(url)
    await running.ping()
    inside, goes_on = asyncio.Event(), asyncio.Event()
    monkeypatch.setattr(rows, "add_counts", held_up(rows.add_counts, inside, goes_on))
    await asked(running, "under way")
    writing = asyncio.create_task(running.flush())
    await inside.wait()
    erasing = asyncio.create_task(host.erase())
    await asyncio.sleep(0.2)
    goes_on.set()
    await asyncio.gather(writing, erasing)

    assert await there(host) == []


Add = Callable[[AsyncConnection, Mapping[Key, int]], Awaitable[None]]


def held_up(add: Add, inside: asyncio.Event, goes_on: asyncio.Event) -> Add:
    """Write, and then keep the transaction open."""

    async def hold(connection: AsyncConnection, counts: Mapping[Key, int]) -> None:
        await add(connection, counts)
        inside.set()
        await goes_on.wait()

    return hold
