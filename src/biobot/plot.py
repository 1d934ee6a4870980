"""Draws a sheet with Matplotlib, in the pixels of the picture. The only module that imports it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

from matplotlib import rc_context, rcParamsDefault
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font
from matplotlib.patches import Rectangle

from biobot.sheet import Line, Mark, Sheet

WIDTH = 1200
FONT = Path(__file__).parent / "data" / "chart.otf"
_DPI = 100
_LEFT, _RIGHT = 60, WIDTH - 60
_TITLE, _FIGURE, _LABEL, _TEXT, _SMALL = 46, 50, 34, 28, 23
_LEADING = 1.36
_BAR = 62
# What stays on one line: a word, or a Chinese character with the brackets and stops around it.
_OPENING, _CLOSING = "（《〈「『【〔“‘", "）》〉」』】〕”’，。、；：？！"
_PIECE = re.compile(
    rf"[{_OPENING}]*(?![{_OPENING}])(?:[\u2e80-\uffff]|[^\s\u2e80-\uffff{_OPENING}]+)[{_CLOSING}]*\s*|[{_OPENING}]+|\s+"
)


# The card is as dark as Discord's dark theme, and stands out in the light one; its colours are told from its own ground.
_GROUND = "#313338"
_INK, _QUIET = "#f2f3f5", "#b9bdc4"
_PARTS = ("#57c7b6", "#e3b260", "#8fb2f5")
_TRACK, _RULE = "#858993", "#4a4d55"


def covers(texts: Iterable[str]) -> bool:
    """Whether the font has every character of these texts."""
    return set("".join(texts)) <= _drawable()


def png(sheet: Sheet) -> bytes:
    """Return the sheet as a PNG; the same sheet gives the same bytes, whatever the settings of the machine."""
    target = io.BytesIO()
    with rc_context(rcParamsDefault):
        figure(sheet).savefig(target, format="png", metadata={"Software": None})
    return target.getvalue()


def figure(sheet: Sheet) -> Figure:
    """Return the sheet as a figure."""
    page = _Page()
    page.write(sheet.title, _TITLE, _INK)
    page.skip(24)
    _KINDS[sheet.kind](page, sheet)
    page.skip(26)
    for text in sheet.footer:
        page.write(text, _SMALL, _QUIET)
    return page.finished()


class _Page:
    """A picture that grows downward: `y` is where the next thing goes."""

    def __init__(self) -> None:
        self.y = 44.0
        self._figure = Figure(figsize=(WIDTH / _DPI, 1), dpi=_DPI, facecolor=_GROUND)
        self._renderer = FigureCanvasAgg(self._figure).get_renderer()  # type: ignore[no-untyped-call]
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()

    def skip(self, height: float) -> None:
        self.y += height

    def finished(self) -> Figure:
        height = round(self.y + 36)
        self._figure.set_size_inches(WIDTH / _DPI, height / _DPI)
        self._axes.set_xlim(0, WIDTH)
        self._axes.set_ylim(height, 0)
        return self._figure

    def bar(
        self, x: float, y: float, width: float, colour: str, *, height: float = _BAR, outlined: bool = False
    ) -> None:
        """Draw a bar; an outlined one has its colour only around it."""
        inset = 2 if outlined else 0
        box = (x + inset, y + inset), max(width - 2 * inset, 1), height - 2 * inset
        face = _GROUND if outlined else colour
        self._axes.add_patch(Rectangle(*box, facecolor=face, edgecolor=colour, linewidth=2.9 if outlined else 0))

    def rule(self) -> None:
        self.bar(_LEFT, self.y, _RIGHT - _LEFT, _RULE, height=2)

    def write(self, text: str, size: float, colour: str, x: float = _LEFT, right: float = _RIGHT) -> None:
        """Write a text between x and right, in as many lines as it takes, and go on below it."""
        for line in self._lines(text, size, right - x):
            self.put(line, size, colour, x, self.y)
            self.y += size * _LEADING

    def put(self, text: str, size: float, colour: str, x: float, y: float) -> None:
        """Write one line whose top is at y."""
        self._axes.text(
            x,
            y + size * 1.02,
            text,
            color=colour,
            fontproperties=_font(size),
            va="baseline",
            ha="left",
            parse_math=False,
        )

    def width(self, text: str, size: float) -> float:
        found, _, _ = self._renderer.get_text_width_height_descent(text, _font(size), ismath=False)
        return float(found)

    def _lines(self, text: str, size: float, room: float) -> list[str]:
        lines = [""]
        for piece in _PIECE.findall(text):
            if lines[-1] and self.width((lines[-1] + piece).rstrip(), size) > room:
                lines.append("")
            lines[-1] += piece
        return [line.rstrip() for line in lines if line.strip()]


def _bars(page: _Page, sheet: Sheet) -> None:
    """Bars from the left, each with its figure at the end and its words below."""
    colour = _PARTS[0]
    marks = [line.marks[0] for line in sheet.lines]
    room = _RIGHT - _LEFT - 24 - max(page.width(mark.figure, _FIGURE) for mark in marks)
    for line, mark in zip(sheet.lines, marks, strict=True):
        width = room * (mark.part or 0)
        page.write(line.label, _LABEL, _INK)
        page.skip(6)
        page.bar(_LEFT, page.y, width, colour, outlined=bool(mark.working))
        page.put(mark.figure, _FIGURE, _INK, _LEFT + width + 24, page.y)
        page.skip(_BAR + 8)
        _beside(page, mark, _LEFT)
        page.skip(22)


def _share(page: _Page, sheet: Sheet) -> None:
    """One bar for the whole, then a row for each part."""
    x, room = float(_LEFT), _RIGHT - _LEFT
    colours = _part_colours(sheet)
    for line, colour in zip(sheet.lines, colours, strict=True):
        mark = line.marks[0]
        width = room * (mark.part or 0)
        page.bar(
            x,
            page.y,
            width - 6 if line is not sheet.lines[-1] else width,
            colour,
            height=96,
            outlined=bool(mark.working),
        )
        x += width
    page.skip(96 + 34)
    for line, colour in zip(sheet.lines, colours, strict=True):
        _part(page, line, colour)


def _part(page: _Page, line: Line, colour: str) -> None:
    mark = line.marks[0]
    page.bar(_LEFT, page.y + 16, 32, colour, height=32, outlined=bool(mark.working))
    page.put(mark.figure, _FIGURE, _INK, _LEFT + 56, page.y)
    page.put(line.label, _LABEL, _INK, _LEFT + 56 + page.width(mark.figure, _FIGURE) + 24, page.y + 14)
    page.skip(_FIGURE * _LEADING)
    _beside(page, mark, _LEFT + 56)
    page.skip(20)


def _part_colours(sheet: Sheet) -> list[str]:
    """The parts that the source prints have colours in turn; a computed one is quiet."""
    printed = [line for line in sheet.lines if not line.marks[0].working]
    order = {id(line): _PARTS[number % len(_PARTS)] for number, line in enumerate(printed)}
    return [order.get(id(line), _QUIET) for line in sheet.lines]


def _table(page: _Page, sheet: Sheet) -> None:
    """Rows of words under their columns, with a line above each row."""
    first = max(page.width(line.label, _LABEL) for line in sheet.lines) + 48
    step = (_RIGHT - _LEFT - first) / max(len(sheet.columns), 1)
    edges = [_LEFT + first + step * number for number in range(len(sheet.columns))]
    _row(page, [(text, _QUIET) for text in sheet.columns], edges, step)
    page.skip(10)
    for line in sheet.lines:
        page.rule()
        page.skip(18)
        page.put(line.label, _LABEL, _PARTS[0], _LEFT, page.y - 5)
        _row(page, [(mark.words or mark.figure or "–", _INK) for mark in line.marks], edges, step)
        page.skip(16)


def _row(page: _Page, cells: list[tuple[str, str]], edges: list[float], step: float) -> None:
    top, bottom = page.y, page.y + _LABEL
    for (text, colour), x in zip(cells, edges, strict=True):
        page.y = top
        page.write(text, _TEXT, colour, x, _RIGHT if x == edges[-1] else x + step - 30)
        bottom = max(bottom, page.y)
    page.y = bottom


def _changes(page: _Page, sheet: Sheet) -> None:
    """A figure a row; of a percentage also what was before and what is after, to one scale."""
    start = _LEFT + max(page.width(line.marks[0].figure, _FIGURE) for line in sheet.lines) + 48
    parts = [line.marks[0].part for line in sheet.lines]
    unit = (_RIGHT - start) / max([1.0, *(part for part in parts if part is not None)])
    for line in sheet.lines:
        mark = line.marks[0]
        page.put(mark.figure, _FIGURE, _PARTS[0], _LEFT, page.y - 9)
        page.write(line.label, _LABEL, _INK, start)
        _beside(page, mark, start)
        if mark.part is not None:
            page.skip(10)
            page.bar(start, page.y, unit, _TRACK, height=16)
            page.bar(start, page.y + 18, unit * mark.part, _PARTS[0], height=16)
            page.skip(34)
        page.skip(30)
    if sheet.before:
        _tones(page, sheet, start)


def _tones(page: _Page, sheet: Sheet, x: float) -> None:
    """Say which tone is which."""
    for text, colour in ((sheet.before, _TRACK), (sheet.after, _PARTS[0])):
        page.bar(x, page.y + 8, 32, colour, height=16)
        page.put(text, _SMALL, _QUIET, x + 44, page.y)
        x += 44 + page.width(text, _SMALL) + 40
    page.skip(_SMALL * _LEADING)


def _beside(page: _Page, mark: Mark, x: float) -> None:
    for text in (mark.words, mark.working):
        page.write(text, _TEXT, _QUIET, x)


_KINDS: dict[str, Callable[[_Page, Sheet], None]] = {
    "bars": _bars,
    "share": _share,
    "table": _table,
    "changes": _changes,
}


def _font(size: float) -> FontProperties:
    return FontProperties(fname=FONT, size=size * 72 / _DPI)


@lru_cache(maxsize=1)
def _drawable() -> frozenset[str]:
    return frozenset(map(chr, FT2Font(str(FONT)).get_charmap()))
