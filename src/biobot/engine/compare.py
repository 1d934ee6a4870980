"""Generic computations between the figures that a question names: which is more, by how much, the ratio, the average per."""

from __future__ import annotations

import re
from fractions import Fraction
from string import ascii_lowercase

from biobot.engine.compute import both, evaluate, shown, value_of
from biobot.engine.conversation import Conversation
from biobot.engine.multiples import by_multiple, paced
from biobot.engine.rates import by_rate
from biobot.engine.read import Group, Reading
from biobot.engine.relation import Comparison, counted_over, measure
from biobot.engine.values import Computed
from biobot.pack.index import Entry, Index
from biobot.pack.models import Fact
from biobot.text.figures import Figure

_PERIODS = ("month", "quarter", "week", "day", "year")
_PERIOD_UNITS = tuple(f"{unit}-unit" for unit in _PERIODS)
_YEARS = re.compile(r"\b(?:years?|old|age)\b|年|岁")
_SPAN = re.compile(
    r"\b(?:how many|number of) (?:years?|yrs?)\b|\byears (?:elapsed|passed|between|from|lie|lay)\b|多少年|几年"
)
_BILLIONS = re.compile(
    r"\b(?:per|each|every|for each|for every|a) (?:\$ ?)?(?:1 ?|one )?(?:bn|billion|b)\b|每10亿|每十亿"
)
_BILLION = 10**9
_TWO = 2
_RARELY = Fraction(1, 10)  # of one thing for each of another: a percentage says it better
_POINTING = 12  # a question so short may add what it names to the figure before
_FEW_WORDS = 6  # a question so short may lean on the one before without a pronoun
_KINDS = {"money": "USD", "amount": "USD", "share": "%"}


def named_figures(index: Index, reading: Reading, *, carried: bool = True) -> list[tuple[Group, Fact]]:
    """Return the figures that the question's subjects stand for by default, in the order of the question."""
    found: dict[str, tuple[Group, Fact]] = {}
    changed = reading.has("change", "rate") and not reading.has("more", "largest", "smallest")
    for group in reading.groups:
        if group.carried and not carried:
            continue
        for name in group.concepts:
            fact = (_changed(index, name) if changed else None) or _figure_of(index, name)
            if fact:
                found.setdefault(fact.id, (group, fact))
                break
    strong = [pair for pair in found.values() if not _weak(index, pair[0])]
    return strong or list(found.values())


def _weak(index: Index, group: Group) -> bool:
    return any(index.concepts[name].weak for name in group.concepts if name in index.concepts)


def _changed(index: Index, name: str) -> Fact | None:
    """The figure by which a subject changed, where the source has one."""
    facts = [index.facts[fact] for fact in index.about.get(name, ())]
    return next((fact for fact in facts if fact.attribute == "change" and fact.about[0] == name), None)


def _figure_of(index: Index, name: str) -> Fact | None:
    concept = index.concepts.get(name)
    entry = index.by_id.get(concept.intent or "") if concept and concept.kind == "subject" else None
    if entry and "overview" in entry.asks and len(entry.intent.facts) > _TWO:
        return None
    if entry is None or not entry.intent.facts or entry.intent.compute:
        first = index.facts.get(entry.intent.facts[0]) if entry and entry.intent.facts else None
        return (
            first
            if first and first.figure and entry and entry.intent.compute and first.figure.unit not in ("date", "year")
            else None
        )
    fact = index.facts[entry.intent.facts[0]]
    return fact if fact.figure and fact.figure.unit not in ("date", "year", "rank") else None


def relate(
    index: Index,
    reading: Reading,
    conversation: Conversation,
    compares: bool = False,
    voted: Entry | None = None,
    given: Figure | None = None,
) -> Comparison | None:
    """Return the computed relation that the question asks for, or None where it asks for none.

    `compares` is whether its wording as a whole speaks for a comparison, though no word of it says which is more; `voted` the
    intent that it speaks for; `given` a price or a span of time in it.
    """
    named = named_figures(index, reading, carried=False)
    return (
        paced(index, reading, conversation)
        or _average(index, reading, conversation, named, _likely(index, voted), compares)
        or _years(index, reading, conversation)
        or _remaining(index, reading)
        or by_rate(index, reading, conversation, voted)
        or by_multiple(index, reading, conversation, voted, given)
        or _extreme(index, reading, conversation, named)
        or _sum(index, reading, conversation, named)
        or _compared(index, reading, conversation, named, compares)
    )


