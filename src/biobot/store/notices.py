"""Words from the other processes that share a PostgreSQL database: LISTEN, with a connection of its own."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable

import asyncpg
from sqlalchemy import URL

CHANNEL = "biobot"
GAP = ""
SETTINGS, ERASED, WORD = "settings:", "erased", "word:"
EVERYONE = SETTINGS + "all"
_ALIVE = 60.0
_LONGEST = 60.0
_FAILS = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)

log = logging.getLogger(__name__)


class Notices:
    """Listens until it is closed; after a lost connection it comes back and tells of the gap by the word GAP."""

    def __init__(self, url: URL, heard: Callable[[str], None], first_pause: float = 1.0) -> None:
        self._url = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._heard = heard
        self._first_pause = first_pause
        self._task: asyncio.Task[None] | None = None
        self.listening = asyncio.Event()

    def start(self) -> None:
        """Begin to listen, in the background."""
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._keep_listening(), name="biobot notices")

    async def close(self) -> None:
        """Stop listening."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
            self._task = None

    async def _keep_listening(self) -> None:
        pause, had_one = self._first_pause, False
        while True:
            with contextlib.suppress(*_FAILS):
                connection = await self._connect()
                try:
                    await self._listen(connection, had_one)
                    pause, had_one = self._first_pause, True
                    await self._until_lost(connection)
                finally:
                    self.listening.clear()
                    connection.terminate()
            log.info("The database sends no notices at the moment; trying again in %.0f seconds.", pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST)

    async def _connect(self) -> asyncpg.Connection:
        connecting = asyncio.ensure_future(asyncpg.connect(self._url, timeout=3.0, command_timeout=5.0))
        try:
            return await asyncio.shield(connecting)
        except asyncio.CancelledError:
            # Cut off in the middle, it could leave a connection that nobody closes.
            with contextlib.suppress(*_FAILS):
                (await connecting).terminate()
            raise

    async def _listen(self, connection: asyncpg.Connection, had_one: bool) -> None:
        await connection.add_listener(CHANNEL, lambda _connection, _pid, _channel, word: self._heard(str(word)))
        self.listening.set()
        if had_one:
            self._heard(GAP)

    async def _until_lost(self, connection: asyncpg.Connection) -> None:
        lost = asyncio.Event()
        connection.add_termination_listener(lambda _connection: lost.set())
        while not lost.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_ALIVE):
                    await lost.wait()
            if not lost.is_set():
                await connection.execute("SELECT 1")  # a connection that was cut silently is noticed
