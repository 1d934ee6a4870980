"""Decides what kind of reply a reading gets: answer, silence, a question back, or a refusal. Rules in order, each with a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import fsum

from biobot.engine.rank import Ranked, Weights, is_year, wrong_year
from biobot.engine.read import Group, Reading, attributes, subjects
from biobot.engine.values import Kind
from biobot.pack.index import Entry, Index
from biobot.pack.models import Fact
from biobot.pack.votes import CLARIFY, COMPARE, DECLINE, FOLLOW, SILENT, foremost

ADVICE = "it asks for advice"
_MENU = 5
_FEW = 2
_TELLING = 0.4
_WORD = 0.35
_SHORT = 8
_BRIEF = 4
_HARDLY = 0.15
_VAGUE = frozenset({"overview", "meaning", "exists", "opinion", "total"})
_MOSTLY = 0.5
_NEARLY_ALL = 0.7
_FOREIGN_SHARE = 0.28
_ASIDE = 0.1
_POSSIBLE = 0.02
_WHOLLY = 0.95
_MUCH = 0.75
_LISTS = frozenset({"members", "partner", "place"})
_KNOWN = 0.12
_AKIN = 2
_GUESS = 0.8


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
class _Case:
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
        return self.ranked[0] if self.ranked else None


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
    case = _Case(index, reading, ranked, weights, own, _alone(shares, before), before)
    for rule in _ALWAYS:
        decision = rule(case)
        if decision:
            return decision
    best = case.best
    if best is None or not _carries(index, best, reading):
        return _likely(case) or _without_subject(index, reading, best, weights)
    return next(decision for rule in _WITH_SUBJECT if (decision := rule(case, best)))


def _alone(shares: dict[str, float], before: str) -> dict[str, float]:
    """The votes where nothing was said before: what would go on from something is then as vague as what leaves it open."""
    if before or FOLLOW not in shares:
        return shares
    vague = shares[FOLLOW] + shares.get(CLARIFY, 0.0)
    return {label: share for label, share in shares.items() if label != FOLLOW} | {CLARIFY: vague}


def _advice(case: _Case) -> Decision | None:
    best = case.best
    answered = best and (best.refused or (best.asked and best.left <= case.weights.leftover_asked))
    if not case.reading.has("advice") or (case.own and answered):
        return None
    return Decision("decline", ADVICE)


def _foreign(case: _Case) -> Decision | None:
    best = case.best
    if not case.reading.foreign:
        return None
    if best and _membership(case.index, best, case.reading):
        rule = "a foreign name is asked for in a list"
        return Decision("answer", rule, best, confidence=best.score, verdict="unlisted")
    if best and _explains_foreign(best, case.reading):
        return None
    return _refuse(case.index, case.reading, "a foreign name is asked about", best, foreign=True)


def _open_word(case: _Case, best: Ranked) -> Decision | None:
    options = _left_open(case.index, case.reading, best)
    if not options or best.left > case.weights.leftover:
        return None
    return Decision("clarify", "a word may mean several things", best, options=options, confidence=0.5)


def _refused_attribute(case: _Case, best: Ranked) -> Decision | None:
    if not best.refused:
        return None
    if _unknown_share(case.index, case.reading) > (_NEARLY_ALL if case.own else _MOSTLY):
        return Decision("decline", "most of the question is about something else")
    return _silent(case.index, case.reading, best, best.refused[0], "the subject is known, that attribute isn't")


def _nothing_asked_is_known(case: _Case, best: Ranked) -> Decision | None:
    """A question whose every attribute is another than those of the intent."""
    asked = [group for group in attributes(case.index, case.reading) if not _VAGUE.intersection(group.concepts)]
    if case.reading.polar or best.asks > _HARDLY or not asked:
        return None
    return _silent(case.index, case.reading, best, "", "the subject is known, but nothing that is asked of it")


def _other_year(case: _Case, best: Ranked) -> Decision | None:
    year = wrong_year(case.index, best.entry, case.reading)
    if not year or (_claims_year(case.reading) and _gives_year(case.index, best.entry)):
        return None
    return _silent(case.index, case.reading, best, "other-year", f"the source says nothing of {year[1:]}")


def _second_subject(case: _Case, best: Ranked) -> Decision | None:
    other = _other_subject(case.index, best, case.reading)
    if not other:
        return None
    if case.reading.polar and _no_amount(case.index, best.entry) and best.asks:
        rule = "it is said of another thing than the one named"
        return Decision("answer", rule, best, confidence=0.7, verdict="no")
    rule = "another subject is named, and nothing joins the two"
    attribute = best_attribute(case.index, case.reading)
    return Decision("silent", rule, best, other, attribute, confidence=0.7, other=True)


def _unexplained(case: _Case, best: Ranked) -> Decision | None:
    weights = case.weights
    if best.left <= _tolerance(case, best) and best.left_share <= weights.unexplained:
        return None
    rule = "too much of the question is unexplained"
    return _refuse(case.index, case.reading, rule, best, share=weights.subject_share)


def _rather_silent(case: _Case, best: Ranked) -> Decision | None:
    """An answer that the wording speaks for less than for a silence, or than for a comparison, of which there is none."""
    label, share = case.voted
    if label == SILENT and share >= case.weights.rather and best.votes < share:
        return _voted_silence(case, share)
    if label == COMPARE and share >= case.weights.sure:
        rule = "it compares what can't be compared from the source"
        silence = _silent(case.index, case.reading, best, best_attribute(case.index, case.reading), rule)
        return replace(silence, other=True)
    return None


def _answered(case: _Case, best: Ranked) -> Decision:
    return _choose(case.ranked, best, case.weights)


def _voted(case: _Case) -> Decision | None:
    """What the wording speaks for, where it does so clearly."""
    label, share = case.voted
    vague = label == CLARIFY and share >= case.weights.maybe_vague
    if not label or (_together(case, label) < case.weights.sure and not vague and not _agreed(case, label, share)):
        return None
    if label in _VOTED:
        return _VOTED[label](case, share)
    entry = case.index.by_id.get(label)
    if entry is None or entry.intent.kind == "answer":
        return _voted_answer(case, label, share)
    return Decision(entry.intent.kind, f"it is {entry.intent.kind}: {label}", bare(entry), confidence=share, voted=True)


def _together(case: _Case, label: str) -> float:
    """The share of a label, with those whose reply holds the same facts; of small talk, the share of all of it."""
    if label in case.index.by_id and not _is_social(case.index, label):
        return fsum(share for one, share in case.shares.items() if one == label or _akin(case.index, label, one))
    if not _is_social(case.index, label) or case.shares[label] < case.weights.social:
        return case.shares[label]
    return fsum(share for one, share in case.shares.items() if _is_social(case.index, one))


def _akin(index: Index, label: str, other: str) -> bool:
    """Whether two intents answer with facts of which the one holds all of the other's, nothing computed and no overview."""
    entries = [index.by_id.get(one) for one in (label, other)]
    facts = [
        frozenset(entry.intent.facts)
        for entry in entries
        if entry and not entry.intent.compute and 0 < len(entry.intent.facts) <= _AKIN
    ]
    return len(facts) == len(entries) and (facts[0] <= facts[1] or facts[1] <= facts[0])


