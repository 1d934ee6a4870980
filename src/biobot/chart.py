"""Draws the charts of a pack. Needs the optional extra `chart`; without it `available` says so and `draw` raises.

A picture is a card with a ground of its own: Discord shows one picture to everybody, in dark themes and in light ones.
It never changes while its pack doesn't: the same bytes come out on every machine with the same library, because the
font is biobot's own and no setting of the machine is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from threading import Lock

from biobot.engine.values import Computed, Note, Receipt
from biobot.engine.word import notes, receipts
from biobot.errors import ChartError
from biobot.pack.index import Index
from biobot.pack.models import Chart
from biobot.sheet import Sheet, alt_of, computed_of, facts_of, sheet_of

_ALT = 1024
_KEPT = 64
_DRAWING = Lock()


@dataclass(frozen=True, slots=True)
class ChartInfo:
    """A chart that can be drawn, with its title in one language."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn chart: the picture as PNG, its words for those who can't see it, and what proves and qualifies it."""

    png: bytes
    alt: str
    title: str
    receipts: tuple[Receipt, ...]
    computed: tuple[Computed, ...] = ()
    notes: tuple[Note, ...] = ()


def available() -> bool:
    """Whether the extra is installed."""
    return find_spec("matplotlib") is not None


def charts(index: Index, language: str = "en") -> tuple[ChartInfo, ...]:
    """Return the pack's charts in their order."""
    return tuple(ChartInfo(chart.id, chart.title.get(language)) for chart in index.pack.charts)


def prepare(index: Index) -> None:
    """Draw every chart once, so that nobody waits for the library to load; to be called beside other work."""
    for chart in index.pack.charts:
        for language in ("en", "zh"):
            draw(index, chart.id, language)


def draw(index: Index, chart: str, language: str = "en") -> Picture:
    """Return a chart as a picture; raises KeyError for an unknown one and ChartError without the extra."""
    found = _find(index, chart)
    facts = facts_of(index, found)
    return Picture(
        png=_png(sheet_of(index, found, "zh" if language == "zh" else "en"), sheet_of(index, found, "en")),
        alt=_shorten(alt_of(index, found, language)),
        title=found.title.get(language),
        receipts=receipts(index, facts),
        computed=tuple(computed_of(index, found).values()),
        notes=notes(index, facts, language),
    )


def _find(index: Index, chart: str) -> Chart:
    for known in index.pack.charts:
        if known.id == chart:
            return known
    raise KeyError(chart)


@lru_cache(maxsize=_KEPT)
def _png(sheet: Sheet, english: Sheet) -> bytes:
    """Draw what the font can show: where it lacks a character of the sheet, the English one."""
    try:
        from biobot import plot  # noqa: PLC0415 - the extra may be missing, and its import takes a while
    except ImportError as error:
        raise ChartError("Charts need the extra “chart”: pip install 'biobot[chart]'.") from error
    with _DRAWING:
        return plot.png(sheet if plot.covers(sheet.texts) else english)


def _shorten(text: str) -> str:
    return text if len(text) <= _ALT else text[: _ALT - 1] + "…"
