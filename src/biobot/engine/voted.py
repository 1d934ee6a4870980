"""Decides by the votes: what the wording of a question as a whole speaks for, where it does so clearly."""

from __future__ import annotations

from collections.abc import Callable
from math import fsum

from biobot.engine.case import (
    LISTS,
    Case,
    Decision,
    bare,
    best_attribute,
    explains_foreign,
    main_concept,
    other_year,
    small_talk,
)
from biobot.engine.options import ambiguous, by_attribute, left_open, likeliest
from biobot.engine.rank import Ranked, wrong_year
from biobot.engine.read import subjects
from biobot.pack.index import Entry, Index
from biobot.pack.votes import CLARIFY, DECLINE, FOLLOW, SILENT, foremost

_FEW = 2
_BRIEF = 4
_WHOLLY = 0.95
_MUCH = 0.75
_AKIN = 2


def alone(shares: dict[str, float], before: str) -> dict[str, float]:
    """Return the votes where nothing was said before: what would go on from something is then as vague as what leaves it open."""
    if before or FOLLOW not in shares:
        return shares
    vague = shares[FOLLOW] + shares.get(CLARIFY, 0.0)
    return {label: share for label, share in shares.items() if label != FOLLOW} | {CLARIFY: vague}


def voted(case: Case) -> Decision | None:
    """Return what the wording speaks for, where it does so clearly."""
    label, share = case.voted
    vague = label == CLARIFY and share >= case.weights.maybe_vague and not _answered(case)
    if not label or (_together(case, label) < case.weights.sure and not vague and not _agreed(case, label, share)):
        return None
    if label in _BY_LABEL:
        return _BY_LABEL[label](case, share)
    entry = case.index.by_id.get(label)
    if entry is None or entry.intent.kind == "answer":
        return _answer(case, label, share)
    return Decision(entry.intent.kind, f"it is {entry.intent.kind}: {label}", bare(entry), confidence=share, voted=True)


def _answered(case: Case) -> bool:
    """Whether a question names a thing, and the first intent answers what is asked of it and explains the rest."""
    best = case.best
    return bool(case.own and best and best.asked and not best.refused and best.left <= case.weights.checked)


def _together(case: Case, label: str) -> float:
    """The share of a label, with those whose reply holds the same facts; of small talk, the share of all of it."""
    talk = small_talk(case.index, case.shares)
    if label in talk:
        return fsum(talk.values()) if talk[label] >= case.weights.social else talk[label]
    return fsum(share for one, share in case.shares.items() if one == label or _akin(case.index, label, one))


def _akin(index: Index, label: str, other: str) -> bool:
    """Whether two intents answer with facts of which the one holds all of the other's, nothing computed and no overview."""
    entries = [index.by_id.get(one) for one in (label, other)]
    facts = [
        frozenset(entry.intent.facts)
        for entry in entries
        if entry and not entry.intent.compute and 0 < len(entry.intent.facts) <= _AKIN
    ]
    return len(facts) == len(entries) and (facts[0] <= facts[1] or facts[1] <= facts[0])


def _agreed(case: Case, label: str, share: float) -> bool:
    """Whether a rule stands by what the wording speaks for less clearly.

    The rules rank it first, and hardly anything speaks for a silence or a question back; or it computes with a price or a time
    that the question gives.
    """
    best, weights = case.best, case.weights
    entry = case.index.by_id.get(label)
    given = entry and entry.intent.compute and entry.intent.compute.given
    if given and share >= weights.sure_given and any(one.entry.id == label for one in case.ranked):
        return True
    if best is None or best.entry.id != label or best.refused:
        return False
    other = max(case.shares.get(SILENT, 0.0), case.shares.get(CLARIFY, 0.0))
    return share >= weights.sure_agreed and other <= weights.hardly_else


def likely(case: Case) -> Decision | None:
    """Return what the wording speaks for where no subject is named, if for nothing else by far."""
    shares = sorted(case.shares.values(), reverse=True)
    label, share = case.voted
    talk = small_talk(case.index, case.shares)
    chatty = case.reading.tokens > _FEW and not case.reading.foreign
    if chatty and fsum(talk.values()) >= case.weights.talk:
        said = foremost(talk)[0]
        return Decision("social", f"it is social: {said}", bare(case.index.by_id[said]), confidence=share)
    entry = case.index.by_id.get(label)
    if case.reading.foreign or case.reading.tokens <= _BRIEF or share < case.weights.likely:
        return None
    if entry is None or entry.intent.kind != "answer":
        return None
    if len(shares) > 1 and share < case.weights.by_far * shares[1]:
        return None
    return _answer(case, label, share)


def _refusal(case: Case, share: float) -> Decision | None:
    if case.own and share < case.weights.sure_decline:
        return None
    return Decision("decline", "the wording speaks for a refusal", confidence=share, voted=True)