def _is_social(index: Index, label: str) -> bool:
    entry = index.by_id.get(label)
    return entry is not None and entry.intent.kind == "social"


def _agreed(case: _Case, label: str, share: float) -> bool:
    """Whether the rules rank first what the wording speaks for, though less clearly, and hardly anything speaks for a silence."""
    best, weights = case.best, case.weights
    if best is None or best.entry.id != label or best.refused:
        return False
    return share >= weights.sure_agreed and case.shares.get(SILENT, 0.0) <= weights.hardly_silent


def _likely(case: _Case) -> Decision | None:
    """Where no subject is named: what the wording speaks for, if for nothing else by far."""
    shares = sorted(case.shares.values(), reverse=True)
    label, share = case.voted
    entry = case.index.by_id.get(label)
    if case.reading.foreign or case.reading.tokens <= _BRIEF or share < case.weights.likely:
        return None
    if entry is None or entry.intent.kind != "answer":
        return None
    if len(shares) > 1 and share < case.weights.by_far * shares[1]:
        return None
    return _voted_answer(case, label, share)


def _voted_refusal(case: _Case, share: float) -> Decision | None:
    if case.own and share < case.weights.sure_decline:
        return None
    return Decision("decline", "the wording speaks for a refusal", confidence=share, voted=True)


