"""A figure taken more or less than once: kept up over another span of time, there and back, doubled, turned round."""

from __future__ import annotations

import re
from fractions import Fraction

from biobot.engine.compute import both, evaluate, format_value, given_text, shown, value_of
from biobot.engine.conversation import Conversation
from biobot.engine.read import Reading
from biobot.engine.relation import Comparison, counted, counted_over, measure
from biobot.pack.index import Entry, Index
from biobot.text.figures import IN_YEAR, Figure

_SPANS = ("year", "month", "week", "day")
_PACED = re.compile(
    r"\b(?:same|this|that|such an?|equal|steady|constant|unchanged|current) (?:\w+ )?(?:pace|rate|speed|rhythm|tempo|clip)\b"
    r"|\b(?:pace|rate|speed|rhythm|tempo) (?:\w+ )?(?:same|equal|steady|constant|unchanged|holds?|kept|continues?)\b"
    r"|\b(?:on )?average\b|\bpro rata\b|\bannuali[sz]ed?\b|\bscaled?\b|\bextrapolat\w+|'?s worth\b"
    r"|(?:同样|这个|这样|照这)的?(?:速度|节奏)|平均|折合|换算"
)
_UNITS = ("month-unit", "week-unit", "day-unit", "year-unit")
_ONE = re.compile(
    r"\b(?:a|one|single|average) (?P<unit>year|month|week|day)(?:'?s)?\b|(?P<zh>[一每]年|[一每]天|[一每]周|每?个?月)"
)
_YEARLY = re.compile(r"\bannuali[sz]ed?\b|\bannual run.?rate\b|年化")
_HAN_UNITS = {"年": "year", "天": "day", "周": "week", "月": "month"}
_TWICE = re.compile(
    r"\bthere and back\b|\b(?:round|return)[ -](?:trip|journey)\b|\bboth ways\b|\band back(?: again\b|(?=[,.?!]|$))"
    r"|\b(?:double|twice) (?:that|it|this|the)\b|往返|来回"
)
_HALF = re.compile(r"\b(?:half|halve) (?:of )?(?:that|it|this)\b|\bcut (?:that|it) in half\b|那?一半是多少")
_FOLD = re.compile(
    r"\bhow many times (?:\w+ ){0,2}(?:cheaper|less|lower|faster|quicker|shorter|smaller)\b"
    r"|\bold \w+ divided by (?:the )?new\b|\bby (?:what|which) factor\b.{0,40}\b(?:fall|fell|drop|dropped|cut|lower|shrink|shrank|shortened|cheaper|faster)\b"
)
_SAVED = re.compile(
    r"\b(?:how much|what)\b.{0,40}\b(?:save|saves|saved|saving|savings)\b|省(?:下|了|掉)?(?:了)?多少|能省"
)
_TWO = 2
_SIZES = ("count", "USD", "km", "month")


def paced(index: Index, reading: Reading, conversation: Conversation) -> Comparison | None:
    """Return what is counted over one span of time, over another span that the question gives, at the same pace, or None."""
    given = None if reading.polar and not _YEARLY.search(reading.text) else _span(reading)
    fact = counted(index, reading, conversation) if given else None
    if fact is None or given is None:
        return None
    wanted, unit = given if given[1] != "year" else (given[0] * IN_YEAR["month"], "month")
    own = counted_over(index, fact, unit)
    if own is None or wanted == own.length or (len(own.facts) == 1 and not _PACED.search(reading.text)):
        return None
    values: dict[str, Fraction | float] = {"a": value_of(fact), "n": own.length, "m": wanted}
    texts = {"a": shown(fact), "n": own.text, "m": format_value(wanted, unit, None)[0]}
    kind = "USD" if measure(fact) == "USD" else "number"
    return Comparison("paced", own.facts, evaluate("a * m / n" if wanted != 1 else "a / n", values, texts, kind))


def by_multiple(
    index: Index, reading: Reading, conversation: Conversation, voted: Entry | None, given: Figure | None
) -> Comparison | None:
    """Return what a question makes of one figure by taking it several times or turning it round, or None.

    `given` is a price or a span of time in the question.
    """
    if reading.polar and reading.figures:
        return None
    return (
        _times(index, reading, conversation, voted)
        or _turned(index, reading, conversation, voted)
        or _saved(index, reading, conversation, voted, given)
    )


def _span(reading: Reading) -> tuple[Fraction, str] | None:
    """The span of time that a question gives: its only one with a number, or “a year”."""
    spans = [figure for figure in reading.figures if figure.unit in _SPANS]
    if len(spans) == 1:
        return spans[0].value, spans[0].unit
    if not spans and _YEARLY.search(reading.text):
        return Fraction(1), "year"
    one = None if spans or reading.has(*_UNITS) else _ONE.search(reading.text)
    if one is None:
        return None
    return Fraction(1), one["unit"] or _HAN_UNITS[one["zh"][-1]]


def _times(index: Index, reading: Reading, conversation: Conversation, voted: Entry | None) -> Comparison | None:
    """Twice a figure, or half of it."""
    factor = Fraction(2) if _TWICE.search(reading.text) else Fraction(1, 2) if _HALF.search(reading.text) else None
    fact = counted(index, reading, conversation, _SIZES, voted) if factor else None
    if fact is None or factor is None:
        return None
    values: dict[str, Fraction | float] = {"a": value_of(fact), "n": Fraction(_TWO)}
    unit = "number" if measure(fact) == "count" else measure(fact)
    computed = evaluate("a * n" if factor > 1 else "a / n", values, {"a": shown(fact), "n": str(_TWO)}, unit)
    return Comparison("times", (fact.id,), computed)


def _turned(index: Index, reading: Reading, conversation: Conversation, voted: Entry | None) -> Comparison | None:
    """How many times the old is of the new where a percentage was taken off: 1 / (1 - rate)."""
    fact = counted(index, reading, conversation, ("%",), voted) if _FOLD.search(reading.text) else None
    if fact is None or fact.figure is None or fact.figure.direction != "down":
        return None
    values: dict[str, Fraction | float] = {"a": value_of(fact)}
    return Comparison("fold", (fact.id,), evaluate("1 / (1 - a)", values, {"a": shown(fact)}, "factor"))


def _saved(
    index: Index, reading: Reading, conversation: Conversation, voted: Entry | None, given: Figure | None
) -> Comparison | None:
    """What a percentage that was taken off makes of a price or a time that the question gives."""
    asked = given is not None and _SAVED.search(reading.text) and not reading.has("remaining")
    fact = counted(index, reading, conversation, ("%",), voted) if asked else None
    if fact is None or given is None or fact.figure is None or fact.figure.direction != "down":
        return None
    values: dict[str, Fraction | float] = {"a": value_of(fact), "g": given.value}
    texts, unit = {"a": shown(fact), "g": given_text(given)}, given.unit or "number"
    less = evaluate("g * a", values, texts, unit)
    rest = evaluate("g * (1 - a)", values, texts, unit)
    return Comparison("saved", (fact.id,), both(less, rest)) if less else None
