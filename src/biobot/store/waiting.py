"""What waits to be written: counts in memory, within bounds."""

from __future__ import annotations

from datetime import date

from biobot.store.values import Mark

Key = tuple[str, str, str, Mark, date]
MOST = 2000


class Waiting:
    """Counts of questions on their way to the database; beyond `most` different ones the newest are dropped and counted."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._times: dict[Key, int] = {}
        self.dropped = 0

    def __len__(self) -> int:
        return sum(self._times.values())

    def add(self, key: Key, times: int = 1) -> None:
        """Count a question; one that waits already needs no more room."""
        if key in self._times or len(self._times) < self._most:
            self._times[key] = self._times.get(key, 0) + times
        else:
            self.dropped += times

    def take(self) -> dict[Key, int]:
        """Return everything that waits and start anew."""
        taken, self._times = self._times, {}
        return taken

    def put_back(self, taken: dict[Key, int]) -> None:
        """Count again what couldn't be written; it is older than what came since and keeps its room."""
        newer = self.take()
        self._times = dict(taken)
        for key, times in newer.items():
            self.add(key, times)

    def drop(self) -> None:
        """Give up what waits, and count it as lost."""
        self.dropped += len(self)
        self._times = {}

    def forget(self) -> int:
        """Erase what waits, as was asked for; return how many different questions there were."""
        return len({key[:4] for key in self.take()})
