"""Considers one question: alone, as a comparison, by a figure it holds, or as going on from the question before."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from biobot.engine import compare
from biobot.engine.apart import apart
from biobot.engine.case import Decision, bare, intent_of, unknown_weight
from biobot.engine.compute import compute
from biobot.engine.conversation import EMPTY, Conversation
from biobot.engine.decide import ADVICE, decide
from biobot.engine.rank import Ranked, is_year, rank, with_votes
from biobot.engine.read import Group, Reading, attributes, carry, read, subjects
from biobot.engine.relation import Comparison
from biobot.engine.sentences import Sentence
from biobot.pack.index import Entry, Index
from biobot.pack.models import Fact
from biobot.pack.signs import context_signs
from biobot.pack.votes import COMPARE, DECLINE, FOLLOW, SEVERAL, SILENT, foremost
from biobot.pack.weights import Weights
from biobot.text.figures import CURRENCIES, Figure

_DURATIONS = ("month", "year", "week", "day", "hour")
_DISTINCT = 10
_FIGURE_WEIGHT = 0.4
_PRICE_FROM = 100
_POINTING = 8
_PICKING = 10
_PICKED = 3
_CLEAR = 0.75
_WHOLE = 0.65
_NAMED = 0.3
_OF_OTHERS = frozenset({"compounded", "compounded-amount", "per", "sum", "ratio", "share-of", "extreme"})
_OF_SEVERAL = frozenset({"order", "side-by-side", "extreme", "per", "sum", "ratio", "share-of"})
_WHOLE_OF = frozenset({"overview"})
_CERTAIN = 0.9
_SIBLINGS = 3
_RULES = {"apart": "the source says of another what it claims of one"}
_CLEARER = 0.1
_JOINS = frozenset({"continue", "polar", "negation", "up", "down", "more"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """A decision on one question, with what it was decided on; `given` is a figure of the question to compute with."""

    decision: Decision
    reading: Reading
    ranked: tuple[Ranked, ...] = ()
    relation: Comparison | None = None
    given: Figure | None = None

    @property
    def clear(self) -> bool:
        """Whether the wording as a whole speaks for one thing so clearly that no part of it needs a look of its own."""
        return self.decision.voted and self.decision.confidence >= _CLEAR

    @property
    def whole(self) -> bool:
        """Whether the wording of one sentence speaks for one thing, so that its clauses need no look of their own."""
        return self.decision.voted and self.decision.confidence >= _WHOLE

    @property
    def intent(self) -> str:
        """The intent of the answer, or none."""
        return self.decision.ranked.entry.id if self.decision.ranked else ""

    @property
    def score(self) -> float:
        """The score of the intent, or none."""
        return self.decision.ranked.score if self.decision.ranked else 0.0


def distinct(outcomes: list[Outcome]) -> list[Outcome]:
    """Return the outcomes without those that say the same again."""
    found: dict[tuple[str, str, str], Outcome] = {}
    for outcome in outcomes:
        intent = outcome.intent if outcome.decision.kind == "answer" else ""
        relation = ",".join(outcome.relation.facts) if outcome.relation else ""
        found.setdefault((intent, relation, outcome.decision.concept), outcome)
    return list(found.values())


class Considerer:
    """Considers the questions of one message; every text is read once."""

    def __init__(self, index: Index, weights: Weights, language: str) -> None:
        self.index = index
        self.weights = weights
        self.language = language
        self._read: dict[str, Reading] = {}
        self._votes: dict[tuple[tuple[str, ...], str], dict[str, float]] = {}

    def read(self, text: str) -> Reading:
        """Return the reading of a normal text."""
        reading = self._read.get(text)
        if reading is None:
            reading = self._read[text] = read(self.index, text, self.language)
        return reading

    def consider(self, conversation: Conversation, text: str) -> Outcome:
        """Return the outcome for one question."""
        reading = self._with_figures(self.read(text))
        own = self.outcome(conversation, reading)
        if conversation == EMPTY or own.decision.rule == ADVICE:
            return own
        unsaid = own.clear and own.decision.kind == "silent"
        picked = None if unsaid else self._picked(conversation, reading)
        return picked or (own if own.decision.voted else self._gone_on(conversation, reading, own))

    def _gone_on(self, conversation: Conversation, reading: Reading, own: Outcome) -> Outcome:
        """The question as going on from the one before; a silence about that where it asks for more of it, not known what."""
        found = self._follow(conversation, reading, own)
        before = _before(self.index, conversation)
        if found.decision.kind != "decline" or found.decision.voted or reading.foreign or not before:
            return found
        shares = self.shares(conversation, reading)
        more = shares.get(SILENT, 0.0) + shares.get(FOLLOW, 0.0)
        if more < self.weights.goes_on or shares.get(DECLINE, 0.0) > more / 2:
            return found
        rule = "it asks for more of what was answered before, which the source doesn't say"
        return replace(found, decision=Decision("silent", rule, found.decision.ranked, before, confidence=more))

    def clear(self, conversation: Conversation, text: str, parts: list[Sentence]) -> Outcome | None:
        """Return the outcome for several sentences read as one, where that is clear; a claim in any of them is checked."""
        whole = self.outcome(conversation, self.read(text))
        asked = [part.text for part in parts if part.question] or [part.text for part in parts]
        if not whole.decision.voted or any(self._stands_alone(conversation, part, whole) for part in asked):
            return None
        claimed = any(self.read(part.text).polar for part in parts)
        return replace(whole, reading=replace(whole.reading, polar=whole.reading.polar or claimed))

    def _stands_alone(self, conversation: Conversation, part: str, whole: Outcome) -> bool:
        """Whether a sentence is a question by itself, with a subject of its own, for another reply and clearer than the whole."""
        reading = self.read(part)
        named = any(group.weight >= _NAMED for group in subjects(self.index, reading))
        alone = self.outcome(conversation, reading)
        other = alone.intent != whole.intent or alone.decision.kind != "answer"
        return named and other and alone.clear and alone.decision.confidence >= whole.decision.confidence - _CLEARER

    def several(self, conversation: Conversation, text: str) -> float:
        """Return how much the wording of a text speaks for several questions in one, from 0 to 1."""
        return self.shares(conversation, self.read(text)).get(SEVERAL, 0.0)

    def outcome(self, conversation: Conversation, reading: Reading) -> Outcome:
        """Return the outcome for a reading as it stands."""
        given = _given(reading.figures) or _given(conversation.figures)
        shares = self.shares(conversation, reading)
        compares = shares.get(COMPARE, 0.0) >= self.weights.compares
        voted, _ = foremost({label: share for label, share in shares.items() if label in self.index.by_id})
        relation = apart(self.index, reading) or compare.relate(
            self.index, reading, conversation, compares, self.index.by_id.get(voted), given
        )
        every = with_votes(self.index, rank(self.index, reading, self.weights), reading, self.weights, shares)
        ranked = tuple(one for one in every if self._computable(one.entry, given))
        decision = decide(self.index, reading, list(ranked), self.weights, shares, _before(self.index, conversation))
        if relation and relation.sound and not reading.foreign and not _beside(relation, decision):
            best = self._of(relation, decision.ranked or (ranked[0] if ranked else None))
            rule = _RULES.get(relation.kind, f"the figures it names are set side by side ({relation.kind})")
            made = Decision("answer", rule, best, confidence=0.9, voted=decision.voted)
            return Outcome(made, reading, ranked, relation, given)
        plain = Outcome(decision, reading, ranked, None, given)
        shared = self._of_all(reading, decision)
        if shared:
            return replace(plain, decision=shared)
        if decision.other and reading.polar and reading.figures:
            return self._figure_of_one(reading) or plain
        if decision.kind in ("decline", "clarify") and not decision.voted and not subjects(self.index, reading):
            return self._by_figure(conversation, reading) or plain
        return plain

    def _computable(self, entry: Entry, given: Figure | None) -> bool:
        """Whether what an intent works out with a figure of the question can be, with that figure."""
        computation = entry.intent.compute
        if computation is None or computation.given is None:
            return True
        fits = given is not None and (given.unit in _DURATIONS) == (computation.given == "duration")
        return fits and compute(computation, self.index.facts, given) is not None

    def _of_all(self, reading: Reading, decision: Decision) -> Decision | None:
        """The answer with what the source says of several things in one sentence, where a question sets two of them apart."""
        entry = decision.ranked.entry if decision.ranked else None
        if entry is None or decision.kind != "answer" or reading.polar:
            return None
        needed = frozenset().union(*entry.needs)
        named = {name for group in subjects(self.index, reading) if not group.carried for name in group.concepts}
        others = {name for name in named - needed if not self.index.concepts[name].scope}
        for fact in (self.index.facts[one] for one in entry.intent.facts):
            entries = [self.index.entries[number] for number in self.index.by_fact.get(fact.id, ())]
            whole = next((one for one in entries if fact.about[0] in one.needs[0]), None)
            if len(fact.about) >= _SIBLINGS and others.intersection(fact.about[1:]) and whole and whole is not entry:
                return replace(
                    decision, ranked=bare(whole), rule="the source says it of several things in one sentence"
                )
        return None

    def _of(self, relation: Comparison, best: Ranked | None) -> Ranked | None:
        """The intent to name with a relation: the best one, or that of its first figure where the best is about others."""
        if best and set(relation.facts).intersection(best.entry.intent.facts):
            return best
        intent = intent_of(self.index, relation.facts[0])
        return bare(self.index.by_id[intent]) if intent else best

    def shares(self, conversation: Conversation, reading: Reading) -> dict[str, float]:
        """Return the votes of the wording, given what was answered before."""
        votes = self.index.pack.votes
        only_figures = all(is_year(group.concepts[0]) for group in reading.groups) and (
            reading.figures or reading.dates
        )
        if votes is None or not reading.signs or only_figures:
            return {}
        before = next(iter(conversation.recent), "")
        key = (reading.signs, before)
        if key not in self._votes:
            context = context_signs(self.index.by_id[before].intent) if before else ()
            self._votes[key] = votes.shares((*reading.signs, *context))
        return self._votes[key]

    def firm(self, outcome: Outcome) -> bool:
        """Whether an answer is to what was asked, and not only what is known of a thing that was mentioned."""
        best = outcome.decision.ranked
        claimed = outcome.reading.polar and any(not group.carried for group in subjects(self.index, outcome.reading))
        return bool(outcome.relation or claimed or (best and best.asked and attributes(self.index, outcome.reading)))

    def each(self, whole: Outcome) -> list[Outcome]:
        """Return one outcome for each of several things that a question names side by side, where each has an answer."""
        if not whole.decision.other or whole.reading.polar:
            return []
        groups = whole.reading.groups
        named = [group for group in subjects(self.index, whole.reading) if not group.carried and not self._scope(group)]
        rest = tuple(group for group in groups if group not in named)
        outcomes = [self.outcome(EMPTY, replace(whole.reading, groups=(group, *rest), signs=())) for group in named]
        if any(one.decision.kind != "answer" for one in outcomes):
            return []
        found = distinct(outcomes)
        return found if len(found) > 1 else []

    def _scope(self, group: Group) -> bool:
        return any(self.index.concepts[concept].scope for concept in group.concepts if concept in self.index.concepts)

    # Figures.

    def _with_figures(self, reading: Reading) -> Reading:
        """The reading with the subject of every figure that is the source's own and stands in one place there."""
        if reading.polar or not reading.figures or not subjects(self.index, reading):
            return reading
        found = []
        for figure in reading.figures:
            facts = self._facts_with(figure)
            if len(facts) == 1 and figure.value >= _DISTINCT and not reading.has(*self.index.facts[facts[0]].about):
                found.append(Group((self.index.facts[facts[0]].about[0],), _FIGURE_WEIGHT, figure.text))
        return replace(reading, groups=(*reading.groups, *found)) if found else reading

    def _facts_with(self, figure: Figure) -> list[str]:
        return [
            fact
            for (value, unit), facts in self.index.by_figure.items()
            if unit not in _DURATIONS or figure.unit == unit
            for fact in facts
            if _same(figure, value, self.index.facts[fact])
        ]

    def _by_figure(self, conversation: Conversation, reading: Reading) -> Outcome | None:
        """A figure of the source without its subject: the question is about what the figure stands for."""
        carried = any(group.carried for group in reading.groups)
        if carried or reading.foreign or unknown_weight(self.index, reading, years=False) > self.weights.leftover:
            return None
        by_year = self._by_year(reading)
        if by_year:
            return by_year
        for figure in reading.figures:
            facts = [fact for values in self.index.by_figure.items() for fact in self._matching(figure, values)]
            if len(facts) == 1:
                return self._of_figure(conversation, reading, facts[0], figure)
            if facts:
                options = tuple(dict.fromkeys(intent for fact in facts if (intent := intent_of(self.index, fact))))
                rule = "the figure stands in several places"
                return Outcome(Decision("clarify", rule, options=options, confidence=0.5), reading)
        return None

    def _figure_of_one(self, reading: Reading) -> Outcome | None:
        """Where several subjects are offered for one figure of the source: the one that it belongs to."""
        facts = self._facts_with(reading.figures[0])
        intent = intent_of(self.index, facts[0]) if len(facts) == 1 and reading.figures[0].value >= _DISTINCT else ""
        named = bool(intent) and reading.has(*self.index.facts[facts[0]].about)
        return self._taken(intent, reading, "the figure belongs to one of them") if named else None

    def _matching(self, figure: Figure, values: tuple[tuple[object, str], tuple[str, ...]]) -> list[str]:
        (value, _), facts = values
        return [fact for fact in facts if _same(figure, value, self.index.facts[fact])]

    def _by_year(self, reading: Reading) -> Outcome | None:
        for year in sorted(reading.concepts & self.index.years):
            dated = [
                fact.id
                for fact in self.index.facts.values()
                if fact.figure and fact.figure.unit == "year" and fact.figure.value == year[1:]
            ]
            if len(dated) == 1 and (intent := intent_of(self.index, dated[0])):
                return self._taken(intent, reading, "the year stands in one place")
        return None

    def _of_figure(self, conversation: Conversation, reading: Reading, fact: str, figure: Figure) -> Outcome:
        about = self.index.facts[fact].about[0]
        group = Group((about,), self.index.weights.get(about, 0.5), figure.text)
        known = replace(reading, groups=(*reading.groups, group))
        outcome = self.outcome(conversation, known)
        best = outcome.decision.ranked
        computed = best is not None and best.entry.intent.compute is not None
        intent = intent_of(self.index, fact)
        if outcome.relation or outcome.decision.kind == "silent" or computed or not intent:
            return outcome
        return self._taken(intent, known, "the figure stands in one place")

    # Follow-ups.

    def _picked(self, conversation: Conversation, reading: Reading) -> Outcome | None:
        """A choice that was offered, taken by its number, its name, or its subject."""
        offered = tuple(choice.intent for choice in conversation.choices) or conversation.listed
        if not offered:
            return None
        number = _ordinal(reading, len(offered))
        if number is not None and len(reading.groups) <= _PICKED:
            return self._taken(offered[number], reading, "an offered one was chosen by its number")
        if not conversation.choices or reading.tokens > _PICKING:
            return None
        fits = [intent for intent in offered if any(need & reading.concepts for need in self.index.by_id[intent].needs)]
        return self._taken(fits[0], reading, "an offered one was chosen by its name") if len(fits) == 1 else None

    def _taken(self, intent: str, reading: Reading, rule: str) -> Outcome:
        return Outcome(Decision("answer", rule, bare(self.index.by_id[intent]), confidence=0.9), reading)

    def _follow(self, conversation: Conversation, reading: Reading, own: Outcome) -> Outcome:
        """The question with the subject, or with the attribute, of the one before, where it needs that."""
        if all(set(group.concepts) <= _JOINS for group in reading.groups):
            return own
        named = subjects(self.index, reading)
        pointing = reading.has("pronoun", "continue") or reading.tokens <= _POINTING
        if not named or (own.decision.kind == "decline" and pointing and not reading.foreign):
            return self._with_subject(conversation, reading, own, free=pointing or not named)
        return self._with_attribute(conversation, reading, own, pointing=pointing)

    def _with_subject(self, conversation: Conversation, reading: Reading, own: Outcome, *, free: bool) -> Outcome:
        if reading.foreign and own.decision.kind == "decline" and not reading.polar:
            return own
        carried = self.outcome(conversation, carry(reading, conversation.subjects))
        kind = carried.decision.kind
        if own.decision.kind == "answer":
            better = kind == "answer" and reading.has("pronoun") and carried.score >= own.score
            return carried if better else own
        if not free or kind not in ("answer", "silent"):
            return own
        if own.decision.kind == "clarify" and not self._settles(own, carried):
            return own
        goes_on = own.decision.kind != "silent" and self._dependent(reading, carried)
        return carried if kind == "answer" or goes_on else own

    def _with_attribute(self, conversation: Conversation, reading: Reading, own: Outcome, *, pointing: bool) -> Outcome:
        if not pointing:
            return own
        if not attributes(self.index, reading) and conversation.asked:
            asked = self.outcome(conversation, carry(reading, conversation.asked))
            best = asked.decision.ranked
            if asked.decision.kind == "answer" and best and not best.refused:
                return asked
        if reading.has("pronoun") and own.decision.kind != "answer":
            carried = self.outcome(conversation, carry(reading, conversation.subjects))
            return carried if carried.decision.kind == "answer" else own
        return own

    def _settles(self, own: Outcome, carried: Outcome) -> bool:
        """Whether the subject of before settles what would have to be asked back."""
        best = carried.decision.ranked
        if best is None or carried.relation:
            return carried.relation is not None
        if carried.decision.kind == "silent":
            return bool(carried.decision.attribute) and not self._ambiguous(own.reading)
        asked = best.asked and bool(attributes(self.index, own.reading))
        return best.entry.id in own.decision.options or asked

    def _ambiguous(self, reading: Reading) -> bool:
        known = (self.index.concepts.get(name) for group in reading.groups for name in group.concepts)
        return any(concept.choices for concept in known if concept)

    def _dependent(self, reading: Reading, carried: Outcome) -> bool:
        """Whether a question without a subject really goes on: it says what it asks for, and little else."""
        unknown = unknown_weight(self.index, reading)
        if reading.has("pronoun"):
            return unknown <= 2 * self.weights.leftover
        return bool(carried.decision.attribute) and unknown <= self.weights.leftover


