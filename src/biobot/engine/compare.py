"""Generic computations between the figures that a question names: which is more, by how much, the ratio, the average per."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from biobot.engine.compute import evaluate, given_text, shown, value_of
from biobot.engine.conversation import Conversation
from biobot.engine.read import Group, Reading
from biobot.engine.values import Computed
from biobot.pack.index import Index
from biobot.pack.models import Fact

_PERIOD_UNITS = {
    "month-unit": ("month", 12),
    "quarter-unit": ("quarter", 4),
    "week-unit": ("week", 52),
    "day-unit": ("day", 365),
    "year-unit": ("year", 1),
}
_MAX_YEARS = 50
_TWO = 2
_KINDS = {"money": "USD", "amount": "USD", "share": "%"}
_AMOUNT_FROM = 10
_MEASURES = {"USD", "%", "month", "km", "rank", "share", "year", "date"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A computed relation between figures: the kind of reply, the facts in the order of the reply, and what was computed."""

    kind: str
    facts: tuple[str, ...]
    computed: Computed | None
    period: str = ""

    @property
    def sound(self) -> bool:
        """Whether there is something to say: a computed figure, or figures to set side by side."""
        return self.computed is not None or self.kind in ("order", "side-by-side", "extreme")


def named_figures(index: Index, reading: Reading, *, carried: bool = True) -> list[tuple[Group, Fact]]:
    """Return the figures that the question's subjects stand for by default, in the order of the question."""
    found: dict[str, tuple[Group, Fact]] = {}
    for group in reading.groups:
        if group.carried and not carried:
            continue
        for name in group.concepts:
            fact = (_changed(index, name) if reading.has("change", "rate") else None) or _figure_of(index, name)
            if fact:
                found.setdefault(fact.id, (group, fact))
                break
    return list(found.values())


def _changed(index: Index, name: str) -> Fact | None:
    """The figure by which a subject changed, where the source has one."""
    facts = [index.facts[fact] for fact in index.about.get(name, ())]
    return next((fact for fact in facts if fact.attribute == "change" and fact.about[0] == name), None)


def _figure_of(index: Index, name: str) -> Fact | None:
    concept = index.concepts.get(name)
    entry = index.by_id.get(concept.intent or "") if concept and concept.kind == "subject" else None
    if entry is None or not entry.intent.facts or entry.intent.compute:
        first = index.facts.get(entry.intent.facts[0]) if entry and entry.intent.facts else None
        return (
            first
            if first and first.figure and entry and entry.intent.compute and first.figure.unit not in ("date", "year")
            else None
        )
    fact = index.facts[entry.intent.facts[0]]
    return fact if fact.figure and fact.figure.unit not in ("date", "year", "rank") else None


def measure(fact: Fact) -> str:
    """Return the class of a figure's unit: counts of anything compare with each other."""
    unit = fact.figure.unit if fact.figure else ""
    return unit if unit in _MEASURES else "count"


def relate(index: Index, reading: Reading, conversation: Conversation) -> Comparison | None:
    """Return the computed relation that the question asks for, or None where it asks for none."""
    named = named_figures(index, reading, carried=False)
    return (
        _average(index, reading, named)
        or _years(index, reading, conversation)
        or _remaining(index, reading)
        or _compounded(index, reading)
        or _extreme(index, reading, named)
        or _sum(reading, named)
        or _compared(index, reading, conversation, named)
    )


def _average(index: Index, reading: Reading, named: list[tuple[Group, Fact]]) -> Comparison | None:
    if not reading.has("per", "each", *_PERIOD_UNITS):
        return None
    figures = named or named_figures(index, reading)
    return _per(figures, reading) or _per_period(index, reading, figures)


def _compared(
    index: Index, reading: Reading, conversation: Conversation, named: list[tuple[Group, Fact]]
) -> Comparison | None:
    """Two or more figures set against each other: those that are named, or those of the questions before."""
    ordered = reading.has("more", "difference", "largest", "smallest", "ratio", "comparison", "multiple")
    if ordered:
        named = _with_earlier(index, reading, conversation, named)
    facts = list({fact.id: fact for _, fact in named}.values())
    if len(facts) == _TWO and reading.has("share") and not reading.has("more", "difference"):
        return _share_of(facts)
    return _order(reading, facts) if ordered and len(facts) >= _TWO else None