def _likely(index: Index, voted: Entry | None) -> list[tuple[Group, Fact]]:
    """The figure that a question without a name for it is likely about."""
    if voted is None or voted.intent.compute or not voted.intent.facts:
        return []
    fact = index.facts[voted.intent.facts[0]]
    return [(Group((), 0.0, ""), fact)] if fact.figure else []


def _average(
    index: Index,
    reading: Reading,
    conversation: Conversation,
    named: list[tuple[Group, Fact]],
    likely: list[tuple[Group, Fact]],
    compares: bool,
) -> Comparison | None:
    if not reading.has("per", "each", *_PERIOD_UNITS):
        return None
    leans = compares or reading.has("pronoun") or reading.tokens <= _FEW_WORDS
    before = _recent_figures(index, conversation)[:1] if leans else []
    figures = named or named_figures(index, reading) or before or likely
    period = _per_period(index, reading, named or before) if len(named) < _TWO else None
    if period:
        return period
    both = figures
    if leans and not named:
        both = _recent_figures(index, conversation)
    elif leans and len(named) == 1:
        both = _with_recent(index, conversation, named)
    each = _per(both, reading) if reading.has("per", "each") or not reading.has(*_PERIOD_UNITS) else None
    return each or _per_period(index, reading, figures) or _per_period(index, reading, likely)


def _compared(
    index: Index, reading: Reading, conversation: Conversation, named: list[tuple[Group, Fact]], compares: bool
) -> Comparison | None:
    """Two or more figures set against each other: those that are named, or those of the questions before."""
    worded = reading.has("more", "difference", "largest", "smallest", "ratio", "comparison", "multiple")
    ordered = worded or (compares and len(named) >= _TWO)
    if ordered:
        named = _with_earlier(index, reading, conversation, named, compares)
    elif reading.has("share") and reading.has("pronoun") and len(named) == 1:
        named = _with_recent(index, conversation, named)
    facts = list({fact.id: fact for _, fact in named}.values())
    if len(facts) == _TWO and reading.has("share") and not reading.has("more", "difference"):
        return _share_of(facts)
    return _order(reading, facts) if ordered and len(facts) >= _TWO else None


def _extreme(
    index: Index, reading: Reading, conversation: Conversation, named: list[tuple[Group, Fact]]
) -> Comparison | None:
    """The largest or smallest figure of a kind in the whole source, where the question names the kind and no subject."""
    wanted = next((unit for concept, unit in _KINDS.items() if reading.has(concept)), None)
    goes_on = reading.has("pronoun") and conversation.recent
    if named or wanted is None or not reading.has("largest", "smallest") or goes_on:
        return None
    facts = [fact for fact in index.facts.values() if fact.figure and measure(fact) == wanted]
    pick = max if reading.has("largest") else min
    return Comparison("extreme", (pick(facts, key=value_of).id,), None) if facts else None


def _sum(
    index: Index, reading: Reading, conversation: Conversation, named: list[tuple[Group, Fact]]
) -> Comparison | None:
    """Figures of one kind added up: those that are named, or those of the questions before."""
    if not reading.has("sum") or reading.has("share"):
        return None
    if len(named) < _TWO and (reading.has("pronoun") or reading.tokens <= _POINTING):
        named = _with_recent(index, conversation, named) if named else _recent_figures(index, conversation)
    facts = dict(zip(ascii_lowercase, {fact.id: fact for _, fact in named}.values(), strict=False))
    kinds = {measure(fact) for fact in facts.values()}
    if len(facts) < _TWO or len(kinds) > 1 or not kinds <= {"count", "USD"}:
        return None
    values: dict[str, Fraction | float] = {name: value_of(fact) for name, fact in facts.items()}
    texts = {name: shown(fact) for name, fact in facts.items()}
    total = evaluate(" + ".join(facts), values, texts, "USD" if "USD" in kinds else "number")
    return Comparison("sum", tuple(fact.id for fact in facts.values()), total)


def _with_earlier(
    index: Index, reading: Reading, conversation: Conversation, named: list[tuple[Group, Fact]], compares: bool
) -> list[tuple[Group, Fact]]:
    if len(named) == 1 and (reading.has("pronoun") or compares) and not conversation.silent:
        return _with_recent(index, conversation, named)
    if named:
        return named
    if reading.has("pronoun", "difference", "more", "ratio") and len(conversation.recent) > 1:
        return _recent_figures(index, conversation)
    return named_figures(index, reading)


def _with_recent(index: Index, conversation: Conversation, named: list[tuple[Group, Fact]]) -> list[tuple[Group, Fact]]:
    return named + [pair for pair in _recent_figures(index, conversation)[:1] if pair[1].id != named[0][1].id]


