"""Ranks the intents for a reading, by reasons: how much of the question each explains, whether it answers what is asked, likeness.

Likeness to an example is Tversky's ratio of shared to unshared telling stretches (Tversky 1977), then, last and least,
the likeness of the letters.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import fsum

from rapidfuzz import fuzz, process

from biobot.engine.read import Group, Reading, attributes
from biobot.engine.values import Candidate
from biobot.pack.index import Entry, Example, Index
from biobot.pack.weights import Weights

_REFUSED_GROUPS = 60  # a message with more to tell is like no known refusal
_LIKE_A_REFUSAL = 0.5
_AN_EXAMPLE = 0.9
_SEEN = 0.5
_ALLOWED = 0.15
_NEAR = 5
_OWN_LEFT = 0.7
_OTHER_LEFT = 0.35
_YEAR = 0.05
_OTHER_YEAR = 0.3


@dataclass(frozen=True, slots=True)
class Ranked:
    """An intent with its score and reasons; `leftover` are the stretches that it doesn't explain; `refused` what it can't answer."""

    entry: Entry
    score: float
    cover: float
    asks: float
    alike: float
    phrase: float
    default: float
    leftover: tuple[Group, ...]
    refused: tuple[str, ...]

    total: float = 1.0
    firm: bool = False
    votes: float = 0.0
    likened: bool = False

    @property
    def left(self) -> float:
        """The weight of what isn't explained."""
        return fsum(group.weight for group in self.leftover)

    @property
    def asked(self) -> bool:
        """Whether the intent answers an attribute that the question really asks for."""
        return self.asks > 0.5  # noqa: PLR2004

    @property
    def left_share(self) -> float:
        """The share of the question's weight that isn't explained."""
        return self.left / self.total

    def candidate(self) -> Candidate:
        """The values for `Reasons`."""
        reasons = (
            ("cover", self.cover),
            ("asks", self.asks),
            ("alike", self.alike),
            ("phrase", self.phrase),
            ("default", self.default),
            ("votes", self.votes),
        )
        return Candidate(self.entry.id, round(self.score, 3), tuple((name, round(value, 3)) for name, value in reasons))


def share(entry: Entry, group: Group) -> float:
    """Return how well an intent explains a stretch, from 0 to 1: by the share of its examples that hold it."""
    best = max(entry.profile.get(concept, 0.0) for concept in group.concepts)
    return min(1.0, _SEEN + 4 * best) if best else 0.0


def _eligible(entry: Entry, concepts: frozenset[str]) -> bool:
    return all(need & concepts for need in entry.needs)


def _refused(index: Index, entry: Entry, reading: Reading, asked: list[Group]) -> tuple[str, ...]:
    """The attributes asked for that the intent neither lists nor shows in its examples; soft ones don't count."""
    found = []
    for group in asked:
        kinds = [index.concepts[concept] for concept in group.concepts if concept in index.concepts]
        hard = sorted(
            (concept for concept in kinds if concept.kind == "attribute"), key=lambda concept: not concept.strong
        )
        strong = any(concept.strong for concept in kinds)
        if not strong and (all(concept.soft for concept in hard) or len(hard) < len(kinds)):
            continue
        if not strong and any(_firmly(index, entry, other) for other in asked if other is not group):
            continue
        if entry.intent.compute and any(concept.derives for concept in kinds) and _derives(index, entry, asked, group):
            continue
        if not any(concept in entry.asks or entry.profile.get(concept, 0) >= _ALLOWED for concept in group.concepts):
            found.append(hard[0].id)
    if reading.which & set().union(*entry.needs) and _has_figure(index, entry) and "which" not in entry.asks:
        found.append("which")
    return tuple(found)


def _has_figure(index: Index, entry: Entry) -> bool:
    return bool(entry.intent.facts) and index.facts[entry.intent.facts[0]].figure is not None


def _derives(index: Index, entry: Entry, asked: list[Group], but: Group) -> bool:
    """Whether the intent computes what another stretch asks to be computed."""
    others = {concept for group in asked if group is not but for concept in group.concepts}
    return any(
        concept in entry.asks and index.concepts[concept].derives for concept in others if concept in index.concepts
    )


