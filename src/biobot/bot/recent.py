"""A memory with a bound: it keeps what was told last and forgets the oldest."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

# How much is remembered where nothing else is said.
SIZE = 4096

K = TypeVar("K")
V = TypeVar("V")


class Recent(Generic[K, V]):
    """The newest entries, `size` at most."""

    def __init__(self, size: int = SIZE) -> None:
        self._size = size
        self._entries: OrderedDict[K, V] = OrderedDict()

    def add(self, key: K, value: V) -> bool:
        """Keep an entry unless its key is known; tell whether it was new."""
        if key in self._entries:
            return False
        self.set(key, value)
        return True

    def set(self, key: K, value: V) -> None:
        """Keep an entry, in place of an older one of that key."""
        self._entries.pop(key, None)
        self._entries[key] = value
        if len(self._entries) > self._size:
            self._entries.popitem(last=False)

    def get(self, key: K) -> V | None:
        """Give what is kept for a key."""
        return self._entries.get(key)

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def shed(self, is_old: Callable[[V], bool]) -> None:
        """Forget the oldest entries, as far as they are too old."""
        while self._entries and is_old(next(iter(self._entries.values()))):
            self._entries.popitem(last=False)

    def __len__(self) -> int:
        return len(self._entries)

    def drop(self, key: K) -> None:
        """Forget an entry, if it is known."""
        self._entries.pop(key, None)


def within(span: timedelta, since: datetime, now: datetime) -> bool:
    """Tell whether that span isn't over yet; where the clock was set back, it is."""
    return timedelta() <= now - since <= span
