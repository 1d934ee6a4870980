"""A computed relation between figures, which figures can be set against each other, and which a question counts with."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from biobot.engine.conversation import Conversation
from biobot.engine.read import Reading
from biobot.engine.values import Computed
from biobot.pack.index import Entry, Index
from biobot.pack.models import Fact
from biobot.text.figures import IN_YEAR

_MEASURES = {"USD", "%", "month", "km", "rank", "share", "year", "date"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A computed relation between figures: the kind of reply, the facts in the order of the reply, and what was computed.

    `period` is the unit of time that it is for.
    """

    kind: str
    facts: tuple[str, ...]
    computed: Computed | None
    period: str = ""

    @property
    def sound(self) -> bool:
        """Whether there is something to say: a computed figure, or figures to set side by side."""
        return self.computed is not None or self.kind in ("order", "side-by-side", "extreme", "apart")


@dataclass(frozen=True, slots=True)
class Span:
    """A span of time: its length, how a working shows it, and the facts that say so."""

    length: Fraction
    text: str
    facts: tuple[str, ...]


def measure(fact: Fact) -> str:
    """Return the class of a figure's unit: counts of anything compare with each other."""
    unit = fact.figure.unit if fact.figure else ""
    return unit if unit in _MEASURES else "count"


def counted_over(index: Index, fact: Fact, unit: str) -> Span | None:
    """Return the time over which a fact's figure was counted, in that unit: what the source gives, or a year."""
    in_year = IN_YEAR[unit]
    for window in index.facts.values():
        if window.attribute == "duration" and window.figure and set(window.about) == set(fact.about):
            given = window.figure.text
            text = given if unit == "month" else f"{given} × {in_year}/12 {unit}s"
            return Span(window.figure.number * Fraction(in_year, 12), text, (fact.id, window.id))
    period = fact.figure.period if fact.figure else None
    yearly = period and (period == "a year" or period.isdigit())
    return Span(Fraction(in_year), f"{in_year} {unit}s", (fact.id,)) if yearly else None


def counted(
    index: Index,
    reading: Reading,
    conversation: Conversation,
    measures: tuple[str, ...] = ("count", "USD"),
    voted: Entry | None = None,
) -> Fact | None:
    """Return the one figure of those measures that the question names, or that the one before was answered with.

    Where it names several, the one that the intent answers with that the wording speaks for (`voted`).
    """
    named = [index.by_id.get(index.concepts[name].intent or "") for name in reading.concepts if name in index.concepts]
    entries = [entry for entry in named if entry and entry.intent.facts and not entry.intent.compute]
    before = [index.by_id[intent] for intent in conversation.recent[:1] if index.by_id[intent].intent.facts]
    found = [{fact for entry in some if (fact := _first_of(index, entry, measures))} for some in (entries, before)]
    facts = next(filter(None, found), set[str]())
    if len(facts) > 1 and voted:
        facts.intersection_update({_first_of(index, voted, measures)})
    return index.facts[facts.pop()] if len(facts) == 1 else None


def _first_of(index: Index, entry: Entry, measures: tuple[str, ...]) -> str:
    """The first fact of an intent that has a figure of those measures, or none."""
    known = (index.facts[fact] for fact in entry.intent.facts[:2])
    return next((fact.id for fact in known if fact.figure and measure(fact) in measures), "")
