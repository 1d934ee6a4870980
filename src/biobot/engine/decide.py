"""Decides what kind of reply a reading gets: answer, silence, a question back, or a refusal. Rules in order, each with a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import fsum

from biobot.engine import voted
from biobot.engine.case import (
    LISTS,
    TELLING,
    Case,
    Decision,
    bare,
    best_attribute,
    explains_foreign,
    known,
    main_concept,
    other_year,
    unknown_share,
)
from biobot.engine.options import ambiguous, by_attribute, left_open
from biobot.engine.rank import Ranked
from biobot.engine.read import Reading, attributes, subjects
from biobot.pack.index import Entry, Index
from biobot.pack.votes import COMPARE, SILENT
from biobot.pack.weights import Weights

ADVICE = "it asks for advice"
_WORD = 0.35
_SHORT = 8
_HARDLY = 0.15
_ALONE = 2
_VAGUE = frozenset({"overview", "meaning", "exists", "opinion", "total"})
_MOSTLY = 0.5
_NEARLY_ALL = 0.7
_FOREIGN_SHARE = 0.28


def decide(
    index: Index,
    reading: Reading,
    ranked: list[Ranked],
    weights: Weights,
    shares: dict[str, float],
    before: str = "",
) -> Decision:
    """Return the decision of the first rule that applies.

    `shares` are the votes of the wording by label, `before` is the concept that the question before was about.
    """
    own = tuple(group for group in subjects(index, reading) if not group.carried)
    case = Case(index, reading, ranked, weights, own, voted.alone(shares, before), before)
    for rule in _ALWAYS:
        decision = rule(case)
        if decision:
            return decision
    best = case.best
    if best is None or not _carries(index, best, reading):
        return voted.likely(case) or _without_subject(case)
    return next(decision for rule in _WITH_SUBJECT if (decision := rule(case, best)))


def _advice(case: Case) -> Decision | None:
    best = case.best
    answered = best and (best.refused or (best.asked and best.left <= case.weights.leftover_asked))
    if not case.reading.has("advice") or (case.own and answered):
        return None
    return Decision("decline", ADVICE)


def _foreign(case: Case) -> Decision | None:
    best = case.best
    if not case.reading.foreign:
        return None
    if best and _membership(case.index, best, case.reading):
        rule = "a foreign name is asked for in a list"
        return Decision("answer", rule, best, confidence=best.score, verdict="unlisted")
    if best and explains_foreign(best, case.reading):
        return None
    return _refuse(case.index, case.reading, "a foreign name is asked about", best, foreign=True)


def _open_word(case: Case, best: Ranked) -> Decision | None:
    options = left_open(case.index, case.reading, best)
    if not options or best.left > case.weights.leftover:
        return None
    return Decision("clarify", "a word may mean several things", best, options=options, confidence=0.5)


def _refused_attribute(case: Case, best: Ranked) -> Decision | None:
    if not best.refused:
        return None
    if unknown_share(case.index, case.reading) > (_NEARLY_ALL if case.own else _MOSTLY):
        return Decision("decline", "most of the question is about something else")
    return _silent(case.index, case.reading, best, best.refused[0], "the subject is known, that attribute isn't")


def _nothing_asked_is_known(case: Case, best: Ranked) -> Decision | None:
    """A question whose every attribute is another than those of the intent."""
    asked = [group for group in attributes(case.index, case.reading) if not _VAGUE.intersection(group.concepts)]
    if case.reading.polar or best.asks > _HARDLY or not asked:
        return None
    return _silent(case.index, case.reading, best, "", "the subject is known, but nothing that is asked of it")


def _other_year(case: Case, best: Ranked) -> Decision | None:
    year = other_year(case.index, best.entry, case.reading)
    if not year:
        return None
    return _silent(case.index, case.reading, best, "other-year", f"the source says nothing of {year[1:]}")


def _second_subject(case: Case, best: Ranked) -> Decision | None:
    other = _other_subject(case.index, best, case.reading)
    if not other:
        return None
    if case.reading.polar and _no_amount(case.index, best.entry) and best.asks:
        rule = "it is said of another thing than the one named"
        return Decision("answer", rule, best, confidence=0.7, verdict="no")
    rule = "another subject is named, and nothing joins the two"
    attribute = best_attribute(case.index, case.reading)
    return Decision("silent", rule, best, other, attribute, confidence=0.7, other=True)


def _unexplained(case: Case, best: Ranked) -> Decision | None:
    weights = case.weights
    if best.left <= _tolerance(case, best) and best.left_share <= weights.unexplained:
        return None
    if _names_figure(case, best) and best.left <= weights.leftover_asked:
        return None
    rule = "too much of the question is unexplained"
    return _refuse(case.index, case.reading, rule, best, share=weights.subject_share)


def _rather_silent(case: Case, best: Ranked) -> Decision | None:
    """An answer that the wording speaks for less than for a silence, or than for a comparison, of which there is none."""
    label, share = case.voted
    unsaid = case.shares.get(SILENT, 0.0)
    if label == SILENT and share >= case.weights.rather and best.votes < share:
        return voted.silence(case, share)
    if case.own and unsaid >= case.weights.half_silent and best.left > case.weights.checked:
        return voted.silence(case, unsaid)
    if label == COMPARE and share >= case.weights.sure and (best.left > case.weights.checked or len(case.own) > 1):
        rule = "it compares what can't be compared from the source"
        silence = _silent(case.index, case.reading, best, best_attribute(case.index, case.reading), rule)
        return replace(silence, other=True)
    return None


def _answered(case: Case, best: Ranked) -> Decision:
    return _choose(case.ranked, best, case.weights)


_ALWAYS: tuple[Callable[[Case], Decision | None], ...] = (voted.voted, _advice, _foreign)


_WITH_SUBJECT: tuple[Callable[[Case, Ranked], Decision | None], ...] = (
    _open_word,
    _refused_attribute,
    _nothing_asked_is_known,
    _other_year,
    _second_subject,
    _unexplained,
    _rather_silent,
    _answered,
)


def _tolerance(case: Case, best: Ranked) -> float:
    """How much may stay unexplained: more where the asked attribute is answered, less where a claim is to be confirmed."""
    weights, reading = case.weights, case.reading
    hardly = weights.leftover_polar / 3
    goes_on = not case.own and any(group.carried for group in reading.groups)
    limits = (
        (reading.has("subset"), hardly),
        (best.firm, weights.leftover_asked),
        (any(group.head for group in best.leftover), hardly),
        (best.asked, weights.leftover),
        (goes_on, hardly),
        (reading.polar, weights.leftover_polar),
        (reading.open, weights.leftover_open),
    )
    return next((limit for holds, limit in limits if holds), weights.leftover)


def _names_figure(case: Case, best: Ranked) -> bool:
    """Whether a claim holds the very figure of the intent."""
    known = case.index.facts[best.entry.intent.facts[0]].figure
    return case.reading.polar and any(known and figure.value == known.number for figure in case.reading.figures)


def _membership(index: Index, best: Ranked, reading: Reading) -> bool:
    """Whether a yes/no question asks if a foreign name is among the source's list, and nothing else is left over."""
    rest = [group for group in best.leftover if group.text not in reading.foreign and group.weight > TELLING]
    return bool(reading.polar and LISTS & best.entry.asks and not rest and subjects(index, reading, weak=True))


