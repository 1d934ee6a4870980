"""The case that is decided on: a question with its reading, ranked intents and votes, and what the rules ask of it."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum

from biobot.engine.rank import Ranked, is_year, wrong_year
from biobot.engine.read import Group, Reading, attributes, subjects
from biobot.engine.values import Kind
from biobot.pack.index import Entry, Index
from biobot.pack.votes import foremost
from biobot.pack.weights import Weights

_FEW = 2
TELLING = 0.4
LISTS = frozenset({"members", "partner", "place"})


@dataclass(frozen=True, slots=True)
class Decision:
    """What to reply and why: the intent of an answer, the concept and attribute of a silence, the intents to choose from.

    `verdict` is set where the decision itself knows yes or no; `other` where a second subject is what stands in the way;
    `voted` where the wording decided.
    """

    kind: Kind
    rule: str
    ranked: Ranked | None = None
    concept: str = ""
    attribute: str = ""
    options: tuple[str, ...] = ()
    confidence: float = 0.0
    verdict: str = ""
    other: bool = False
    voted: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """What the rules look at: a reading, the ranked intents, and the subjects that the question itself names."""

    index: Index
    reading: Reading
    ranked: list[Ranked]
    weights: Weights
    own: tuple[Group, ...]
    shares: dict[str, float]
    before: str

    @property
    def voted(self) -> tuple[str, float]:
        """The label that the wording speaks for most, and its share."""
        return foremost(self.shares)

    @property
    def best(self) -> Ranked | None:
        """The intent that is ranked first, if any is."""
        return self.ranked[0] if self.ranked else None


def bare(entry: Entry) -> Ranked:
    """Return an intent that was chosen without being ranked."""
    return Ranked(entry, 0.8, 1.0, 1.0, 0.0, 0.0, 0.0, (), ())


def small_talk(index: Index, shares: dict[str, float]) -> dict[str, float]:
    """Return the votes for small talk among the votes for all labels."""
    entries = ((label, index.by_id.get(label)) for label in shares)
    return {label: shares[label] for label, entry in entries if entry and entry.intent.kind == "social"}


def best_attribute(index: Index, reading: Reading) -> str:
    """Return the first attribute asked for that has a name of its own, or none."""
    for group in attributes(index, reading):
        for name in group.concepts:
            concept = index.concepts.get(name)
            if concept and concept.kind == "attribute" and not concept.soft:
                return name
    return ""


def main_concept(index: Index, reading: Reading, best: Ranked | None) -> str:
    """Return the concept that the question is about: the most telling subject, by preference one that the intent needs."""
    named = subjects(index, reading) or subjects(index, reading, weak=True)
    needed = [
        group
        for group in named
        if best and any(concept in need for need in best.entry.needs for concept in group.concepts)
    ]
    groups = needed or named
    if not groups:
        return ""
    group = max(groups, key=lambda one: one.weight)
    return next(
        concept for concept in group.concepts if concept in index.concepts and index.concepts[concept].kind == "subject"
    )


def intent_of(index: Index, fact: str) -> str:
    """Return the intent that answers with that fact first: by preference one that needs no more than its subject."""
    entries = [
        entry
        for entry in (index.entries[number] for number in index.by_fact.get(fact, ()))
        if not (entry.intent.compute and entry.intent.compute.given)
    ]
    entries.sort(
        key=lambda entry: (
            "overview" in entry.asks and "members" in entry.asks and len(entry.intent.facts) > _FEW,
            len(entry.needs),
            entry.order,
        )
    )
    return entries[0].id if entries else ""


def unknown_weight(index: Index, reading: Reading, *, years: bool = True) -> float:
    """Return the weight of the words that the pack doesn't know; calendar years are known unless `years` is off."""
    return fsum(
        group.weight
        for group in reading.groups
        if not any(concept in index.concepts or (years and is_year(concept)) for concept in group.concepts)
    )


def unknown_share(index: Index, reading: Reading) -> float:
    """Return the share of the question's weight that lies in words that the pack doesn't know."""
    total = fsum(group.weight for group in reading.groups) or 1.0
    return (
        fsum(group.weight for group in reading.groups if not any(known(index, concept) for concept in group.concepts))
        / total
    )


def known(index: Index, concept: str) -> bool:
    """Tell whether the pack knows a concept, or has a figure of that year."""
    return concept in index.concepts or concept in index.years


def explains_foreign(best: Ranked, reading: Reading) -> bool:
    """Tell whether an intent explains every foreign name of a question."""
    return not any(group.text in reading.foreign for group in best.leftover)


def other_year(index: Index, entry: Entry, reading: Reading) -> str:
    """Return the year that a question names and an intent knows nothing of, or none.

    None either where the year is what somebody claims of a date that the intent gives: that is checked, not refused.
    """
    figure = index.facts[entry.intent.facts[0]].figure
    claimed = reading.polar or reading.has("date")
    return "" if claimed and figure and figure.unit in ("year", "date") else wrong_year(index, entry, reading)