def _firmly(index: Index, entry: Entry, group: Group) -> bool:
    """Whether the intent answers that stretch's attribute, and not only a soft one that isn't its first."""
    main = entry.intent.asks[:1]
    return any(
        concept in entry.asks and (concept in main or not index.concepts[concept].soft)
        for concept in group.concepts
        if concept in index.concepts
    )


def wrong_year(index: Index, entry: Entry, reading: Reading) -> str:
    """Return the calendar year that the question names and the intent's facts don't, if there is one."""
    years = {group.concepts[0][1:] for group in reading.groups if is_year(group.concepts[0]) and not group.carried}
    if len(years) > 1 and any(_fact_has(index, entry, year) for year in years):
        return ""
    for group in reading.groups:
        concept = group.concepts[0]
        if concept[:1] != "y" or not concept[1:].isdigit() or group.carried:
            continue
        known = entry.profile.get(concept, 0.0) >= (_OTHER_YEAR if _has_period(index, entry) else _YEAR)
        if not known and not _fact_has(index, entry, concept[1:]):
            return concept
    return ""


def is_year(concept: str) -> bool:
    """Tell whether a concept is a calendar year."""
    return concept[:1] == "y" and concept[1:].isdigit()


def _has_period(index: Index, entry: Entry) -> bool:
    figure = index.facts[entry.intent.facts[0]].figure if entry.intent.facts else None
    return figure is not None and figure.period is not None and figure.period.isdigit() and len(entry.needs) == 1


def _fact_has(index: Index, entry: Entry, year: str) -> bool:
    facts = [index.facts[fact] for fact in entry.intent.facts]
    return any(
        fact.figure and (year in (fact.figure.period or "") or fact.figure.value.startswith(year)) for fact in facts[:1]
    ) or any(
        fact.figure and fact.figure.unit in ("year", "date") and fact.figure.value.startswith(year) for fact in facts
    )


def _asked(entry: Entry, asked: list[Group]) -> float:
    if not asked:
        return 0.5
    marks = [1.0 if entry.asks.intersection(group.concepts) else 0.4 * (share(entry, group) > 0) for group in asked]
    weights = [group.weight for group in asked]
    total = fsum(weights) or 1.0
    return fsum(mark * weight for mark, weight in zip(marks, weights, strict=True)) / total


def _alike(index: Index, example: Example, where: dict[str, int], reading: Reading, total: float) -> float:
    """Tversky's ratio between the question and one example; `where` tells which stretch may stand for a concept."""
    seen: set[int] = set()
    other = 0.0
    for concept in example.concepts:
        number = where.get(concept)
        if number is None:
            other += index.weights.get(concept, 0.0)
        else:
            seen.add(number)
    shared = fsum(reading.groups[number].weight for number in seen)
    return shared / (shared + _OWN_LEFT * (total - shared) + _OTHER_LEFT * other) if shared else 0.0


def _default(index: Index, entry: Entry, reading: Reading, asked: list[Group]) -> float:
    named = [
        index.concepts[concept] for group in reading.groups for concept in group.concepts if concept in index.concepts
    ]
    if not any(concept.intent == entry.id for concept in named):
        return 0.0
    return 1.0 if not asked else 0.5


def rank(index: Index, reading: Reading, weights: Weights) -> list[Ranked]:
    """Return the intents whose needs are named, best first; ties keep the order of the intent table."""
    total = fsum(group.weight for group in reading.groups)
    if not total:
        return []
    concepts = reading.concepts
    numbers = {number for concept in concepts for number in index.by_need.get(concept, ())}
    asked = attributes(index, reading)
    entries = [index.entries[number] for number in numbers]
    found = [
        _score(index, entry, reading, asked, total, weights)
        for entry in entries
        if entry.needs and _eligible(entry, concepts)
    ]
    return _in_order(index, found, reading, weights)