def _other_subject(index: Index, best: Ranked, reading: Reading) -> str:
    """A named thing of the source that the best intent doesn't explain."""
    for group in best.leftover:
        if group.carried or group.loose:
            continue
        for name in group.concepts:
            concept = index.concepts.get(name)
            if concept and concept.kind == "subject" and not concept.weak and not concept.scope:
                return name
    return ""


def _carries(index: Index, best: Ranked, reading: Reading) -> bool:
    """Whether something that the intent needs was really said: a concept of weight, not only words of asking."""
    return any(
        any(concept in need for need in best.entry.needs for concept in group.concepts)
        and any(
            index.concepts[concept].kind in ("subject", "aspect")
            for concept in group.concepts
            if concept in index.concepts
        )
        for group in reading.groups
    )


def _no_amount(index: Index, entry: Entry) -> bool:
    figure = index.facts[entry.intent.facts[0]].figure
    return figure is None or figure.unit == "rank"


def _silent(index: Index, reading: Reading, best: Ranked | None, attribute: str, rule: str) -> Decision:
    concept = main_concept(index, reading, best)
    if not concept:
        return Decision("decline", rule + ", and no subject is named")
    return Decision("silent", rule, best, concept, attribute, confidence=0.8)


def _refuse(
    index: Index, reading: Reading, rule: str, best: Ranked | None, *, foreign: bool = False, share: float = 0.0
) -> Decision:
    """Silence where a subject of weight is named, else a refusal."""
    named = subjects(index, reading)
    if foreign:
        named = [group for group in named if not group.carried]
        share = _FOREIGN_SHARE
    total = fsum(group.weight for group in reading.groups) or 1.0
    if named and fsum(group.weight for group in named) / total >= share:
        return _silent(index, reading, best, best.refused[0] if best and best.refused else "", rule)
    return Decision("decline", rule)


def _without_subject(case: Case) -> Decision:
    """No intent has its subject: ask back where a word is ambiguous or only the attribute is known, else decline."""
    index, reading, best, weights = case.index, case.reading, case.best, case.weights
    left = fsum(
        max(group.weight, _WORD)
        for group in reading.groups
        if not any(known(index, concept) for concept in group.concepts)
    )
    options = ambiguous(index, reading) or by_attribute(index, reading)
    voted_for = any(case.shares.get(one, 0.0) >= case.weights.somewhat for one in options)
    alone = not case.shares and (index.pack.votes is None or reading.tokens <= _ALONE)
    if len(options) == 1 and (voted_for or alone) and left <= weights.open and reading.tokens <= _SHORT:
        return Decision("answer", "only one fact has what is asked for", bare(index.by_id[options[0]]), confidence=0.6)
    if len(options) > 1 and left <= weights.open:
        return Decision("clarify", "several facts fit", best, options=options, confidence=0.5)
    if subjects(index, reading):
        return _refuse(index, reading, "the subject is known, but nothing fits", best, share=weights.subject_share)
    return Decision("decline", "no subject of the source is named")


def _choose(ranked: list[Ranked], best: Ranked, weights: Weights) -> Decision:
    """Answer, or ask back where a second intent with other facts is as good."""
    for other in ranked[1:]:
        if best.score - other.score > weights.tie:
            break
        if (
            set(other.entry.intent.facts[:1]) != set(best.entry.intent.facts[:1])
            and not other.refused
            and not _same_start(best, other)
        ):
            options = (best.entry.id, other.entry.id)
            return Decision("clarify", "two facts fit equally", best, options=options, confidence=0.5)
    return Decision("answer", "one intent explains the question best", best, confidence=min(1.0, best.score))


def _same_start(best: Ranked, other: Ranked) -> bool:
    return bool(set(best.entry.intent.facts) & set(other.entry.intent.facts))
