"""Makes the store that a URL names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import platformdirs
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from biobot.errors import ConfigError
from biobot.store.kept import KeptStore
from biobot.store.memory import MemoryStore, today
from biobot.store.values import KEEP_DAYS, Store

MEMORY = "memory:"
_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}


def default_url() -> str:
    """Return the URL of the SQLite file in the folder that this system prescribes for a program's data."""
    return sqlite_url(platformdirs.user_data_path("biobot", appauthor=False) / "biobot.sqlite3")


def sqlite_url(path: Path) -> str:
    """Return the URL of a SQLite file."""
    return URL.create("sqlite+aiosqlite", database=str(path)).render_as_string()


def parse_url(url: str) -> URL:
    """Return a database's URL with the driver that biobot uses; raises ConfigError, which never tells the password."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        message = "The database's URL can't be read: it looks like sqlite+aiosqlite:///file or postgresql+asyncpg://user:password@host/name."
        raise ConfigError(message) from None
    if parsed.drivername not in _DRIVERS:
        message = f"biobot keeps its data in SQLite or PostgreSQL, not in {parsed.drivername}."
        raise ConfigError(message)
    if parsed.drivername.startswith("sqlite") and parsed.database in (None, "", ":memory:"):
        message = (
            "The database's URL names no file: sqlite+aiosqlite:///file, with four slashes before a path from the root."
        )
        raise ConfigError(message)
    return _drivers_own(parsed.set(drivername=_DRIVERS[parsed.drivername]))


def _drivers_own(url: URL) -> URL:
    """Spell the option for encryption as asyncpg does: providers hand out libpq's."""
    mode = url.query.get("sslmode")
    return url.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode}) if mode else url


def create_store(url: str | None = None, *, keep_days: int = KEEP_DAYS, clock: Callable[[], date] = today) -> Store:
    """Return the store that the URL names, by default a SQLite file in the data folder; `keep_days=0` counts no questions."""
    if url == MEMORY:
        return MemoryStore(keep_days=keep_days, clock=clock)
    return KeptStore(parse_url(url or default_url()), keep_days=keep_days, clock=clock)
