"""What waits to be written: counts in memory, within bounds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from time import time_ns

from biobot.store.values import Mark

Key = tuple[str, str, str, Mark, date]
MOST = 2000


@dataclass(frozen=True, slots=True)
class Count:
    """How often a question was asked, and the time of the first."""

    times: int
    since: int


class Waiting:
    """Counts of questions on their way to the database; beyond `most` different ones the newest are dropped and counted."""

    def __init__(self, most: int = MOST, now: Callable[[], int] = time_ns) -> None:
        self._most = most
        self._now = now
        self._counts: dict[Key, Count] = {}
        self.dropped = 0

    def __len__(self) -> int:
        return sum(count.times for count in self._counts.values())

    def add(self, key: Key) -> None:
        """Count a question; one that waits already needs no more room."""
        self._add(key, Count(1, self._now()))

    def take(self) -> dict[Key, Count]:
        """Return everything that waits and start anew."""
        taken, self._counts = self._counts, {}
        return taken

    def put_back(self, taken: dict[Key, Count]) -> None:
        """Count again what couldn't be written; it is older than what came since and keeps its room."""
        newer = self.take()
        self._counts = dict(taken)
        for key, count in newer.items():
            self._add(key, count)

    def drop(self) -> None:
        """Give up what waits, and count it as lost."""
        self.dropped += len(self)
        self._counts = {}

    def forget(self) -> int:
        """Erase what waits, as was asked for; return how many different questions there were."""
        return len({key[:4] for key in self.take()})

    def _add(self, key: Key, count: Count) -> None:
        there = self._counts.get(key)
        if there is not None:
            self._counts[key] = Count(there.times + count.times, there.since)
        elif len(self._counts) < self._most:
            self._counts[key] = count
        else:
            self.dropped += count.times
