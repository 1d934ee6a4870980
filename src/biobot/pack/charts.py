"""Checks the charts of a pack: each draws on facts and intents that exist, and prints nothing that they don't prove."""

from __future__ import annotations

import re
from collections.abc import Iterator

from biobot.pack.models import Chart, ChartCell, Fact, Intent, Pack, Words
from biobot.pack.read import Places, Problem

_SLOT = re.compile(r"\{([^{}]*)\}")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_Step = str | int


class _Known:
    """What a chart can draw on."""

    def __init__(self, pack: Pack) -> None:
        self.facts: dict[str, Fact] = {fact.id: fact for fact in pack.facts}
        self.intents: dict[str, Intent] = {intent.id: intent for intent in pack.intents}

    def quotes(self, cell: ChartCell) -> list[str]:
        intent = self.intents.get(cell.intent or "")
        ids = intent.facts if intent else (cell.fact or "",)
        return [self.facts[wanted].quote for wanted in ids if wanted in self.facts]

    def unit(self, cell: ChartCell) -> str | None:
        """Return the unit of a cell's figure, or None where it has none."""
        fact, intent = self.facts.get(cell.fact or ""), self.intents.get(cell.intent or "")
        if intent and intent.compute and not intent.compute.given:
            return intent.compute.unit
        return fact.figure.unit if fact and fact.figure else None


def check_charts(pack: Pack, places: Places) -> Iterator[Problem]:
    """Yield every problem of the pack's charts."""
    known = _Known(pack)
    seen: set[str] = set()
    for chart in pack.charts:
        if chart.id in seen:
            yield Problem(*places.of(chart, "id"), f"the chart id “{chart.id}” stands twice", "every one once")
        seen.add(chart.id)
        yield from _cells(chart, known, places)
        yield from _shape(chart, known, places)
        yield from _texts(chart, known, places)


def _cells(chart: Chart, known: _Known, places: Places) -> Iterator[Problem]:
    for path, cell in _each(chart):
        if cell.fact and cell.intent:
            what = f"a cell of {chart.id} names both a fact and an intent"
            yield Problem(*places.of(chart, *path), what, "one of them")
        for kind, wanted, ids in (("fact", cell.fact, known.facts), ("intent", cell.intent, known.intents)):
            if wanted and wanted not in ids:
                what = f"{chart.id} names the {kind} “{wanted}”, which doesn't exist"
                yield Problem(*places.of(chart, *path, kind), what, f"the id of a known {kind}")
        if cell.words and not any(cell.words.en in quote for quote in known.quotes(cell)):
            what = f"“{cell.words.en}” isn't in what {chart.id} quotes for it"
            yield Problem(*places.of(chart, *path, "words", "en"), what, "words of the quote, letter by letter")


def _shape(chart: Chart, known: _Known, places: Places) -> Iterator[Problem]:
    """Find rows that don't fit the kind of chart."""
    wanted = len(chart.columns) if chart.kind == "table" else 1
    for number, row in enumerate(chart.rows):
        if len(row.cells) != wanted:
            what = f"a row of {chart.id} has {len(row.cells)} cells"
            yield Problem(*places.of(chart, "rows", number), what, f"{wanted}, as its kind or its columns say")
    if chart.kind == "table":
        return
    units = {path: known.unit(cell) for path, cell in _each(chart)}
    for path in (path for path, unit in units.items() if unit is None):
        expected = "a fact with a figure, or an intent that computes one by itself"
        yield Problem(*places.of(chart, *path), f"a cell of {chart.id} has no figure to draw", expected)
    if chart.kind == "bars" and len(set(units.values())) > 1:
        what = f"the bars of {chart.id} are of several units"
        yield Problem(*places.of(chart, "rows"), what, "figures of one unit")


def _texts(chart: Chart, known: _Known, places: Places) -> Iterator[Problem]:
    """Find slots that nothing fills, and numbers that were typed in and that no quote holds."""
    drawn = {wanted for _, cell in _each(chart) for wanted in (cell.fact, cell.intent) if wanted}
    proven = {number for _, cell in _each(chart) for quote in known.quotes(cell) for number in _NUMBER.findall(quote)}
    for path, words in _words(chart):
        for language in ("en", "zh"):
            place, text = places.of(chart, *path, language), words.get(language)
            for slot in _SLOT.findall(text):
                if path != ("alt",) or slot not in drawn:
                    expected = f"one of: {', '.join(sorted(drawn))}" if path == ("alt",) else "no slots here"
                    yield Problem(*place, f"the slot “{{{slot}}}” of {chart.id} doesn't exist", expected)
            for number in set(_NUMBER.findall(_SLOT.sub("", text))) - proven:
                yield Problem(*place, f"{chart.id} prints {number}, which no quote of it holds", "a slot, or no number")


def _each(chart: Chart) -> Iterator[tuple[tuple[_Step, ...], ChartCell]]:
    """Yield every cell with its place."""
    for number, row in enumerate(chart.rows):
        yield from ((("rows", number, "cells", at), cell) for at, cell in enumerate(row.cells))


def _words(chart: Chart) -> Iterator[tuple[tuple[_Step, ...], Words]]:
    """Yield every text for people with its place."""
    yield ("title",), chart.title
    yield ("alt",), chart.alt
    yield from ((("columns", number), words) for number, words in enumerate(chart.columns))
    yield from ((("rows", number, "label"), row.label) for number, row in enumerate(chart.rows))
    yield from (((*path, "words"), cell.words) for path, cell in _each(chart) if cell.words)
