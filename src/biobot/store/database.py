"""One database: connections that make themselves ready, deadlines that hold, and one kind of error."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from biobot.errors import StoreError
from biobot.store.migrate import upgrade

T = TypeVar("T")
Work = Callable[[AsyncConnection], Awaitable[T]]

SLOW = 10.0
_BUSY = 1.5
_AT_ONCE = 4
_REST = 5.0

LATE = "The database takes too long."
_CLOSED = "The database's file can't be opened."
_UNREACHED = "The database can't be reached."
_LACKS = "The database lacks what biobot needs in it."
# The words by which the drivers tell what is wrong, and what a host is told.
_CAUSES = (
    (("database is locked", "lock timeout", "deadlock"), "The database is locked by another program."),
    (("is full", "disk i/o error", "no space left", "disk full"), "The database can't grow: the disk is full or refuses to write."),
    (("readonly", "read-only"), "The database may only be read."),
    (("not a database", "malformed", "encrypted"), "The database's file is damaged or isn't one of SQLite: restore a backup."),
    (("unable to open", "permission denied", "not a directory"), _CLOSED),
    (("password authentication", "authentication failed"), "The database refuses the user or the password."),
    (("does not exist", "no such table"), _LACKS),
    (("queuepool limit", "too many", "remaining connection slots"), "The database has no connection left."),
    (("connect", "closed", "refused", "terminat", "starting up", "shutting down", "name or service"), _UNREACHED),
)  # fmt: skip


def explain(error: BaseException) -> str:
    """Return one sentence on what a driver raised, without anything of the data or the URL."""
    if isinstance(error, TimeoutError):
        return LATE
    path_is_told = isinstance(error, OSError) and error.filename is not None
    # A path could hold any of the words.
    told = f"{type(error).__name__} {getattr(error, 'strerror', '') if path_is_told else error}".lower()
    for words, sentence in _CAUSES:
        if any(word in told for word in words):
            return sentence
    if isinstance(error, OSError):
        return _CLOSED if path_is_told else _UNREACHED
    return f"The database failed: {type(error).__name__}."


async def within(task: asyncio.Task[T], until: float | None) -> T:
    """Return a task's result, or raise TimeoutError at that time of the event loop and let the task go on by itself."""
    task.add_done_callback(heed)
    async with asyncio.timeout_at(until):
        await asyncio.wait({task})
    return task.result()


def heed(task: asyncio.Task[Any]) -> None:
    """Take note of how a task ended: where nobody waits for it any more, nobody is to be told."""
    if not task.cancelled():
        task.exception()


class Database:
    """Runs work in transactions; what takes too long goes on in the background while its caller gets a StoreError."""

    def __init__(self, url: URL, clock: Callable[[], float] = time.monotonic) -> None:
        self.url = url
        self.file = Path(url.database or "") if url.drivername.startswith("sqlite") else None
        self.errors = 0
        self.reason: str | None = None
        self._clock = clock
        self._resting_until = 0.0
        self._engine = _sqlite(url) if self.file is not None else _postgres(url)
        self._is_ready = False
        self._file_id: tuple[int, int] | None = None
        self._opening = asyncio.Lock()
        self._running: set[asyncio.Task[Any]] = set()
        self._slots = asyncio.Semaphore(_AT_ONCE)

    async def run(
        self, work: Work[T], *, seconds: float | None = SLOW, reads: bool = False, hurried: bool = False
    ) -> T:
        """Run work in a transaction and return its result; hurried work isn't tried for a while after it has failed."""
        if hurried:
            self.refuse_while_resting()
        until = None if seconds is None else asyncio.get_running_loop().time() + seconds
        try:
            async with asyncio.timeout_at(until):
                await self._slots.acquire()
            return await within(self._begin(work, reads), until)
        except (StoreError, TimeoutError) as error:
            if isinstance(error, TimeoutError):
                self._failed(LATE)
            if hurried:
                self._resting_until = self._clock() + _REST
            raise StoreError(*(error.args or (LATE,))) from error

    def refuse_while_resting(self) -> None:
        """Raise the last StoreError again where hurried work has just failed."""
        if self._clock() < self._resting_until:
            raise StoreError(self.reason or LATE)

    async def close(self, seconds: float = 3.0) -> None:
        """Let go of the database, after a moment for what is still under way."""
        if self._running:
            _, hanging = await asyncio.wait(set(self._running), timeout=seconds)
            for task in hanging:
                task.cancel()
            if hanging:
                await asyncio.wait(hanging, timeout=seconds)
        await self._engine.dispose()

    def _begin(self, work: Work[T], reads: bool) -> asyncio.Task[T]:
        # Never cancelled when late: a driver that is cut off in the middle leaves a connection in an unknown state.
        task = asyncio.get_running_loop().create_task(self._attempt(work, reads))
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        self._slots.release()

    async def _attempt(self, work: Work[T], reads: bool) -> T:
        try:
            await self._make_ready()
            async with self._engine.connect() as connection:
                await connection.execution_options(sqlite_read_only=reads)
                async with connection.begin():
                    result = await work(connection)
        except StoreError:
            raise
        except Exception as error:
            self._failed(explain(error))
            raise StoreError(self.reason) from error
        self.reason, self._resting_until = None, 0.0
        return result

    def _failed(self, reason: str) -> None:
        self.errors += 1
        self.reason = reason
        self._is_ready = self._is_ready and reason != _LACKS

    async def _make_ready(self) -> None:
        async with self._opening:
            if self._is_ready and not await asyncio.to_thread(self._is_gone):
                return
            if self.file is not None:
                self._file_id = await asyncio.to_thread(_prepare, self.file)
            async with self._engine.begin() as connection:
                await connection.run_sync(upgrade)
            self._is_ready = True

    def _is_gone(self) -> bool:
        """Tell whether the file was deleted or replaced, and the tables with it."""
        return self.file is not None and _identity(self.file) != self._file_id


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _prepare(file: Path) -> tuple[int, int] | None:
    """Make the file and its folder, readable by their owner alone."""
    if not file.parent.is_dir():
        file.parent.parent.mkdir(parents=True, exist_ok=True)
        file.parent.mkdir(mode=0o700, exist_ok=True)
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    return _identity(file)


def _sqlite(url: URL) -> AsyncEngine:
    # No pool: a connection costs a millisecond, and none is left open on a file that was deleted or replaced.
    engine = create_async_engine(url, connect_args={"timeout": _BUSY}, poolclass=NullPool, hide_parameters=True)
    event.listen(engine.sync_engine, "connect", _pragmas)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _pragmas(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # Python's driver would begin transactions by its own rules and leave out the making of tables.
    connection.isolation_level = None
    cursor = connection.cursor()
    # FULL: what was confirmed outlives a power cut too. secure_delete: what was erased is overwritten.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Any) -> None:  # noqa: ANN401 -- the event hands over whatever began
    # At once for writing: a transaction that reads first and writes later could fail in between.
    read_only = connection.get_execution_options().get("sqlite_read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def _postgres(url: URL) -> AsyncEngine:
    return create_async_engine(
        url,
        connect_args={
            "timeout": 3.0,
            "command_timeout": SLOW,
            "server_settings": {"application_name": "biobot", "lock_timeout": "5000"},
        },
        pool_size=_AT_ONCE,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,
    )