def _voted_silence(case: _Case, share: float) -> Decision | None:
    near = case.best
    if near and share < case.weights.sure_silence and _plain(case, near):
        return None
    named = main_concept(case.index, case.reading, near) or case.before or _thing_of_figure(case)
    concept = named or (_concept_of(case.index, near.entry) if near else "")
    rule = "the wording speaks for something that the source doesn't say"
    if not concept:
        return Decision("decline", f"{rule}, and no subject is named", confidence=share) if near else None
    return Decision("silent", rule, near, concept, _unsaid(case, near), confidence=share, voted=True)


def _thing_of_figure(case: _Case) -> str:
    """The thing that a figure of the question belongs to, where only one of the source's figures is like it."""
    facts = [
        fact
        for figure in case.reading.figures
        for fact in case.index.by_figure.get((figure.value, figure.unit), ())
        if figure.unit
    ]
    return next(iter(case.index.facts[facts[0]].about), "") if len(set(facts)) == 1 else ""


def _plain(case: _Case, best: Ranked) -> bool:
    """Whether an intent explains a question to its last word, in words much like those of an example."""
    whole = best.cover >= _WHOLLY and best.asks >= _WHOLLY and best.alike >= _MUCH and not best.leftover
    return whole and not best.refused and not wrong_year(case.index, best.entry, case.reading)


def _unsaid(case: _Case, near: Ranked | None) -> str:
    """The attribute that a silence names: one that is asked for and that the nearest intent doesn't answer."""
    if near and wrong_year(case.index, near.entry, case.reading):
        return "other-year"
    if near and near.refused:
        return near.refused[0]
    attribute = best_attribute(case.index, case.reading)
    return "" if near and attribute in near.entry.asks else attribute


def _voted_question(case: _Case, share: float) -> Decision | None:
    if case.before:
        return None
    options = _ambiguous(case.index, case.reading) or _by_attribute(case.index, case.reading) or _likeliest(case)
    if len(options) < _FEW:
        return None
    return Decision(
        "clarify", "the wording leaves open what is meant", case.best, options=options, confidence=share, voted=True
    )


def _likeliest(case: _Case) -> tuple[str, ...]:
    """The intents that the wording speaks for next, one for each fact."""
    shares = sorted(case.shares.items(), key=lambda item: -item[1])
    entries = [case.index.by_id[label] for label, share in shares if label in case.index.by_id and share >= _POSSIBLE]
    facts = {entry.intent.facts[:1]: entry.id for entry in reversed(entries) if entry.intent.kind == "answer"}
    return tuple(entry.id for entry in entries if entry.id in facts.values())[:_MENU]


def _voted_answer(case: _Case, label: str, share: float) -> Decision | None:
    best = next((one for one in case.ranked if one.entry.id == label), None)
    if best is None or _left_open(case.index, case.reading, best):
        return None
    if best.refused and case.shares.get(SILENT, 0.0) >= case.weights.doubt:
        return None
    rule = "the wording speaks for it"
    if case.reading.foreign and not _explains_foreign(best, case.reading):
        if share < case.weights.sure_foreign or not (case.reading.polar or _at_home(case)):
            return None
        if case.reading.polar and _LISTS & best.entry.asks:
            return Decision("answer", rule, best, confidence=share, verdict="unlisted", voted=True)
    if wrong_year(case.index, best.entry, case.reading) and not (
        _claims_year(case.reading) and _gives_year(case.index, best.entry)
    ):
        return None
    return Decision("answer", rule, best, confidence=share, voted=True)


def _at_home(case: _Case) -> bool:
    """Whether the question names the place that the source speaks of."""
    named = (case.index.concepts.get(concept) for concept in case.reading.concepts)
    return any(concept.scope for concept in named if concept)


_VOTED: dict[str, Callable[[_Case, float], Decision | None]] = {
    DECLINE: _voted_refusal,
    SILENT: _voted_silence,
    CLARIFY: _voted_question,
}


def _concept_of(index: Index, entry: Entry) -> str:
    """The first thing that an intent needs to be named."""
    needed = [concept for need in entry.needs for concept in sorted(need) if concept in index.concepts]
    return next((concept for concept in needed if index.concepts[concept].kind == "subject"), "")


