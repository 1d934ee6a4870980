"""Where the store is, who may read it, and what a URL may look like."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import platformdirs
import pytest

from biobot.errors import ConfigError
from biobot.store.create import MEMORY, create_store, default_url, parse_url, sqlite_url
from biobot.store.kept import KeptStore
from biobot.store.memory import MemoryStore
from tests.store.conftest import Make


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


async def test_the_file_and_its_folder_are_made_and_only_their_owner_reads_them(kept: Make, tmp_path: Path) -> None:
    file = tmp_path / "not" / "there" / "yet" / "biobot.sqlite3"
    store = kept(sqlite_url(file))
    await store.open()

    assert mode(file.parent) == 0o700
    assert mode(file) == 0o600
    with closing(sqlite3.connect(file)) as reader:  # SQLite's files beside it live as long as somebody reads
        assert reader.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        await store.count("a", "decline", "en", "unanswered")
        await store.flush()
        reader.execute("SELECT * FROM questions").fetchall()
        assert {mode(path) for path in file.parent.iterdir()} == {0o600}


async def test_a_folder_that_is_there_keeps_its_mode(kept: Make, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)
    store = kept(sqlite_url(folder / "biobot.sqlite3"))
    await store.open()

    assert mode(folder) == 0o755


async def test_what_is_erased_is_gone_from_the_disk(kept: Make, sqlite: str) -> None:
    folder = Path(str(parse_url(sqlite).database)).parent
    store = kept(sqlite)
    await store.open()
    for number in range(50):
        await store.count(f"secretive {number}", "decline", "en", "unanswered")
    await store.flush()
    assert any(b"secretive" in path.read_bytes() for path in folder.iterdir())
    assert await store.erase() == 50

    assert not any(b"secretive" in path.read_bytes() for path in folder.iterdir())


def test_without_a_url_it_is_a_file_in_the_folder_for_data() -> None:
    assert parse_url(default_url()).database == str(
        platformdirs.user_data_path("biobot", appauthor=False) / "biobot.sqlite3"
    )
    assert isinstance(create_store(), KeptStore)


def test_memory_is_a_store_too() -> None:
    assert isinstance(create_store(MEMORY), MemoryStore)


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("sqlite:///some/file.sqlite3", "sqlite+aiosqlite"),
        ("sqlite+aiosqlite:////some/file.sqlite3", "sqlite+aiosqlite"),
        ("postgres://a:b@c/d", "postgresql+asyncpg"),
        ("postgresql://a:b@c/d", "postgresql+asyncpg"),
        ("postgresql+asyncpg://a:b@c/d", "postgresql+asyncpg"),
    ],
)
def test_the_usual_spellings_of_a_url_are_understood(url: str, driver: str) -> None:
    assert parse_url(url).drivername == driver


def test_the_option_for_encryption_may_be_spelled_as_providers_do() -> None:
    assert parse_url("postgres://a:b@c/d?sslmode=require").query == {"ssl": "require"}


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("", "can't be read"),
        ("biobot.sqlite3", "can't be read"),
        ("postgresql://user:geheim@host:port/name", "can't be read"),
        ("mysql://user:geheim@host/name", "not in mysql"),
        ("postgresql+psycopg2://user:geheim@host/name", r"not in postgresql\+psycopg2"),
        ("sqlite://", "names no file"),
        ("sqlite+aiosqlite:///:memory:", "names no file"),
    ],
)
def test_another_url_is_refused_without_telling_its_password(url: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told) as refused:
        parse_url(url)

    assert "geheim" not in str(refused.value)