def _extreme(index: Index, reading: Reading, named: list[tuple[Group, Fact]]) -> Comparison | None:
    """The largest or smallest figure of a kind in the whole source, where the question names the kind and no subject."""
    wanted = next((unit for concept, unit in _KINDS.items() if reading.has(concept)), None)
    if named or wanted is None or not reading.has("largest", "smallest") or reading.has("pronoun"):
        return None
    facts = [fact for fact in index.facts.values() if fact.figure and measure(fact) == wanted]
    pick = max if reading.has("largest") else min
    return Comparison("extreme", (pick(facts, key=value_of).id,), None) if facts else None


def _sum(reading: Reading, named: list[tuple[Group, Fact]]) -> Comparison | None:
    """Two figures of one kind added up."""
    facts = list({fact.id: fact for _, fact in named}.values())
    if not reading.has("sum") or len(facts) != _TWO:
        return None
    one, other = facts
    kind = measure(one)
    if kind != measure(other) or kind not in ("count", "USD"):
        return None
    total = _binary("a + b", one, other, "USD" if kind == "USD" else "number")
    return Comparison("sum", (one.id, other.id), total)


def _with_earlier(
    index: Index, reading: Reading, conversation: Conversation, named: list[tuple[Group, Fact]]
) -> list[tuple[Group, Fact]]:
    if len(named) == 1 and reading.has("pronoun") and not conversation.silent:
        return _with_recent(index, conversation, named)
    if named:
        return named
    if reading.has("pronoun", "difference", "more", "ratio") and len(conversation.recent) > 1:
        return _recent_figures(index, conversation)
    return named_figures(index, reading)


def _with_recent(index: Index, conversation: Conversation, named: list[tuple[Group, Fact]]) -> list[tuple[Group, Fact]]:
    return named + [pair for pair in _recent_figures(index, conversation)[:1] if pair[1].id != named[0][1].id]


def _recent_figures(index: Index, conversation: Conversation) -> list[tuple[Group, Fact]]:
    found = []
    for intent in conversation.recent[:2]:
        facts = index.by_id[intent].intent.facts
        if facts and index.facts[facts[0]].figure:
            found.append((Group((), 0.0, ""), index.facts[facts[0]]))
    return found


def _order(reading: Reading, facts: list[Fact]) -> Comparison | None:
    kinds = {measure(fact) for fact in facts}
    if len(kinds) > 1 or kinds & {"rank", "share"}:
        return Comparison("side-by-side", tuple(fact.id for fact in facts), None)
    ordered = sorted(facts, key=lambda fact: -value_of(fact))
    if reading.has("smallest") and not reading.has("largest"):
        ordered.reverse()
    high, low = max(facts, key=value_of), min(facts, key=value_of)
    ids = tuple(fact.id for fact in ordered)
    if reading.has("ratio", "multiple"):
        return Comparison("ratio", ids, _binary("a / b", high, low, "factor"))
    unit = high.figure.unit if high.figure and measure(high) != "count" else "number"
    return Comparison("order", ids, _binary("a - b", high, low, unit) if len(facts) == _TWO else None)


def _binary(expr: str, first: Fact, second: Fact, unit: str) -> Computed | None:
    values: dict[str, Fraction | float] = {"a": value_of(first), "b": value_of(second)}
    return evaluate(expr, values, {"a": shown(first), "b": shown(second)}, unit)


def _share_of(facts: list[Fact]) -> Comparison | None:
    low, high = sorted(facts, key=value_of)
    if measure(low) != measure(high) or measure(low) not in ("count", "USD"):
        return None
    return Comparison("share-of", (low.id, high.id), _binary("a / b", low, high, "%"))


def _per(named: list[tuple[Group, Fact]], reading: Reading) -> Comparison | None:
    facts = [fact for _, fact in named]
    if len(facts) < _TWO:
        return None
    divisor = _divisor(reading, named)
    if divisor is None or measure(divisor) != "count":
        return None
    amount = next(fact for fact in facts if fact.id != divisor.id)
    if measure(amount) not in ("count", "USD"):
        return None
    unit = "USD" if measure(amount) == "USD" else "number"
    return Comparison("per", (amount.id, divisor.id), _binary("a / b", amount, divisor, unit))


def _divisor(reading: Reading, named: list[tuple[Group, Fact]]) -> Fact | None:
    """The figure that stands after the word for “per”, else the larger count of things that are no money."""
    by_text = {id(group): fact for group, fact in named}
    seen = False
    for group in reading.groups:
        if "per" in group.concepts or "each" in group.concepts:
            seen = True
        elif seen and id(group) in by_text:
            if measure(by_text[id(group)]) == "count":
                return by_text[id(group)]
            break
    counts = [fact for _, fact in named if measure(fact) == "count"]
    money = [fact for _, fact in named if measure(fact) == "USD"]
    if money and counts:
        return counts[0]
    return min(counts, key=value_of) if len(counts) > 1 else None