_ALWAYS: tuple[Callable[[_Case], Decision | None], ...] = (_voted, _advice, _foreign)
_WITH_SUBJECT: tuple[Callable[[_Case, Ranked], Decision | None], ...] = (
    _open_word,
    _refused_attribute,
    _nothing_asked_is_known,
    _other_year,
    _second_subject,
    _unexplained,
    _rather_silent,
    _answered,
)


def _tolerance(case: _Case, best: Ranked) -> float:
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


def bare(entry: Entry) -> Ranked:
    """Return an intent that was chosen without being ranked."""
    return Ranked(entry, 0.8, 1.0, 1.0, 0.0, 0.0, 0.0, (), ())


def _explains_foreign(best: Ranked, reading: Reading) -> bool:
    return not any(group.text in reading.foreign for group in best.leftover)


def _membership(index: Index, best: Ranked, reading: Reading) -> bool:
    """Whether a yes/no question asks if a foreign name is among the source's list, and nothing else is left over."""
    rest = [group for group in best.leftover if group.text not in reading.foreign and group.weight > _TELLING]
    return bool(reading.polar and _LISTS & best.entry.asks and not rest and subjects(index, reading, weak=True))


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


def best_attribute(index: Index, reading: Reading) -> str:
    """Return the first attribute asked for that has a name of its own, or none."""
    for group in attributes(index, reading):
        for name in group.concepts:
            concept = index.concepts.get(name)
            if concept and concept.kind == "attribute" and not concept.soft:
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


def _claims_year(reading: Reading) -> bool:
    """Whether a year in the question is only what somebody claims: it wants a yes or no, or asks for the date itself."""
    return reading.polar or reading.has("date")


def _gives_year(index: Index, entry: Entry) -> bool:
    """Whether the intent's answer is a year, so that another one in a yes/no question is checked, not refused."""
    figure = index.facts[entry.intent.facts[0]].figure
    return figure is not None and figure.unit in ("year", "date")


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


def _without_subject(index: Index, reading: Reading, best: Ranked | None, weights: Weights) -> Decision:
    """No intent has its subject: ask back where a word is ambiguous or only the attribute is known, else decline."""
    left = fsum(
        max(group.weight, _WORD)
        for group in reading.groups
        if not any(_known(index, concept) for concept in group.concepts)
    )
    options = _ambiguous(index, reading) or _by_attribute(index, reading)
    if len(options) == 1 and left <= weights.open and reading.tokens <= _SHORT:
        return Decision("answer", "only one fact has what is asked for", bare(index.by_id[options[0]]), confidence=0.6)
    if options and left <= weights.open:
        return Decision("clarify", "several facts fit", best, options=options, confidence=0.5)
    if subjects(index, reading):
        return _refuse(index, reading, "the subject is known, but nothing fits", best, share=weights.subject_share)
    return Decision("decline", "no subject of the source is named")


def unknown_weight(index: Index, reading: Reading, *, years: bool = True) -> float:
    """Return the weight of the words that the pack doesn't know; calendar years are known unless `years` is off."""
    return fsum(
        group.weight
        for group in reading.groups
        if not any(concept in index.concepts or (years and is_year(concept)) for concept in group.concepts)
    )


def _unknown_share(index: Index, reading: Reading) -> float:
    """The share of the question's weight that lies in words that the pack doesn't know."""
    total = fsum(group.weight for group in reading.groups) or 1.0
    return (
        fsum(group.weight for group in reading.groups if not any(_known(index, concept) for concept in group.concepts))
        / total
    )


def _known(index: Index, concept: str) -> bool:
    return concept in index.concepts or concept in index.years


def _ambiguous(index: Index, reading: Reading) -> tuple[str, ...]:
    """The intents that an ambiguous word of the question may mean."""
    for group in reading.groups:
        for concept in group.concepts:
            known = index.concepts.get(concept)
            if known and known.choices:
                return known.choices
    return ()


def _by_attribute(index: Index, reading: Reading) -> tuple[str, ...]:
    """The intents whose figure has the attribute asked for, in the year asked for."""
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


def _left_open(index: Index, reading: Reading, best: Ranked) -> tuple[str, ...]:
    """The choices of an ambiguous word, where nothing else in the question speaks for one of them."""
    telling = [
        group for group in reading.groups if not group.carried and group.weight >= _TELLING and _names(index, group)
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
