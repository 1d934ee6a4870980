"""What is kept between two runs, asked for in a way that never stops an answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from typing import TypeVar

from biobot.bot.recent import Recent
from biobot.store.values import GuildSettings, Mark, Store

_log = logging.getLogger(__name__)

T = TypeVar("T")

# Longer than a healthy store ever takes, and short enough for an answer within Discord's three seconds.
_PATIENCE = 1.0
_DEFAULTS = GuildSettings()


class Kept:
    """The settings of servers and the counts of questions; where the store fails, what was known last is used."""

    def __init__(self, store: Store | None = None) -> None:
        self._store = store
        self._last = Recent[int, GuildSettings]()

    @property
    def counts(self) -> bool:
        """Whether there is anything that counts."""
        return self._store is not None

    async def settings(self, guild: int | None) -> GuildSettings:
        """Give a server's settings; a direct message has the defaults."""
        if guild is None or self._store is None:
            return _DEFAULTS
        found = await self._tried(self._store.settings(guild), "The settings of a server were not read")
        if found is None:
            return self._last.get(guild) or _DEFAULTS
        self._last.set(guild, found)
        return found

    async def save(self, guild: int, settings: GuildSettings) -> bool:
        """Keep a server's settings; tell whether they are kept."""
        if self._store is None:
            return False
        saving = self._saved(self._store, guild, settings)
        kept = bool(await self._tried(saving, "The settings of a server were not kept"))
        if kept:
            self._last.set(guild, settings)
        return kept

    async def forget(self, guild: int) -> None:
        """Drop the settings of a server that the bot has left."""
        if self._store is not None:
            await self._tried(self._store.forget(guild), "The settings of a server were not dropped")

    async def count(self, question: str, kind: str, language: str, mark: Mark) -> None:
        """Count a question without anything about persons."""
        if self._store is not None and question:
            await self._tried(self._store.count(question, kind, language, mark), "A question was not counted")

    async def _saved(self, store: Store, guild: int, settings: GuildSettings) -> bool:
        await store.save_settings(guild, settings)
        return True

    async def _tried(self, step: Awaitable[T], failure: str) -> T | None:
        try:
            return await asyncio.wait_for(step, _PATIENCE)
        except Exception as error:
            _log.warning("%s: %s", failure, type(error).__name__)
            return None
