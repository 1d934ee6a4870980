"""What a question that leaves something open may mean: the intents to choose from."""

from __future__ import annotations

from biobot.engine.case import TELLING, Case, intent_of
from biobot.engine.rank import Ranked
from biobot.engine.read import Group, Reading, attributes
from biobot.pack.index import Entry, Index
from biobot.pack.models import Fact

_MENU = 5
_ASIDE = 0.1
_POSSIBLE = 0.02
_KNOWN = 0.12


def ambiguous(index: Index, reading: Reading) -> tuple[str, ...]:
    """Return the intents that an ambiguous word of the question may mean."""
    for group in reading.groups:
        for concept in group.concepts:
            known = index.concepts.get(concept)
            if known and known.choices:
                return known.choices
    return ()


def by_attribute(index: Index, reading: Reading) -> tuple[str, ...]:
    """Return the intents whose figure has the attribute asked for, in the year asked for."""
    asked = {concept for group in attributes(index, reading) for concept in group.concepts}
    years = [concept[1:] for concept in reading.concepts if concept in index.years]
    facts = [fact for fact in index.facts.values() if fact.figure and _dated(fact, years)]
    fitting = [
        fact.id
        for fact in facts
        if fact.attribute in asked or ("share" in asked and fact.figure and fact.figure.unit in ("%", "share"))
    ]
    if not fitting and years:
        fitting = [fact.id for fact in facts]
    return tuple(dict.fromkeys(intent for fact in fitting if (intent := intent_of(index, fact))))[:_MENU]


def _dated(fact: Fact, years: list[str]) -> bool:
    known = fact.figure
    return not years or (known is not None and any(year in (known.period or "") for year in years))


def likeliest(case: Case) -> tuple[str, ...]:
    """Return the intents that the wording speaks for next, one for each fact."""
    shares = sorted(case.shares.items(), key=lambda item: -item[1])
    entries = [case.index.by_id[label] for label, share in shares if label in case.index.by_id and share >= _POSSIBLE]
    facts = {entry.intent.facts[:1]: entry.id for entry in reversed(entries) if entry.intent.kind == "answer"}
    return tuple(entry.id for entry in entries if entry.id in facts.values())[:_MENU]


def left_open(index: Index, reading: Reading, best: Ranked) -> tuple[str, ...]:
    """Return the choices of an ambiguous word, where nothing else in the question speaks for one of them."""
    telling = [
        group for group in reading.groups if not group.carried and group.weight >= TELLING and _names(index, group)
    ]
    if not telling:
        return ()
    for group in telling:
        choices = _choices(index, group)
        if not choices or (best.entry.id not in choices and len(telling) > 1):
            return ()
    choices = _choices(index, telling[0])
    return () if _speaks_for(index, reading, best.entry, choices) else choices


def _speaks_for(index: Index, reading: Reading, entry: Entry, choices: tuple[str, ...]) -> bool:
    """Whether words beside the ambiguous one are known of this choice and of none of the others."""
    others = [index.by_id[choice] for choice in choices if choice != entry.id]
    for group in reading.groups:
        own = max(entry.profile.get(concept, 0.0) for concept in group.concepts)
        rest = max((other.profile.get(concept, 0.0) for other in others for concept in group.concepts), default=0.0)
        if group.weight >= _ASIDE and own >= _KNOWN and rest < own / 4 and not _choices(index, group):
            return True
    return False


def _names(index: Index, group: Group) -> bool:
    return any(
        index.concepts[concept].kind in ("subject", "aspect") for concept in group.concepts if concept in index.concepts
    )


def _choices(index: Index, group: Group) -> tuple[str, ...]:
    return next(
        (
            index.concepts[concept].choices
            for concept in group.concepts
            if concept in index.concepts and index.concepts[concept].choices
        ),
        (),
    )
