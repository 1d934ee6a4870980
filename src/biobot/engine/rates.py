"""What a rate makes over time: growth that compounds, the years until it doubles, how often a thing happens, a division."""

from __future__ import annotations

import math
import re
from fractions import Fraction

from biobot.engine.compute import evaluate, given_text, shown, value_of
from biobot.engine.conversation import Conversation
from biobot.engine.read import Reading, subjects
from biobot.engine.relation import Comparison, counted, measure
from biobot.engine.values import Computed
from biobot.pack.index import Entry, Index
from biobot.pack.models import Fact
from biobot.text.figures import IN_YEAR

_MAX_YEARS = 50
_AMOUNT_FROM = 10
_TWO = 2
_UNITS = ("day", "week", "hour", "month")
_OFTEN = re.compile(
    r"\b(?:one|a new one|a new \w+|another one?) every\b|\bhow often\b"
    r"|\bevery how many (?:days|weeks|hours)\b|\bhow many (?:days|weeks|hours) (?:between|apart|for each|per)\b|多久一个|几天一个|多少天一个"
)
_DIVIDED = re.compile(
    r"\bdivide[ds]?\b.{0,12}?\bby (?P<by>\d+)\b|\b(?:split|shared?) .{0,20}?\b(?P<ways>\d+) ways\b|除以(?P<zh>\d+)"
)


def by_rate(index: Index, reading: Reading, conversation: Conversation, voted: Entry | None) -> Comparison | None:
    """Return what a question works out from one figure and time or a number, or None; `voted` is the intent it is likely of."""
    return (
        _doubling(index, reading, conversation, voted)
        or _compounded(index, reading, voted)
        or _interval(index, reading, conversation)
        or _divided(index, reading, conversation)
    )


def _rates(index: Index, reading: Reading, voted: Entry | None) -> list[Fact]:
    """The yearly rates that the question names by their subject or their figure, or that the likely intent computes with."""
    about = {concept for group in reading.groups for concept in group.concepts}
    if voted:
        about.update(concept for fact in voted.intent.facts for concept in index.facts[fact].about)
    return [
        fact
        for fact in index.facts.values()
        if fact.figure
        and fact.figure.unit == "%"
        and (fact.figure.period or "").startswith("a year")
        and (
            about.intersection(fact.about)
            or any(figure.unit == "%" and figure.value == value_of(fact) * 100 for figure in reading.figures)
        )
    ]


def _doubling(index: Index, reading: Reading, conversation: Conversation, voted: Entry | None) -> Comparison | None:
    """The years in which a yearly rate doubles what grows by it: ln 2 / ln (1 + rate)."""
    before = [index.by_id[intent] for intent in conversation.recent[:1]]
    asked = reading.has("doubling")
    rates = next((found for entry in (voted, *before) if (found := _rates(index, reading, entry))), []) if asked else []
    if len(rates) != 1 or rates[0].figure is None or rates[0].figure.direction == "down":
        return None
    years = math.log(2) / math.log(1 + float(value_of(rates[0])))
    result = f"{years:.1f}"
    return Comparison("doubling", (rates[0].id,), Computed(result, f"ln 2 ÷ ln (1 + {shown(rates[0])}) ≈ {result}"))


def _interval(index: Index, reading: Reading, conversation: Conversation) -> Comparison | None:
    """How many days or weeks lie between two of what is counted by the year, on average."""
    fact = counted(index, reading, conversation) if _OFTEN.search(reading.text) else None
    if fact is None or fact.figure is None or measure(fact) != "count" or not (fact.figure.period or "").isdigit():
        return None
    unit = next((unit for unit in _UNITS if re.search(rf"\b{unit}s?\b", reading.text)), "day")
    values: dict[str, Fraction | float] = {"n": Fraction(IN_YEAR[unit]), "a": value_of(fact)}
    computed = evaluate("n / a", values, {"n": f"{IN_YEAR[unit]} {unit}s", "a": shown(fact)}, unit)
    return Comparison("interval", (fact.id,), computed)


def _only_figures(index: Index, reading: Reading) -> bool:
    """Whether a question is about figures alone, though one of them be the source's: that is a sum, and nothing of its."""
    named = subjects(index, reading)
    figures = {figure.text for figure in reading.figures}
    return bool(named) and all(group.text in figures for group in named)


def _divided(index: Index, reading: Reading, conversation: Conversation) -> Comparison | None:
    """A figure divided by a number of the question."""
    found = None if _only_figures(index, reading) else _DIVIDED.search(reading.text)
    fact = counted(index, reading, conversation) if found else None
    number = next((int(group) for group in found.groups() if group), 0) if found else 0
    if fact is None or number < _TWO:
        return None
    values: dict[str, Fraction | float] = {"a": value_of(fact), "n": Fraction(number)}
    unit = "USD" if measure(fact) == "USD" else "number"
    return Comparison("divided", (fact.id,), evaluate("a / n", values, {"a": shown(fact), "n": str(number)}, unit))


def _claimed(reading: Reading, rate: Fact) -> bool:
    """Whether a question holds a figure that may be claimed: none of time, and not the rate itself."""
    figures = (figure for figure in reading.figures if figure.unit not in ("year", "month"))
    return any(figure.unit != "%" or figure.value != value_of(rate) * 100 for figure in figures)


def _compounded(index: Index, reading: Reading, voted: Entry | None) -> Comparison | None:
    """What a yearly rate makes of a whole, or of a given amount, over a number of years that the question gives."""
    rates = _rates(index, reading, voted)
    if len(rates) != 1 or (reading.polar and _claimed(reading, rates[0])):
        return None
    spans = [figure.value for figure in reading.figures if figure.unit == "year"]
    dates = sorted(figure.value for figure in reading.dates)
    years = spans[0] if len(spans) == 1 else dates[1] - dates[0] if len(dates) == _TWO else None
    if years is None or not 1 < years <= _MAX_YEARS:
        return None
    given = next(
        (
            figure
            for figure in reading.figures
            if figure.unit in ("", "USD", "EUR", "GBP", "CNY") and figure.value >= _AMOUNT_FROM
        ),
        None,
    )
    rate = rates[0]
    values: dict[str, Fraction | float] = {"r": value_of(rate), "n": years, "g": given.value if given else Fraction(1)}
    texts = {"r": shown(rate), "n": str(int(years)), "g": given_text(given) if given else ""}
    if given is None:
        return Comparison("compounded", (rate.id,), evaluate("(1 + r) ** n", values, texts, "factor", 2))
    return Comparison(
        "compounded-amount", (rate.id,), evaluate("g * (1 + r) ** n", values, texts, given.unit or "number")
    )