def _per_period(index: Index, reading: Reading, named: list[tuple[Group, Fact]]) -> Comparison | None:
    unit = next((unit for unit in _PERIOD_UNITS if reading.has(unit)), None)
    amounts = [fact for _, fact in named if measure(fact) in ("count", "USD")]
    if unit is None or len(amounts) != 1:
        return None
    fact = amounts[0]
    name, in_year = _PERIOD_UNITS[unit]
    period = fact.figure.period if fact.figure else None
    if not period:
        return None
    window = next(
        (
            other
            for other in index.facts.values()
            if other.attribute == "duration" and set(other.about) == set(fact.about)
        ),
        None,
    )
    values: dict[str, Fraction | float] = {"a": value_of(fact)}
    texts = {"a": shown(fact)}
    kind = "USD" if measure(fact) == "USD" else "number"
    if window and window.figure:
        values["n"] = window.figure.number * Fraction(in_year, 12)
        texts["n"] = window.figure.text if name == "month" else f"{window.figure.text} × {in_year}/12 {name}s"
        return Comparison("per-period", (fact.id, window.id), evaluate("a / n", values, texts, kind), name)
    if in_year == 1 or not (period == "a year" or period.isdigit()):
        return None
    values["n"], texts["n"] = Fraction(in_year), f"{in_year} {name}s"
    return Comparison("per-period", (fact.id,), evaluate("a / n", values, texts, kind), name)


def _years(index: Index, reading: Reading, conversation: Conversation) -> Comparison | None:
    """The years between two dates that the question names by their subjects or as numbers."""
    if not reading.has("age", "time-left", "difference") or not re.search(
        r"\b(?:years?|old|age)\b|年|岁", reading.text
    ):
        return None
    dates = _dates(index, reading)
    if len(dates) < _TWO and reading.has("pronoun"):
        dates |= {
            fact.id: fact
            for intent in conversation.recent
            for fact in _year_facts(index, index.by_id[intent].intent.facts[:1])
        }
    years = {value_of(fact): fact for fact in list(dates.values())[:3]}
    if len(years) != _TWO:
        return None
    early, late = years[min(years)], years[max(years)]
    return Comparison("years", (late.id, early.id), _binary("a - b", late, early, "years"))


def _dates(index: Index, reading: Reading) -> dict[str, Fact]:
    found: dict[str, Fact] = {}
    known = {
        fact.figure.value[:4]: fact
        for fact in index.facts.values()
        if fact.figure and fact.figure.unit in ("year", "date")
    }
    for group in reading.groups:
        for name in group.concepts:
            for fact in _year_facts(index, index.about.get(name, ())):
                found.setdefault(fact.id, fact)
            if name[1:] in known and name.startswith("y"):
                found.setdefault(known[name[1:]].id, known[name[1:]])
    return found


def _year_facts(index: Index, facts: tuple[str, ...]) -> list[Fact]:
    known = [index.facts[fact] for fact in facts]
    return [fact for fact in known if fact.figure and fact.figure.unit in ("year", "date")]


def _remaining(index: Index, reading: Reading) -> Comparison | None:
    """What a percentage leaves of the whole."""
    if not (reading.has("remaining", "elsewhere") and reading.has("share")) or reading.has("count"):
        return None
    about = {concept for group in reading.groups for concept in group.concepts}
    facts = [
        fact
        for fact in index.facts.values()
        if fact.figure and fact.figure.unit == "%" and fact.figure.direction != "up" and fact.about[0] in about
    ]
    if len(facts) != 1:
        return None
    computed = evaluate("1 - a", {"a": value_of(facts[0])}, {"a": shown(facts[0])}, "%")
    return Comparison("remaining", (facts[0].id,), computed)


def _compounded(index: Index, reading: Reading) -> Comparison | None:
    """What a yearly rate makes of a whole, or of a given amount, over a number of years that the question gives."""
    about = {concept for group in reading.groups for concept in group.concepts}
    rates = [
        fact
        for fact in index.facts.values()
        if fact.figure and fact.figure.unit == "%" and (fact.figure.period or "").startswith("a year")
    ]
    rates = [
        fact
        for fact in rates
        if about.intersection(fact.about)
        or any(figure.unit == "%" and figure.value == value_of(fact) * 100 for figure in reading.figures)
    ]
    if len(rates) != 1 or reading.polar:
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