def with_votes(
    index: Index, ranked: list[Ranked], reading: Reading, weights: Weights, shares: dict[str, float]
) -> list[Ranked]:
    """Return the ranked intents with what the wording speaks for, by label, counted in; what it speaks for much joins them."""
    known = {one.entry.id for one in ranked}
    voted = [label for label, share in shares.items() if share >= weights.voted_in and label not in known]
    entries = [index.by_id[label] for label in voted if label in index.by_id]
    asked = attributes(index, reading)
    total = fsum(group.weight for group in reading.groups) or 1.0
    joined = [_score(index, entry, reading, asked, total, weights) for entry in entries if entry.needs]
    found = []
    for one in (*ranked, *joined):
        share = shares.get(one.entry.id, 0.0)
        found.append(replace(one, score=one.score + weights.votes * share, votes=share) if share else one)
    return _in_order(index, found, reading, weights)


def _in_order(index: Index, found: list[Ranked], reading: Reading, weights: Weights) -> list[Ranked]:
    """The intents, best first, those near the top by their likeness to examples too."""
    total = fsum(group.weight for group in reading.groups)
    found.sort(key=_place)
    for number, ranked in enumerate(found[:_NEAR]):
        if not ranked.likened:
            found[number] = _liken(index, ranked, reading, total, weights)
    return sorted(found, key=_place)


def _place(ranked: Ranked) -> tuple[float, int]:
    return -ranked.score, ranked.entry.order


def _score(index: Index, entry: Entry, reading: Reading, asked: list[Group], total: float, weights: Weights) -> Ranked:
    explained, leftover = 0.0, []
    for group in reading.groups:
        part = share(entry, group)
        explained += group.weight * part
        if not part and _is_scope(index, group):
            explained += group.weight / 2
        elif not part:
            leftover.append(group)
    cover = explained / total
    asks = _asked(entry, asked)
    default = _default(index, entry, reading, asked)
    refused = _refused(index, entry, reading, asked)
    firm = any(_firmly(index, entry, group) for group in asked)
    score = weights.cover * cover + weights.asks * asks * (0.5 if refused else 1.0) + weights.default * default
    score += weights.specific * (len(entry.needs) - 1)
    if entry.intent.compute is not None and entry.intent.compute.given is not None:
        score += weights.given
    if wrong_year(index, entry, reading):
        score -= weights.other_year
    if any(_is_named(index, group) for group in leftover):
        score -= weights.other_subject
    return Ranked(entry, score, cover, asks, 0.0, 0.0, default, tuple(leftover), refused, total, firm)


def _is_named(index: Index, group: Group) -> bool:
    """Whether the stretch names a thing of its own: a subject that is neither vague, nor carried over, nor where all of it is."""
    known = [index.concepts[concept] for concept in group.concepts if concept in index.concepts]
    return (
        not group.carried
        and not group.loose
        and any(concept.kind == "subject" and not concept.weak and not concept.scope for concept in known)
    )


def _is_scope(index: Index, group: Group) -> bool:
    return any(index.concepts[concept].scope for concept in group.concepts if concept in index.concepts)


def _liken(index: Index, ranked: Ranked, reading: Reading, total: float, weights: Weights) -> Ranked:
    where = {concept: number for number, group in enumerate(reading.groups) for concept in group.concepts}
    alike = max((_alike(index, example, where, reading, total) for example in ranked.entry.examples), default=0.0)
    phrase = process.extractOne(reading.text, ranked.entry.texts, scorer=fuzz.ratio)[1] / 100
    score = ranked.score + weights.alike * alike + weights.phrase * phrase
    if alike >= _AN_EXAMPLE and not ranked.refused:
        score += weights.example
    return replace(ranked, score=score, alike=alike, phrase=phrase, likened=True)


def nearest_refusal(index: Index, reading: Reading, weights: Weights) -> Entry | None:
    """Return the refusal whose examples share most of the question's words, or None where none shares enough."""
    total = fsum(group.weight for group in reading.groups)
    if not total or len(reading.groups) > _REFUSED_GROUPS:
        return None
    refusals = [entry for entry in index.entries if entry.intent.kind == "decline"]
    scored = [
        _liken(index, _score(index, entry, reading, [], total, weights), reading, total, weights) for entry in refusals
    ]
    best = max(scored, key=lambda ranked: (ranked.score, -ranked.entry.order), default=None)
    alike = best and max(best.alike, best.phrase) >= _LIKE_A_REFUSAL
    return best.entry if best and alike and best.left_share <= weights.unexplained else None
