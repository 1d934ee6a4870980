"""What is kept, as values, and the contract that every store keeps.

A store never delays an answer: `settings` comes from memory once a server is known, `count` only ever touches memory,
and every other method ends, well or with a StoreError, within seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

Language = Literal["auto", "en", "zh"]
Mark = Literal["unanswered", "unhelpful", "helpful"]

KEEP_DAYS = 90
LONGEST_QUESTION = 300
RELOAD = "reload"


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """What a server has set; a server that has set nothing has the defaults."""

    language: Language = "auto"
    ask_channels: tuple[int, ...] = ()
    private: bool = False
    hidden_topics: tuple[str, ...] = ()
    feedback: bool = True


@dataclass(frozen=True, slots=True)
class Counted:
    """A redacted, normalised question with the kind of its reply, how often it was marked so, and the first and last day."""

    question: str
    kind: str
    language: str
    mark: Mark
    times: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Health:
    """How a store is: whether its last attempt succeeded, what waits to be written, what was lost, what went wrong."""

    ok: bool = True
    pending: int = 0
    dropped: int = 0
    errors: int = 0
    reason: str | None = None


class Store(Protocol):
    """Keeps the settings of servers and the counts of questions; every async method may raise StoreError."""

    async def open(self) -> None:
        """Make the database ready; after a StoreError the store can still be used and keeps trying by itself."""

    async def close(self) -> None:
        """Write what waits, as far as a few seconds allow, and let go of the database; never raises."""

    async def settings(self, guild: int) -> GuildSettings:
        """Return a server's settings: the last known ones where the database fails, else StoreError within a moment."""
        ...

    async def save_settings(self, guild: int, settings: GuildSettings) -> None:
        """Keep a server's settings; once this returns they are on the disk."""

    async def forget(self, guild: int) -> None:
        """Drop a server's settings: the bot has left it."""

    async def count(self, question: str, kind: str, language: str, mark: Mark) -> None:
        """Count a question that is already redacted and normalised; only memory is touched, the database follows."""

    async def flush(self) -> None:
        """Write what waits to be written; once this returns it is on the disk."""

    async def counted(self, limit: int = 100) -> tuple[Counted, ...]:
        """Return the counted questions, the most frequent first."""
        ...

    async def erase(self) -> int:
        """Drop every counted question, waiting ones included; return how many there were."""
        ...

    async def prune(self, before: date) -> int:
        """Drop what was counted before that day; return how many questions went."""
        ...

    async def ping(self) -> None:
        """Ask the database for a sign of life."""

    async def announce(self, word: str) -> None:
        """Tell every process that shares the database, this one included."""

    def subscribe(self, heard: Callable[[str], None]) -> None:
        """Call `heard` in the event loop with each announced word, and with RELOAD after a gap in which words were lost."""

    @property
    def health(self) -> Health:
        """How the store is; costs nothing."""
        ...
