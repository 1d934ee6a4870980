"""The log: as text for people or as one JSON object a line for programs; without secrets and without questions."""

from __future__ import annotations

import json
import logging
import re
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Literal, TextIO

from biobot.events import Event, current

HIDDEN = "•••"

# What grants something by itself: a token of Discord's, the token in an interaction's or webhook's address, a password
# in a database's address.
_GRANTING = re.compile(
    r"[\w-]{23,30}\.[\w-]{6}\.[\w-]{27,}"
    r"|(?<=/webhooks/)\d+/[\w-]{20,}"
    r"|(?<=/interactions/)\d+/[\w-]{20,}"
    r"|(?<=://)[^\s:@/]*:[^\s@/]+(?=@)"
)
# Below these levels the libraries log whole messages and statements; questions stay out of the log at every level.
_TALKATIVE = {
    "discord": logging.INFO,
    "aiohttp": logging.INFO,
    "asyncpg": logging.INFO,
    "alembic": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "sqlalchemy": logging.WARNING,
}
_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Hider:
    """Takes secrets out of a text."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = sorted({re.escape(secret) for secret in secrets if secret}, key=len, reverse=True)
        self._known = re.compile("|".join(known)) if known else None

    def __call__(self, text: str) -> str:
        """Return the text with a mark in the place of every secret."""
        if self._known:
            text = self._known.sub(HIDDEN, text)
        return _GRANTING.sub(HIDDEN, text)


class _Lines(logging.Formatter):
    """Formats what both forms share: no secret, and no words of a question that an exception might repeat."""

    def __init__(self, hide: Hider) -> None:
        super().__init__()
        self._hide = hide

    def format(self, record: logging.LogRecord) -> str:
        return self._hide(self.line(record))

    def line(self, record: logging.LogRecord) -> str:
        raise NotImplementedError

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - the library's name
        kind, error, trace = ei
        if kind is None or error is None or current() is None:
            return super().formatException(ei).rstrip()
        # While a question is answered an exception's own text may repeat it.
        frames = "".join(traceback.format_tb(trace))
        return f"Traceback (most recent call last):\n{frames}{kind.__module__}.{kind.__qualname__}".rstrip()

    def moment(self, record: logging.LogRecord) -> str:
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class TextLines(_Lines):
    """A line for people: time, level, where, what, and the question's number."""

    def line(self, record: logging.LogRecord) -> str:
        """Return the line, and under it the exception if there is one."""
        about = " ".join(f"{name}={value}" for name, value in _about(record).items())
        line = f"{self.moment(record)} {record.levelname:<7} {record.name}: {record.getMessage()}"
        line = f"{line} [{about}]" if about else line
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class JsonLines(_Lines):
    """One JSON object a line."""

    def line(self, record: logging.LogRecord) -> str:
        """Return the object."""
        found: dict[str, Any] = {
            "time": self.moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_about(record),
        }
        if record.exc_info:
            found["exception"] = self.formatException(record.exc_info)
        return json.dumps(found, ensure_ascii=False)


def _about(record: logging.LogRecord) -> dict[str, str | int]:
    done = getattr(record, "dealt_with", None)
    if isinstance(done, Event):
        own = {"event": done.id, "surface": done.surface, "kind": done.kind, "intent": done.intent}
        return {name: value for name, value in own.items() if value} | {"ms": round(done.seconds * 1000)}
    found = current()
    return {"event": found.id} if found else {}


@contextmanager
def logging_to(
    stream: TextIO,
    *,
    level: str = "info",
    form: Literal["text", "json"] = "text",
    secrets: Iterable[str] = (),
) -> Iterator[None]:
    """Send the log of the whole program to a stream while the block runs."""
    handler = logging.StreamHandler(stream)
    hide = Hider(secrets)
    handler.setFormatter(JsonLines(hide) if form == "json" else TextLines(hide))
    handler.setLevel(level.upper())
    levels: dict[str | None, int] = {
        None: handler.level,
        # The figures are counted from lines of this level, whether they are shown or not.
        "biobot": min(logging.INFO, handler.level),
        **{name: max(least, handler.level) for name, least in _TALKATIVE.items()},
    }
    before = {name: logging.getLogger(name).level for name in levels}
    for name, least in levels.items():
        logging.getLogger(name).setLevel(least)
    logging.getLogger().addHandler(handler)
    logging.captureWarnings(True)
    try:
        yield
    finally:
        logging.captureWarnings(False)
        logging.getLogger().removeHandler(handler)
        for name, least in before.items():
            logging.getLogger(name).setLevel(least)
