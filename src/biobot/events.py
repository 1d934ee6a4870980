"""One number for all that is logged about one question, and one line in the log when it has been dealt with.

The metrics are counted from these lines, so whoever answers needs to know nothing about them.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

_log = logging.getLogger(__name__)

NOTICE = "notice"


@dataclass(slots=True)
class Event:
    """A question on its way from being heard to being answered; its words are no part of it."""

    surface: str
    id: str = field(default_factory=lambda: secrets.token_hex(4))
    kind: str = NOTICE
    intent: str = ""
    started: float = field(default_factory=time.perf_counter)

    @property
    def seconds(self) -> float:
        """How long ago it was heard."""
        return time.perf_counter() - self.started


_current: ContextVar[Event | None] = ContextVar("biobot_event", default=None)
_running: set[asyncio.Task[object]] = set()


def current() -> Event | None:
    """Return the question that is being answered here, if one is."""
    return _current.get()


@contextmanager
def event(surface: str) -> Iterator[Event]:
    """Mark what happens inside as the answering of one question that came by that surface."""
    made = Event(surface)
    token = _current.set(made)
    task = _task()
    if task is not None:
        _running.add(task)
    try:
        yield made
    finally:
        # Logged here, while the number still stands.
        _log.info("Dealt with a question from %s: %s", made.surface, made.kind, extra={"dealt_with": made})
        if task is not None:
            _running.discard(task)
        _current.reset(token)


def replied(kind: str, intent: str = "") -> None:
    """Note of which kind the reply to the current question is."""
    found = _current.get()
    if found is not None:
        found.kind, found.intent = kind, intent


async def finished(seconds: float) -> int:
    """Wait until every question that was heard is answered, at most that long; return how many were not."""
    waiting = {task for task in _running if task is not asyncio.current_task()}
    if waiting:
        _, waiting = await asyncio.wait(waiting, timeout=seconds)
    return len(waiting)


def _task() -> asyncio.Task[object] | None:
    try:
        return asyncio.current_task()
    except RuntimeError:
        return None
