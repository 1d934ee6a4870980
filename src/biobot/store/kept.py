"""The store of a host: a database behind a memory, so that no answer ever waits for a disk."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from time import time_ns

from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncConnection

from biobot.errors import StoreError
from biobot.store import rows
from biobot.store.database import LATE, SLOW, Database, heed, within
from biobot.store.memory import today
from biobot.store.notices import CHANNEL, ERASED, EVERYONE, GAP, SETTINGS, WORD, Notices
from biobot.store.values import KEEP_DAYS, RELOAD, Counted, GuildSettings, Health, Mark
from biobot.store.waiting import Count, Key, Waiting

_FRESH = 30.0
_MOST_SERVERS = 50_000
_DAILY = 3600.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """How many seconds a question and a change of settings wait at most, and how long the writer waits.

    The writer gathers counts before it writes them together, pauses after an attempt that failed, and has a moment at the end.
    """

    patience: float = 0.25
    saving: float = 2.0
    gather: float = 1.0
    first_pause: float = 1.0
    longest_pause: float = 60.0
    farewell: float = 3.0


@dataclass(slots=True)
class _Known:
    settings: GuildSettings
    at: float


class KeptStore:
    """Settings and counts in SQLite or PostgreSQL."""

    def __init__(
        self,
        url: URL,
        *,
        keep_days: int = KEEP_DAYS,
        clock: Callable[[], date] = today,
        now: Callable[[], int] = time_ns,
        pace: Pace | None = None,
    ) -> None:
        self._database = Database(url)
        self._keep_days = keep_days
        self._today = clock
        self._pace = pace or Pace()
        self._known: dict[int, _Known] = {}
        self._reading: dict[int, asyncio.Task[GuildSettings]] = {}
        self._now = now
        self._waiting = Waiting(now=now)
        self._erased_at: int | None = None
        self._something = asyncio.Event()
        self._writing = asyncio.Lock()
        self._under_way: dict[Key, Count] = {}
        self._queued: asyncio.Task[None] | None = None
        self._writer: asyncio.Task[None] | None = None
        self._pruned: date | None = None
        self._heard: list[Callable[[str], None]] = []
        self._notices = Notices(url, self._hear, self._pace.first_pause) if self._database.file is None else None

    async def open(self) -> None:
        """Make the tables, and begin to write and to listen in the background."""
        if self._writer is None:
            self._writer = asyncio.get_running_loop().create_task(self._keep_writing(), name="biobot store")
        if self._notices is not None:
            self._notices.start()
        try:
            await self._prune_daily()
        except StoreError:
            self._something.set()
            raise

    async def close(self) -> None:
        """Write what waits, as far as a few seconds allow, and let go of the database."""
        if self._notices is not None:
            await self._notices.close()
        if self._writer is not None:
            self._writer.cancel()
            await asyncio.wait({self._writer})
            self._writer = None
        with contextlib.suppress(StoreError):
            await self._flush_within(self._pace.farewell)
        await self._database.close(self._pace.farewell)
        if self._waiting:
            log.warning("%d counts of questions could not be written before the end.", len(self._waiting))
            self._waiting.drop()

    async def settings(self, guild: int) -> GuildSettings:
        """Return a server's settings, from memory wherever it is known; what is known is renewed in the background."""
        known = self._known.get(guild)
        if known is None:
            return await asyncio.shield(self._read(guild))
        if time.monotonic() - known.at > _FRESH:
            self._refresh(guild)
        return known.settings

    async def save_settings(self, guild: int, settings: GuildSettings) -> None:
        """Keep a server's settings; once this returns they are on the disk, and the other processes are told."""

        async def work(connection: AsyncConnection) -> None:
            await rows.write_settings(connection, [rows.as_row(guild, settings)])
            await rows.notify(connection, CHANNEL, f"{SETTINGS}{guild}")

        await self._database.run(work, seconds=self._pace.saving)
        self._remember(guild, settings)

    async def forget(self, guild: int) -> None:
        """Drop a server's settings."""

        async def work(connection: AsyncConnection) -> None:
            await rows.delete_settings(connection, guild)
            await rows.notify(connection, CHANNEL, f"{SETTINGS}{guild}")

        await self._database.run(work, seconds=self._pace.saving)
        self._known.pop(guild, None)

    async def count(self, question: str, kind: str, language: str, mark: Mark) -> None:
        """Count a question in memory; the writer brings it to the database."""
        if self._keep_days and question:
            self._waiting.add(rows.key(question, kind, language, mark, self._today()))
            self._something.set()

    async def flush(self) -> None:
        """Write what waits; where that fails it goes on waiting."""
        await self._flush_within(SLOW)

    async def _flush_within(self, seconds: float) -> None:
        if self._queued is None:
            self._queued = asyncio.get_running_loop().create_task(self._write())
        try:
            await within(self._queued, asyncio.get_running_loop().time() + seconds)
        except TimeoutError:
            raise StoreError(LATE) from None

    async def counted(self, limit: int = 100) -> tuple[Counted, ...]:
        """Return the counted questions, the most frequent first."""
        await self.flush()
        return await self._database.run(lambda connection: rows.read_counts(connection, limit), reads=True)

    async def erase(self) -> int:
        """Drop every counted question; other processes drop theirs that wait: told at once, or when they come to write."""

        async def work(connection: AsyncConnection) -> int:
            await rows.note_erasure(connection, self._now())
            await rows.notify(connection, CHANNEL, ERASED)
            return await rows.delete_counts(connection)

        with contextlib.suppress(StoreError):
            await self.flush()
        async with self._writing:
            waiting = self._waiting.forget()
            return waiting + await self._database.run(work)

    async def prune(self, before: date) -> int:
        """Drop what was counted before that day."""
        return await self._database.run(lambda connection: rows.delete_counts(connection, before))

    async def ping(self) -> None:
        """Ask the database for a sign of life."""
        await self._database.run(lambda connection: connection.execute(text("SELECT 1")), seconds=self._pace.saving)

    async def announce(self, word: str) -> None:
        """Tell every process that shares the database; with SQLite there is only this one."""
        if self._notices is None:
            self._tell(word)
        else:
            await self._database.run(
                lambda connection: rows.notify(connection, CHANNEL, WORD + word), seconds=self._pace.saving
            )

    def subscribe(self, heard: Callable[[str], None]) -> None:
        """Call `heard` with each announced word."""
        self._heard.append(heard)

    @property
    def health(self) -> Health:
        """How the store is."""
        reason = self._database.reason
        pending = len(self._waiting) + sum(count.times for count in self._under_way.values())
        return Health(reason is None, pending, self._waiting.dropped, self._database.errors, reason)

    async def _write(self) -> None:
        async with self._writing:
            self._queued = None
            self._under_way = self._waiting.take()
            if not self._under_way:
                return
            counts = self._under_way
            try:
                # However long it takes: what is late but succeeds must not be written a second time.
                self._erased_at = await self._database.run(
                    lambda connection: self._add_counts(connection, counts), seconds=None
                )
            except BaseException:
                self._waiting.put_back(counts)
                raise
            finally:
                self._under_way = {}

    async def _add_counts(self, connection: AsyncConnection, counts: dict[Key, Count]) -> int:
        """Write what wasn't erased while it waited; return when everything was last erased."""
        erased_at = await rows.erased_at(connection)
        # Only after an erasure that is news the times are compared: a clock that was set back would lose counts for long.
        news = erased_at != self._erased_at
        left = {key: count.times for key, count in counts.items() if not news or count.since > erased_at}
        if left:
            await rows.add_counts(connection, left)
        return erased_at

    def _read(self, guild: int) -> asyncio.Task[GuildSettings]:
        """Read a server's settings, once for all who ask at the same time."""
        self._database.refuse_while_resting()
        task = self._reading.get(guild)
        if task is None:
            task = self._reading[guild] = asyncio.get_running_loop().create_task(self._read_settings(guild))
            task.add_done_callback(lambda _: self._reading.pop(guild))
            task.add_done_callback(heed)
        return task

    async def _read_settings(self, guild: int) -> GuildSettings:
        async def work(connection: AsyncConnection) -> GuildSettings:
            found = await rows.read_settings(connection, guild)
            if self._known.get(guild) is known:
                self._remember(guild, found)  # also where the caller has given up: the next question finds it
            return found

        known = self._known.get(guild)
        return await self._database.run(work, seconds=self._pace.patience, reads=True, hurried=True)

    def _refresh(self, guild: int) -> None:
        with contextlib.suppress(StoreError):
            self._read(guild)

    def _remember(self, guild: int, settings: GuildSettings) -> None:
        self._known.pop(guild, None)
        self._known[guild] = _Known(settings, time.monotonic())
        if len(self._known) > _MOST_SERVERS:
            del self._known[next(iter(self._known))]

    def _hear(self, word: str) -> None:
        if word.startswith(WORD):
            self._tell(word.removeprefix(WORD))
        elif word == GAP:
            self._known.clear()
            self._tell(RELOAD)
        elif word == EVERYONE:
            self._known.clear()
        elif word == ERASED:
            self._waiting.forget()
        elif (guild := word.removeprefix(SETTINGS)).isdecimal() and int(guild) in self._known:
            self._refresh(int(guild))

    def _tell(self, word: str) -> None:
        for heard in self._heard:
            heard(word)

    async def _keep_writing(self) -> None:
        pause = self._pace.first_pause
        while True:
            try:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(_DAILY):
                        await self._something.wait()
                await asyncio.sleep(self._pace.gather)
                self._something.clear()
                await self.flush()
                await self._prune_daily()
                pause = self._pace.first_pause
            except StoreError as error:
                log.warning("%s %d counts wait.", error, len(self._waiting))
                self._something.set()
                await asyncio.sleep(pause)
                pause = min(pause * 2, self._pace.longest_pause)

    async def _prune_daily(self) -> None:
        day = self._today()
        if self._pruned != day:
            await self.prune(day - timedelta(days=self._keep_days - 1))
            self._pruned = day
