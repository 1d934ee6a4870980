"""What a chart prints, as a value: every text, and every figure's part of its bar. Knows the pack, but not how to draw."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from biobot.engine.compute import compute
from biobot.engine.values import Computed
from biobot.engine.word import fill
from biobot.pack.index import Index
from biobot.pack.models import Chart, ChartCell
from biobot.text.figures import figures
from biobot.text.normalise import normalise

_ARROWS = {"up": "↑", "down": "↓", None: ""}


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands at one place: the figure as printed, words beside it, and the working of a computed figure.

    `part` is how long its bar is: of the longest in `bars`, of the whole in `share`, of what was before in `changes`.
    """

    figure: str = ""
    words: str = ""
    working: str = ""
    part: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what it is called, and its marks."""

    label: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that a picture prints, from top to bottom; `before` and `after` name the two tones of a change."""

    kind: str
    title: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    before: str
    after: str
    footer: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """All the texts."""
        marks = [mark for line in self.lines for mark in line.marks]
        inside = [text for mark in marks for text in (mark.figure, mark.words, mark.working)]
        labels = [line.label for line in self.lines]
        return (self.title, *self.columns, *labels, *inside, self.before, self.after, *self.footer)


@dataclass(frozen=True, slots=True)
class _Words:
    working: str
    computed: str
    source: str
    before: str
    after: str


_WORDS = {
    "en": _Words(
        working="computed: {working}",
        computed="Outlined: computed from the source's figures, not printed there",
        source="Source: {title} · {date}",
        before="before",
        after="after",
    ),
    "zh": _Words(
        working="推算：{working}",
        computed="空心：由原文数字推算，原文没有给出",
        source="来源：{title} · {date}",
        before="之前",
        after="之后",
    ),
}


def facts_of(index: Index, chart: Chart) -> tuple[str, ...]:
    """Return the facts that a chart draws on, each once."""
    return tuple(dict.fromkeys(fact for cell in _cells(chart) for fact in _facts(index, cell)))


def computed_of(index: Index, chart: Chart) -> dict[str, Computed]:
    """Return the computed figures of a chart by their intents."""
    found: dict[str, Computed] = {}
    for cell in _cells(chart):
        computation = index.by_id[cell.intent].intent.compute if cell.intent else None
        computed = compute(computation, index.facts) if computation else None
        if cell.intent and computed:
            found[cell.intent] = computed
    return found


def alt_of(index: Index, chart: Chart, language: str) -> str:
    """Return the words for somebody who can't see the picture."""
    results = {intent: computed.result for intent, computed in computed_of(index, chart).items()}
    printed = {
        cell.fact: figure.text for cell in _cells(chart) if cell.fact and (figure := index.facts[cell.fact].figure)
    }
    return fill(chart.alt.get(language), **results, **printed)


def sheet_of(index: Index, chart: Chart, language: str) -> Sheet:
    """Return what a chart prints in a language."""
    own, source, computed = _WORDS[language], index.pack.source, computed_of(index, chart)
    parts = iter(_parts(index, chart, computed))
    lines = tuple(
        Line(row.label.get(language), tuple(_mark(index, cell, computed, next(parts), language) for cell in row.cells))
        for row in chart.rows
    )
    changes = chart.kind == "changes" and any(mark.part is not None for line in lines for mark in line.marks)
    footer = fill(own.source, title=source.title, date=source.published[:10])
    return Sheet(
        kind=chart.kind,
        title=chart.title.get(language),
        columns=tuple(column.get(language) for column in chart.columns),
        lines=lines,
        before=own.before if changes else "",
        after=own.after if changes else "",
        footer=(own.computed, footer) if computed else (footer,),
    )


def _mark(index: Index, cell: ChartCell, computed: dict[str, Computed], part: float | None, language: str) -> Mark:
    words = cell.words.get(language) if cell.words else ""
    found = computed.get(cell.intent or "")
    if found:
        figure = f"≈ {found.result}" if "≈" in found.working else found.result
        return Mark(figure, words, fill(_WORDS[language].working, working=found.working), part)
    known = index.facts[cell.fact].figure if cell.fact else None
    return Mark(_ARROWS[known.direction] + known.text if known else "", words, part=part)


def _parts(index: Index, chart: Chart, computed: dict[str, Computed]) -> list[float | None]:
    """Return the length of every cell's bar, in their order."""
    values = [_value(index, cell, computed) for cell in _cells(chart)]
    if chart.kind == "bars":
        longest = max((value for value, _ in values), default=Fraction(1)) or Fraction(1)
        return [float(value / longest) for value, _ in values]
    if chart.kind == "share":
        return _shares(values)
    signs = [_sign(index, cell) for cell in _cells(chart)]
    return [
        float(1 + sign * value / 100) if unit == "%" and sign else None
        for (value, unit), sign in zip(values, signs, strict=True)
    ]


def _shares(values: list[tuple[Fraction, str]]) -> list[float | None]:
    """Percentages take their share of the whole; what they leave is divided among the others by size."""
    left = 1 - sum((value / 100 for value, unit in values if unit == "%"), Fraction(0))
    others = sum((value for value, unit in values if unit != "%"), Fraction(0)) or Fraction(1)
    return [float(value / 100 if unit == "%" else left * value / others) for value, unit in values]


def _value(index: Index, cell: ChartCell, computed: dict[str, Computed]) -> tuple[Fraction, str]:
    """Return a cell's figure as a number with its unit; of a computed one, the number that is printed."""
    found = computed.get(cell.intent or "")
    if found:
        read = figures(normalise(found.result).text)
        return (read[0].value, read[0].unit) if read else (Fraction(0), "")
    known = index.facts[cell.fact].figure if cell.fact else None
    return (known.number, known.unit) if known else (Fraction(0), "")


def _sign(index: Index, cell: ChartCell) -> int:
    known = index.facts[cell.fact].figure if cell.fact else None
    return {"up": 1, "down": -1, None: 0}[known.direction if known else None]


def _cells(chart: Chart) -> Iterator[ChartCell]:
    return (cell for row in chart.rows for cell in row.cells)


def _facts(index: Index, cell: ChartCell) -> tuple[str, ...]:
    if cell.intent:
        return index.by_id[cell.intent].intent.facts
    return (cell.fact,) if cell.fact else ()