def silence(case: Case, share: float) -> Decision | None:
    """Return a silence about the thing that the question names, goes on from or gives the figure of, if that is known."""
    near = case.best
    if near and share < case.weights.sure_silence and (_plain(case, near) or _checked(case, near)):
        return None
    named = main_concept(case.index, case.reading, near) or case.before or _thing_of_figure(case)
    concept = named or (_concept_of(case.index, near.entry) if near else "")
    rule = "the wording speaks for something that the source doesn't say"
    if not concept:
        return Decision("decline", f"{rule}, and no subject is named", confidence=share) if near else None
    return Decision("silent", rule, near, concept, _unsaid(case, near), confidence=share, voted=True)


def _thing_of_figure(case: Case) -> str:
    """The thing that a figure of the question belongs to, where only one of the source's figures is like it."""
    facts = [
        fact
        for figure in case.reading.figures
        for fact in case.index.by_figure.get((figure.value, figure.unit), ())
        if figure.unit
    ]
    return next(iter(case.index.facts[facts[0]].about), "") if len(set(facts)) == 1 else ""


def _plain(case: Case, best: Ranked) -> bool:
    """Whether an intent explains a question to its last word, in words much like those of an example."""
    whole = best.cover >= _WHOLLY and best.asks >= _WHOLLY and best.alike >= _MUCH and not best.leftover
    return whole and not best.refused and not wrong_year(case.index, best.entry, case.reading)


def _checked(case: Case, best: Ranked) -> bool:
    """Whether a question only has a figure of an intent confirmed, or asks if its thing is spoken of, and nothing else."""
    claimed = case.reading.polar and bool(case.reading.figures and subjects(case.index, case.reading, weak=True))
    spoken_of = case.reading.has("exists") and bool(case.own)
    rest = fsum(group.weight for group in best.leftover if not group.carried)
    sound = not best.refused and rest <= case.weights.checked and not other_year(case.index, best.entry, case.reading)
    return (claimed or spoken_of) and sound


def _unsaid(case: Case, near: Ranked | None) -> str:
    """The attribute that a silence names: one that is asked for and that the nearest intent doesn't answer."""
    if near and wrong_year(case.index, near.entry, case.reading):
        return "other-year"
    if near and near.refused:
        return near.refused[0]
    attribute = best_attribute(case.index, case.reading)
    return "" if near and attribute in near.entry.asks else attribute


def _question(case: Case, share: float) -> Decision | None:
    if case.before:
        return None
    options = ambiguous(case.index, case.reading) or by_attribute(case.index, case.reading) or likeliest(case)
    if len(options) < _FEW:
        return None
    return Decision(
        "clarify", "the wording leaves open what is meant", case.best, options=options, confidence=share, voted=True
    )


def _answer(case: Case, label: str, share: float) -> Decision | None:
    best = next((one for one in case.ranked if one.entry.id == label), None)
    unsaid = case.shares.get(SILENT, 0.0)
    if best and unsaid >= case.weights.fear and share < case.weights.brave and case.own:
        return silence(case, unsaid)
    if best is None or _doubtful(case, best, share):
        return None
    foreign = case.reading.foreign and not explains_foreign(best, case.reading)
    verdict = "unlisted" if foreign and case.reading.polar and LISTS & best.entry.asks else ""
    rule = "the wording speaks for it"
    return Decision("answer", rule, best, confidence=share, verdict=verdict, voted=True)


def _doubtful(case: Case, best: Ranked, share: float) -> bool:
    """Whether something that the rules find in a question stands against the answer that its wording speaks for."""
    weights = case.weights
    strong = any(case.index.concepts[attribute].strong for attribute in best.refused)
    least = weights.doubt_strong if strong else weights.doubt
    if best.refused and case.shares.get(SILENT, 0.0) >= least:
        return True
    if case.reading.foreign and not explains_foreign(best, case.reading):
        unsaid = case.shares.get(SILENT, 0.0) >= case.weights.somewhat
        return unsaid or share < weights.sure_foreign or not (case.reading.polar or _at_home(case))
    open_word = share < weights.beyond_doubt and left_open(case.index, case.reading, best)
    return bool(open_word or other_year(case.index, best.entry, case.reading))


def _at_home(case: Case) -> bool:
    """Whether the question names the place that the source speaks of."""
    named = (case.index.concepts.get(concept) for concept in case.reading.concepts)
    return any(concept.scope for concept in named if concept)


def _concept_of(index: Index, entry: Entry) -> str:
    """The first thing that an intent needs to be named."""
    needed = [concept for need in entry.needs for concept in sorted(need) if concept in index.concepts]
    return next((concept for concept in needed if index.concepts[concept].kind == "subject"), "")


_BY_LABEL: dict[str, Callable[[Case, float], Decision | None]] = {
    DECLINE: _refusal,
    SILENT: silence,
    CLARIFY: _question,
}