def _beside(relation: Comparison, decision: Decision) -> bool:
    """Whether a relation isn't what is asked for: the wording clearly speaks for a silence, or for one of the figures alone."""
    if not decision.voted:
        return False
    if decision.kind == "answer" and decision.ranked:
        intent = decision.ranked.entry.intent
        if relation.kind in _OF_OTHERS:
            return not (set(relation.facts).intersection(intent.facts) or _WHOLE_OF & decision.ranked.entry.asks)
        if relation.kind == "years" and intent.compute and decision.confidence >= _CLEAR:
            return set(relation.facts) != set(intent.facts)
    unsaid = decision.kind == "silent" and decision.confidence >= _CERTAIN and relation.kind in _OF_SEVERAL
    return unsaid or (relation.kind == "side-by-side" and decision.kind == "answer")


def _before(index: Index, conversation: Conversation) -> str:
    """The subject of the question before, or none."""
    concepts = (index.concepts.get(name) for group in conversation.subjects for name in group.concepts)
    return next((concept.id for concept in concepts if concept and concept.kind == "subject"), "")


def _given(figures: tuple[Figure, ...]) -> Figure | None:
    """The figure that a question gives to be computed with: the first that is a price or a duration."""
    for figure in figures:
        price = figure.unit in CURRENCIES or (figure.unit == "" and figure.value >= _PRICE_FROM)
        if price or figure.unit in _DURATIONS:
            return figure
    return None


def _same(figure: Figure, value: object, fact: Fact) -> bool:
    """Whether a figure of a question is that of a fact: the value and the unit, or the bare number as printed."""
    known = fact.figure
    if known is None or figure.unit == "rank" or known.unit in ("rank", "date"):
        return False
    if figure.value == value:
        return figure.unit in ("", known.unit)
    bare_number = figure.unit == "" and figure.value > 1
    return bare_number and re.search(rf"(?<![\d.,/]){figure.value}(?![\d.,/])", known.text) is not None


def _ordinal(reading: Reading, count: int) -> int | None:
    for figure in reading.figures:
        if figure.unit == "rank" and 1 <= figure.value <= count:
            return int(figure.value) - 1
    last = re.search(r"\blast one\b|^(?:the )?last$|最后一", reading.text)
    return count - 1 if last and reading.tokens <= _POINTING else None
