"""Copies of what is kept: made while the bot runs, whole or not at all, good for either kind of database."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from biobot.errors import StoreError
from biobot.store.backup import Copied, backup, restore
from biobot.store.create import sqlite_url
from biobot.store.kept import KeptStore
from biobot.store.values import GuildSettings
from tests.store.conftest import Make

SET = GuildSettings("zh", (5, 2**63 - 1), True, ("talent", "人才"), False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "backup.jsonl"


async def filled(store: KeptStore) -> None:
    await store.open()
    await store.save_settings(2**63 - 1, SET)
    await store.save_settings(2, GuildSettings(language="en"))
    for question in ("上海有多少人?", "a", "a"):
        await store.count(question, "silent", "zh", "unanswered")
    await store.flush()


@pytest.mark.parametrize("other", ["sqlite", "postgres"])
async def test_what_was_backed_up_is_restored_into_either_kind_of_database(
    url: str, other: str, kept: Make, file: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    store = kept(url)
    await filled(store)
    assert await backup(url, file) == Copied(servers=2, questions=2)
    target = (
        sqlite_url(tmp_path / "other.sqlite3")
        if other == "sqlite"
        else request.getfixturevalue("cluster").new_database()
    )
    assert await restore(target, file) == Copied(servers=2, questions=2)
    restored = kept(target)
    await restored.open()

    assert await restored.settings(2**63 - 1) == SET
    assert await restored.settings(2) == GuildSettings(language="en")
    assert await restored.counted() == await store.counted()


async def test_restoring_puts_everything_in_the_place_of_what_is_there(url: str, kept: Make, file: Path) -> None:
    store = kept(url)
    await filled(store)
    await backup(url, file)
    await store.save_settings(2, SET)
    await store.save_settings(3, SET)
    await store.count("new", "decline", "en", "unanswered")
    await store.flush()
    await restore(url, file)
    later = kept(url)
    await later.open()

    assert await later.settings(2) == GuildSettings(language="en")
    assert await later.settings(3) == GuildSettings()
    assert {one.question for one in await later.counted()} == {"上海有多少人?", "a"}


async def test_a_running_bot_takes_over_what_was_restored(postgres: str, kept: Make, file: Path) -> None:
    store = kept(postgres)
    await filled(store)
    assert store._notices is not None
    await store._notices.listening.wait()
    await backup(postgres, file)
    await store.save_settings(2, SET)
    await restore(postgres, file)

    async with asyncio.timeout(30):
        while await store.settings(2) == SET:  # noqa: ASYNC110 -- no event tells it
            await asyncio.sleep(0.02)
    assert await store.settings(2) == GuildSettings(language="en")


async def test_a_backup_while_the_bot_writes_is_of_one_moment(url: str, kept: Make, file: Path) -> None:
    """Servers come in pairs, in one order; a backup never has the second without the first."""
    store = kept(url)
    await store.open()
    done = asyncio.Event()

    async def write() -> None:
        number = 1000
        while not done.is_set():
            await store.save_settings(number, SET)
            await store.save_settings(number - 500, SET)
            number += 1

    writing = asyncio.ensure_future(write())
    for _ in range(10):
        await backup(url, file)
        servers = {line.get("server") for line in map(json.loads, file.read_text(encoding="utf-8").splitlines())} - {
            None
        }
        assert all(server + 500 in servers for server in servers if server < 1000)
    done.set()
    await writing


async def test_only_its_owner_reads_a_backup(url: str, kept: Make, file: Path) -> None:
    await filled(kept(url))
    file.write_text("an older one")
    file.chmod(0o644)
    await backup(url, file)

    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir() if path.is_file()] == [file.name]


async def test_a_backup_that_cannot_be_written_says_why_and_leaves_nothing(
    url: str, kept: Make, tmp_path: Path
) -> None:
    await filled(kept(url))
    with pytest.raises(StoreError, match=r"can't be written to .*: No such file or directory"):
        await backup(url, tmp_path / "missing" / "backup.jsonl")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda lines: [],
        lambda lines: lines[:-1],
        lambda lines: lines[1:],
        lambda lines: [*lines[:2], *lines[3:]],
        lambda lines: [*lines[:2], lines[2].replace("true", "false").replace('"zh"', '"en"'), *lines[3:]],
        lambda lines: [*lines, lines[1]],
        lambda lines: [*lines[:1], "{}", *lines[1:]],
        lambda lines: [lines[0].replace("1", "2"), *lines[1:]],
        lambda lines: ["no backup at all"],
    ],
    ids=[
        "empty",
        "cut off",
        "without head",
        "line lost",
        "line changed",
        "line after the end",
        "odd line",
        "later format",
        "other",
    ],
)
async def test_a_spoiled_backup_is_refused_and_changes_nothing(
    spoil: Callable[[list[str]], list[str]], sqlite: str, kept: Make, file: Path
) -> None:
    store = kept(sqlite)
    await filled(store)
    await backup(sqlite, file)
    file.write_text(
        "".join(line + "\n" for line in spoil(file.read_text(encoding="utf-8").splitlines())), encoding="utf-8"
    )
    with pytest.raises(StoreError, match="isn't a whole backup"):
        await restore(sqlite, file)
    later = kept(sqlite)
    await later.open()

    assert await later.settings(2) == GuildSettings(language="en")
    assert len(await later.counted()) == 2


async def test_a_backup_that_is_not_there_is_named(sqlite: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"nowhere.jsonl can't be read: No such file"):
        await restore(sqlite, tmp_path / "nowhere.jsonl")


async def test_a_large_store_goes_through(sqlite: str, postgres: str, kept: Make, file: Path) -> None:
    store = kept(sqlite)
    await store.open()
    for number in range(1700):
        await store.count(f"question {number}", "decline", "en", "unanswered")
    await store.flush()
    await backup(sqlite, file)

    assert await restore(postgres, file) == Copied(servers=0, questions=1700)
