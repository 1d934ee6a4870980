"""Keeps a crash loop from burning Discord's daily starts: the more starts lately, the longer the wait before the next.

Discord allows 1,000 starts of a connection a day and takes the token away from a bot that needs more.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

FILE = "starts.json"

_WINDOW = 3600.0
_FREE = 3
_FIRST = 15.0
_LONGEST = 900.0
_KEPT = 100


def pause(starts: int) -> float:
    """Return how many seconds to wait after that many starts in the last hour: none at first, then doubling up to a quarter of an hour."""
    return 0.0 if starts < _FREE else min(_FIRST * 2.0 ** (starts - _FREE), _LONGEST)


class Starts:
    """The starts of the last hour, in a file of the data folder; without a folder to write to nothing is remembered."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._path = folder / FILE
        self._clock = clock

    def note(self) -> float:
        """Remember a start; return how long to wait before it."""
        now = self._clock()
        # A clock that was set back leaves starts in the future: they are of no use.
        lately = [moment for moment in self._read() if now - _WINDOW < moment <= now]
        self._write([*lately, now][-_KEPT:])
        return pause(len(lately))

    def well(self) -> None:
        """Forget the starts: this one went well for long enough."""
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _read(self) -> list[float]:
        try:
            found = json.loads(self._path.read_text(encoding="ascii"))
            return [float(moment) for moment in found]
        except (OSError, ValueError, TypeError):
            return []

    def _write(self, moments: list[float]) -> None:
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile("w", dir=self._path.parent, suffix=".new", delete=False) as file:
                json.dump(moments, file)
            os.replace(file.name, self._path)  # noqa: PTH105 - the name is text here
