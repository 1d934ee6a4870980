"""A store in memory: for the preview, for tests, and as the plainest form of the contract."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from biobot.store.values import KEEP_DAYS, LONGEST_QUESTION, Counted, GuildSettings, Health, Mark


def today() -> date:
    """Return the day in UTC: dates that are kept tell nothing of anyone's time zone."""
    return datetime.now(UTC).date()


class MemoryStore:
    """Keeps everything until the process ends."""

    def __init__(self, *, keep_days: int = KEEP_DAYS, clock: Callable[[], date] = today) -> None:
        self._keep_days = keep_days
        self._clock = clock
        self._settings: dict[int, GuildSettings] = {}
        self._days: dict[tuple[str, str, str, Mark], dict[date, int]] = {}
        self._heard: list[Callable[[str], None]] = []

    async def open(self) -> None:
        """Do nothing: memory is always ready."""

    async def close(self) -> None:
        """Do nothing: memory goes with the process."""

    async def settings(self, guild: int) -> GuildSettings:
        """Return a server's settings."""
        return self._settings.get(guild, GuildSettings())

    async def save_settings(self, guild: int, settings: GuildSettings) -> None:
        """Keep a server's settings."""
        self._settings[guild] = settings

    async def forget(self, guild: int) -> None:
        """Drop a server's settings."""
        self._settings.pop(guild, None)

    async def count(self, question: str, kind: str, language: str, mark: Mark) -> None:
        """Count a question."""
        if self._keep_days and question:
            days = self._days.setdefault((question[:LONGEST_QUESTION], kind, language, mark), {})
            days[self._clock()] = days.get(self._clock(), 0) + 1

    async def flush(self) -> None:
        """Do nothing: nothing waits."""

    async def counted(self, limit: int = 100) -> tuple[Counted, ...]:
        """Return the counted questions, the most frequent first."""
        found = [Counted(*key, sum(days.values()), min(days), max(days)) for key, days in self._days.items()]
        return tuple(
            sorted(found, key=lambda one: (-one.times, one.question, one.kind, one.language, one.mark))[:limit]
        )

    async def erase(self) -> int:
        """Drop every counted question."""
        gone = len(self._days)
        self._days.clear()
        return gone

    async def prune(self, before: date) -> int:
        """Drop what was counted before that day."""
        kept = {key: {day: times for day, times in days.items() if day >= before} for key, days in self._days.items()}
        gone = sum(not days for days in kept.values())
        self._days = {key: days for key, days in kept.items() if days}
        return gone

    async def ping(self) -> None:
        """Do nothing: memory is there."""

    async def announce(self, word: str) -> None:
        """Tell whoever listens in this process."""
        for heard in self._heard:
            heard(word)

    def subscribe(self, heard: Callable[[str], None]) -> None:
        """Call `heard` with each announced word."""
        self._heard.append(heard)

    @property
    def health(self) -> Health:
        """Memory is well."""
        return Health()
