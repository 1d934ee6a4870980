"""Finds a claim that gives one thing of the source what it says of another: “so B has the zone of A?”."""

from __future__ import annotations

from biobot.engine.read import Reading
from biobot.engine.relation import Comparison
from biobot.pack.index import Entry, Index

_KIND = "apart"
_PARTS = frozenset({"role", "specialty"})  # what an intent answers that says which part a thing has
_MEMBERS = "members"
_TWO = 2


def apart(index: Index, reading: Reading) -> Comparison | None:
    """Return the facts of what is claimed and of whom it is claimed, in that order, or None where nothing is swapped.

    An intent that answers which part a thing has names in its first need the thing itself first, then what is its own.
    """
    if not reading.polar or reading.foreign:
        return None
    named = {name for group in reading.groups if not group.carried for name in group.concepts}
    named -= {concept.id for concept in index.concepts.values() if concept.scope}
    found = [(entry, own) for entry in index.entries if (own := _owned(index, entry, named))]
    if len(found) != _TWO:
        return None
    (one, ones), (two, twos) = found
    owner, claimed = (one, two) if _owner(one) in ones else (two, one)
    swapped = _owner(owner) in ones | twos and _owner(claimed) not in ones | twos
    facts = dict.fromkeys((_said_of(index, claimed, ones | twos), owner.intent.facts[0]))
    return Comparison(_KIND, tuple(facts), None) if swapped else None


def _owned(index: Index, entry: Entry, named: set[str]) -> set[str]:
    """What a question names of the things of an intent that says which part a thing has, and isn't about all of them."""
    parts = entry.asks >= _PARTS and not entry.intent.compute and "|" in entry.intent.needs[0]
    first = index.facts[entry.intent.facts[0]].about if parts else ()
    parts = parts and not (len(first) > _TWO and first[0] == _owner(entry) and _MEMBERS in entry.asks)
    return named.intersection(entry.intent.needs[0].replace(" ", "").split("|")) if parts else set()


def _said_of(index: Index, entry: Entry, named: set[str]) -> str:
    """The fact of an intent that is about what is named, else the one that is about most things."""
    facts = [index.facts[fact] for fact in entry.intent.facts]
    return max(facts, key=lambda fact: (not named.isdisjoint(fact.about), len(fact.about))).id


def _owner(entry: Entry) -> str:
    return entry.intent.needs[0].partition("|")[0].strip()