def _recent_figures(index: Index, conversation: Conversation) -> list[tuple[Group, Fact]]:
    firsts = [index.facts[fact] for intent in conversation.recent[:2] for fact in index.by_id[intent].intent.facts[:1]]
    found = {fact.id: (Group((), 0.0, ""), fact) for fact in firsts if fact.figure}
    return list(found.values())


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
        times, share = _binary("a / b", high, low, "factor"), _binary("b / a", high, low, "%")
        return Comparison("ratio", ids, both(times, share) if times else None)
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
    if divisor is None:
        return None
    amount = next(fact for fact in facts if fact.id != divisor.id)
    if measure(amount) not in ("count", "USD"):
        return None
    if measure(divisor) == "USD":
        values: dict[str, Fraction | float] = {"a": value_of(amount), "b": value_of(divisor) / _BILLION}
        computed = evaluate("a / b", values, {"a": shown(amount), "b": str(values["b"])}, "number")
        return Comparison("per-billion", (amount.id, divisor.id), computed) if measure(amount) == "count" else None
    if measure(amount) == "count" and value_of(amount) < _RARELY * value_of(divisor):
        return _share_of([amount, divisor])
    unit = "USD" if measure(amount) == "USD" else "number"
    return Comparison("per", (amount.id, divisor.id), _binary("a / b", amount, divisor, unit))


def _divisor(reading: Reading, named: list[tuple[Group, Fact]]) -> Fact | None:
    """The figure that stands after the last word for “per”, else the larger count of things that are no money."""
    by_concepts = {group.concepts: fact for group, fact in named}
    after: Fact | None = None
    waiting = False
    for group in reading.groups:
        if "per" in group.concepts or "each" in group.concepts:
            waiting = True
        elif waiting and group.concepts in by_concepts:
            after, waiting = by_concepts[group.concepts], False
    billions = after and measure(after) == "USD" and _BILLIONS.search(reading.text)
    if after and (measure(after) == "count" or billions):
        return after
    counts = [fact for _, fact in named if measure(fact) == "count"]
    money = [fact for _, fact in named if measure(fact) == "USD"]
    if money and counts:
        return counts[0]
    return min(counts, key=value_of) if len(counts) > 1 else None


def _per_period(index: Index, reading: Reading, named: list[tuple[Group, Fact]]) -> Comparison | None:
    name = next((unit for unit in _PERIODS if reading.has(f"{unit}-unit")), None)
    amounts = [fact for _, fact in named if measure(fact) in ("count", "USD")]
    if name is None or len(amounts) != 1:
        return None
    fact = amounts[0]
    span = counted_over(index, fact, name)
    if span is None or span.length == 1:
        return None
    values: dict[str, Fraction | float] = {"a": value_of(fact), "n": span.length}
    kind = "USD" if measure(fact) == "USD" else "number"
    computed = evaluate("a / n", values, {"a": shown(fact), "n": span.text}, kind)
    return Comparison("per-period", span.facts, computed, name)


def _years(index: Index, reading: Reading, conversation: Conversation) -> Comparison | None:
    """The years between two dates that the question names by their subjects or as numbers."""
    asked = reading.has("age", "time-left", "difference") and _YEARS.search(reading.text)
    if not asked and not _SPAN.search(reading.text):
        return None
    dates = _dates(index, reading)
    if len(dates) < _TWO and reading.has("pronoun"):
        dates |= {
            fact.id: fact
            for intent in conversation.recent
            for fact in _year_facts(index, index.by_id[intent].intent.facts[:1])
        }
    years = {value_of(fact): fact for fact in list(dates.values())[:3]}
    if len(years) == 1:
        return _years_to(index, reading, *years.values())
    if len(years) != _TWO:
        return None
    early, late = years[min(years)], years[max(years)]
    return Comparison("years", (late.id, early.id), _binary("a - b", late, early, "years"))


def _years_to(index: Index, reading: Reading, fact: Fact) -> Comparison | None:
    """The years between a date of the source and a year that the question gives."""
    given = [figure.value for figure in reading.dates if f"y{int(figure.value)}" not in index.years]
    if len(given) != 1 or given[0] == value_of(fact):
        return None
    values: dict[str, Fraction | float] = {"y": given[0], "a": value_of(fact)}
    expr = "y - a" if given[0] > value_of(fact) else "a - y"
    computed = evaluate(expr, values, {"y": str(int(given[0])), "a": shown(fact)}, "years")
    return Comparison("years-to", (fact.id,), computed)


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
