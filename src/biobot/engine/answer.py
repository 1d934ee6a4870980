"""`answer(index, conversation, text)`: the way of a question, from text to reply, as one pure function."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from biobot.engine import compare, compute, conversation as talk, decide as deciding, verdict as checking, word
from biobot.engine.conversation import EMPTY, Conversation
from biobot.engine.decide import Decision, bare, decide, intent_of
from biobot.engine.rank import Ranked, Weights, nearest_refusal, rank
from biobot.engine.read import Group, Reading, attributes, carry, read, subjects
from biobot.engine.sentences import Sentence, clauses, sentences
from biobot.engine.values import Choice, Computed, Reasons, Reply
from biobot.pack.index import Entry, Index
from biobot.pack.models import Fact
from biobot.text.figures import Figure
from biobot.text.normalise import normalise

_CHAT_TOKENS = 14
_CHAT_LIKE = 80
_SHOWN = 5
_PARTS = 4
_DURATIONS = ("month", "year", "week", "day", "hour")
_DISTINCT = 10
_FIGURE_WEIGHT = 0.4
_GOOD = ("answer", "silent", "clarify")


@dataclass(frozen=True, slots=True)
class _Outcome:
    """A decision on one question, with what it was decided on and the conversation after it."""

    decision: Decision
    reading: Reading
    ranked: tuple[Ranked, ...] = ()
    relation: compare.Comparison | None = None
    given: Figure | None = None


def answer(index: Index, conversation: Conversation, text: str, *, language: str | None = None, weights: Weights | None = None) -> tuple[Reply, Conversation]:
    """Return the reply to a message and the conversation after it; `language` overrides the question's own."""
    weights = weights or Weights()
    normal = normalise(text)
    spoken = language or normal.language
    if not any(char.isalnum() for char in normal.text):
        return _decline(index, spoken, "there are no words in it"), conversation
    if "code" in normal.aside:
        return _decline(index, spoken, "it holds code"), conversation
    engine = _Engine(index, weights, spoken)
    return engine.message(conversation, normal.text)


class _Engine:
    """One message on its way; holds the index, the weights and the language, and no state of its own."""

    def __init__(self, index: Index, weights: Weights, language: str) -> None:
        self.index = index
        self.weights = weights
        self.language = language

    def message(self, conversation: Conversation, text: str) -> tuple[Reply, Conversation]:
        chat = self._chat(read(self.index, text, self.language))
        if chat:
            return chat, conversation
        parts = self._merged(sentences(text))
        if len(parts) <= 1:
            return self._sentence(conversation, parts[0].text if parts else text)
        chats = [self._chat(read(self.index, part.text, self.language)) for part in parts]
        asked = [part for part, said in zip(parts, chats, strict=True) if said is None or said.kind != "social"]
        if not asked:
            return next(said for said in reversed(chats) if said), conversation
        if len(asked) == 1:
            return self._sentence(conversation, asked[0].text)
        return self._several(conversation, asked, text)

    def _merged(self, parts: list[Sentence]) -> list[Sentence]:
        """Fragments of a word or two without a subject of their own (“True or false?”) belong to the sentence before."""
        merged: list[Sentence] = []
        for part in parts:
            reading = read(self.index, part.text, self.language)
            bare = not subjects(self.index, reading, weak=True) and not reading.has("pronoun") and not self._chat(reading)
            small = sum(1 for group in reading.groups) <= 2 and reading.tokens <= 4  # noqa: PLR2004
            if merged and bare and small and not reading.dates:
                before = merged.pop()
                merged.append(Sentence(f"{before.text.rstrip('?')}, {part.text}", before.question or part.question))
            else:
                merged.append(part)
        return merged

    # One sentence, or several clauses in it.

    def _sentence(self, conversation: Conversation, text: str) -> tuple[Reply, Conversation]:
        whole = self._consider(conversation, text)
        each = self._each(whole)
        if each:
            return self._parts(conversation, each)
        pieces = clauses(text)
        if len(pieces) > 1:
            return self._clauses(conversation, whole, pieces)
        return self._reply(conversation, whole)

    def _clauses(self, conversation: Conversation, whole: _Outcome, pieces: list[str]) -> tuple[Reply, Conversation]:
        outcomes, state = [], conversation
        for piece in pieces[:_PARTS]:
            outcome = self._consider(state, piece)
            outcomes.append(outcome)
            if outcome.decision.kind in _GOOD:
                _, state = self._reply(state, outcome)
                state = replace(state, choices=())
        good = self._distinct([one for one in outcomes if one.decision.kind in ("answer", "silent") and attributes(self.index, one.reading)])
        if len(good) > 1 and self._separate(whole, good):
            return self._parts(conversation, good)
        last = outcomes[-1]
        if whole.decision.kind != "answer" and not whole.decision.attribute and last.decision.kind == "answer" and self._firm(last):
            return self._reply(conversation, last)
        return self._reply(conversation, whole)

    def _firm(self, outcome: _Outcome) -> bool:
        """Whether an answer is to what was asked, and not only what is known of a thing that was mentioned."""
        best = outcome.decision.ranked
        claimed = outcome.reading.polar and any(not group.carried for group in subjects(self.index, outcome.reading))
        return bool(outcome.relation or claimed or (best and best.asked and attributes(self.index, outcome.reading)))

    @staticmethod
    def _separate(whole: _Outcome, good: list[_Outcome]) -> bool:
        """Whether clauses ask for different things: not where the whole is explained by one of them."""
        if whole.relation is not None:
            return False
        answers = [outcome for outcome in good if outcome.decision.kind == "answer"]
        if len(answers) < 2:  # noqa: PLR2004
            return whole.decision.kind != "answer" and bool(answers)
        return True

    def _each(self, whole: _Outcome) -> list[_Outcome]:
        """One outcome for each of several things that a question names side by side, where each has an answer to it."""
        if not whole.decision.rule.startswith("another subject") or whole.reading.polar:
            return []
        named = [group for group in subjects(self.index, whole.reading) if not group.carried and not self._is_scope(group)]
        rest = tuple(group for group in whole.reading.groups if group not in named)
        outcomes = [self._outcome(EMPTY, replace(whole.reading, groups=(group, *rest))) for group in named]
        found = self._distinct([one for one in outcomes if one.decision.kind == "answer"])
        return found if len(found) > 1 and all(one.decision.kind == "answer" for one in outcomes) else []

    def _is_scope(self, group: Group) -> bool:
        return any(self.index.concepts[concept].scope for concept in group.concepts if concept in self.index.concepts)

    # Several sentences.

    def _several(self, conversation: Conversation, parts: list[Sentence], text: str) -> tuple[Reply, Conversation]:
        state, asked, others = conversation, [], []
        marked = any(part.question for part in parts)
        for part in parts:
            outcome = self._consider(state, part.text)
            (asked if part.question or not marked else others).append(outcome)
            if outcome.decision.kind in _GOOD:
                _, state = self._reply(state, outcome)
                state = replace(state, figures=outcome.reading.figures or state.figures, choices=())
            elif subjects(self.index, outcome.reading, weak=True) or outcome.reading.figures:
                state = replace(talk.after_silence(self.index, state, outcome.reading), figures=outcome.reading.figures or state.figures)
        advice = next((one for one in asked if one.decision.rule == "it asks for advice"), None)
        if advice:
            return self._reply(conversation, advice)
        telling = max((sum(group.weight for group in one.reading.groups) for one in asked), default=0.0)
        for pool in (asked, others) if telling < self.weights.leftover else (asked,):
            answered = self._distinct([one for one in pool if one.decision.kind == "answer"])
            silent = [one for one in pool if one.decision.kind == "silent"]
            firm = [one for one in answered if self._firm(one)]
            good = firm or ([] if silent else answered)
            if len(good) > 1:
                return self._parts(conversation, good)
            if good and silent and pool is asked and silent[-1].decision.attribute and marked:
                return self._parts(conversation, [*good, silent[-1]])
            if good:
                return self._reply(conversation, good[0])
            if silent:
                return self._reply(conversation, silent[-1])
            choice = [one for one in pool if one.decision.kind == "clarify"]
            if choice:
                return self._reply(conversation, self._joined_up(conversation, parts) or choice[-1])
        whole = self._consider(conversation, " ".join(part.text for part in parts))
        joined = self._joined_up(conversation, parts)
        return self._reply(conversation, joined or (whole if whole.decision.kind != "answer" else asked[-1]))

    def _joined_up(self, conversation: Conversation, parts: list[Sentence]) -> _Outcome | None:
        """A short message read as one question, where its sentences say one by one too little."""
        text = " ".join(part.text for part in parts)
        whole = self._consider(conversation, text)
        return whole if whole.reading.tokens <= _CHAT_TOKENS and whole.decision.kind == "answer" and self._firm(whole) else None

    @staticmethod
    def _distinct(outcomes: list[_Outcome]) -> list[_Outcome]:
        found: dict[tuple[str, str, str], _Outcome] = {}
        for outcome in outcomes:
            entry = outcome.decision.ranked.entry.id if outcome.decision.ranked and outcome.decision.kind == "answer" else ""
            relation = ",".join(outcome.relation.facts) if outcome.relation else ""
            found.setdefault((entry, relation, outcome.decision.concept), outcome)
        return list(found.values())

    # One question.

    def _consider(self, conversation: Conversation, text: str) -> _Outcome:
        reading = _with_figures(self.index, read(self.index, text, self.language))
        own = self._outcome(conversation, reading)
        if conversation == EMPTY or own.decision.rule in ("it asks for advice",):
            return own
        picked = self._picked(conversation, reading)
        if picked:
            return picked
        return self._follow(conversation, reading, own)

    def _outcome(self, conversation: Conversation, reading: Reading) -> _Outcome:
        relation = compare.relate(self.index, reading, conversation)
        given = _given(reading) or _given_of(conversation.figures)
        ranked = tuple(one for one in rank(self.index, reading, self.weights) if not _lacks_given(one.entry, given))
        decision = decide(self.index, reading, list(ranked), self.weights)
        if relation and (relation.computed or relation.kind in ("order", "side-by-side")) and not reading.foreign:
            best = decision.ranked or (ranked[0] if ranked else None)
            decision = Decision("answer", f"the figures it names are set side by side ({relation.kind})", best, confidence=0.9)
            return _Outcome(decision, reading, ranked, relation, given)
        if decision.kind in ("decline", "clarify") and not subjects(self.index, reading):
            return self._by_figure(conversation, reading) or _Outcome(decision, reading, ranked, None, given)
        return _Outcome(decision, reading, ranked, None, given)

    def _by_figure(self, conversation: Conversation, reading: Reading) -> _Outcome | None:
        """A figure of the source without its subject: the question is about what the figure stands for."""
        unknown = sum(group.weight for group in reading.groups if not any(concept in self.index.concepts for concept in group.concepts))
        if unknown > self.weights.leftover or reading.foreign or any(group.carried for group in reading.groups):
            return None
        for year in sorted(reading.concepts & self.index.years):
            dated = [fact.id for fact in self.index.facts.values() if fact.figure and fact.figure.unit == "year" and fact.figure.value == year[1:]]
            if len(dated) == 1 and (intent := intent_of(self.index, dated[0])):
                return _Outcome(Decision("answer", "the year stands in one place", bare(self.index.by_id[intent]), confidence=0.8), reading)
        for figure in reading.figures:
            facts = [fact for (value, unit), ids in self.index.by_figure.items() for fact in ids if _same(figure, value, self.index.facts[fact])]
            if len(facts) == 1:
                return self._of_figure(conversation, reading, facts[0], figure)
            if len(facts) > 1:
                options = tuple(dict.fromkeys(intent for fact in facts if (intent := intent_of(self.index, fact))))
                return _Outcome(Decision("clarify", "the figure stands in several places", None, options=options, confidence=0.5), reading)
        return None

    def _of_figure(self, conversation: Conversation, reading: Reading, fact: str, figure: Figure) -> _Outcome | None:
        about = self.index.facts[fact].about[0]
        group = Group((about,), self.index.weights.get(about, 0.5), figure.text)
        known = replace(reading, groups=(*reading.groups, group))
        outcome = self._outcome(conversation, known)
        if outcome.decision.kind in ("answer", "silent") and (outcome.relation or outcome.decision.kind == "silent"):
            return outcome
        computed = outcome.decision.ranked is not None and outcome.decision.ranked.entry.intent.compute is not None
        intent = intent_of(self.index, fact)
        if computed or not intent:
            return outcome
        return _Outcome(Decision("answer", "the figure stands in one place", bare(self.index.by_id[intent]), confidence=0.8), known)

    # Follow-ups.

    def _picked(self, conversation: Conversation, reading: Reading) -> _Outcome | None:
        """A choice that was offered, taken by its number, its name, or its subject."""
        offered = tuple(choice.intent for choice in conversation.choices) or conversation.listed
        if not offered:
            return None
        number = _ordinal(reading, len(offered))
        if number is not None and len(reading.groups) <= 3:  # noqa: PLR2004
            return self._take(offered[number], reading, "an offered one was chosen by its number")
        if not conversation.choices or reading.tokens > 10:  # noqa: PLR2004
            return None
        concepts = reading.concepts
        fits = [intent for intent in offered if any(need & concepts for need in self.index.by_id[intent].needs)]
        if len(fits) == 1:
            return self._take(fits[0], reading, "an offered one was chosen by its name")
        return None

    def _take(self, intent: str, reading: Reading, rule: str) -> _Outcome:
        return _Outcome(Decision("answer", rule, bare(self.index.by_id[intent]), confidence=0.9), reading)

    def _follow(self, conversation: Conversation, reading: Reading, own: _Outcome) -> _Outcome:
        """The question with the subject, or with the attribute, of the one before, where it needs that."""
        if all(_only_joins(group) for group in reading.groups):
            return own
        named = subjects(self.index, reading)
        pointing = reading.has("pronoun", "continue") or reading.tokens <= 8  # noqa: PLR2004
        if not named or (own.decision.kind == "decline" and pointing and not reading.foreign):
            if reading.foreign and own.decision.kind == "decline" and not reading.polar:
                return own
            carried = self._outcome(conversation, carry(reading, conversation.subjects))
            if own.decision.kind in ("decline", "clarify", "silent") and carried.decision.kind in ("answer", "silent") and (pointing or not named):
                if own.decision.kind == "clarify" and not self._settles(own, carried):
                    return own
                if carried.decision.kind == "answer" or (own.decision.kind != "silent" and self._dependent(reading, carried)):
                    return carried
            if own.decision.kind == "answer" and carried.decision.kind == "answer" and reading.has("pronoun"):
                return carried if _score(carried) >= _score(own) else own
            return own
        if not attributes(self.index, reading) and conversation.asked and pointing:
            asked = self._outcome(conversation, carry(reading, conversation.asked))
            if asked.decision.kind == "answer" and asked.decision.ranked and not asked.decision.ranked.refused:
                return asked
        if reading.has("pronoun") and pointing and own.decision.kind != "answer":
            carried = self._outcome(conversation, carry(reading, conversation.subjects))
            if carried.decision.kind == "answer":
                return carried
        return own

    def _settles(self, own: _Outcome, carried: _Outcome) -> bool:
        """Whether the subject of before settles what would have to be asked back: it is one of the choices, or has what is asked."""
        best = carried.decision.ranked
        if best is None or carried.relation:
            return carried.relation is not None
        named = any(self.index.concepts[name].choices for group in own.reading.groups for name in group.concepts if name in self.index.concepts)
        asked = best.asked and bool(attributes(self.index, own.reading))
        if carried.decision.kind == "silent":
            return bool(not named and carried.decision.attribute)
        return best.entry.id in own.decision.options or asked

    def _dependent(self, reading: Reading, carried: _Outcome) -> bool:
        """Whether a question without a subject really goes on: it says what it asks for, and little else."""
        unknown = sum(group.weight for group in reading.groups if not any(_is_known(self.index, concept) for concept in group.concepts))
        if reading.has("pronoun"):
            return unknown <= 2 * self.weights.leftover
        return bool(carried.decision.attribute) and unknown <= self.weights.leftover

    # Wording.

    def _reply(self, conversation: Conversation, outcome: _Outcome) -> tuple[Reply, Conversation]:
        decision = outcome.decision
        if decision.kind == "answer" and outcome.relation:
            reply = self._related(outcome, outcome.relation)
            best = decision.ranked
            intent = best.entry.id if best else ""
            state = talk.after_answer(self.index, conversation, outcome.reading, intent, ()) if intent else conversation
            return reply, state
        if decision.kind == "answer" and decision.ranked:
            entry = decision.ranked.entry
            reply = self._answered(outcome, entry)
            return reply, talk.after_answer(self.index, conversation, outcome.reading, entry.id, self._listed(entry))
        if decision.kind == "silent":
            return self._silent(outcome), talk.after_silence(self.index, conversation, outcome.reading)
        if decision.kind == "clarify":
            reply = self._clarify(outcome)
            return reply, talk.after_choices(self.index, conversation, outcome.reading, reply.choices)
        if decision.kind == "social" and decision.ranked:
            return self._social(decision.ranked.entry, outcome), conversation
        return self._declined(outcome), conversation

    def _listed(self, entry: Entry) -> tuple[str, ...]:
        """The intents of the things that a list names, in its order."""
        if not {"overview", "members"} & entry.asks or len(entry.intent.facts) < 2:  # noqa: PLR2004
            return ()
        return tuple(dict.fromkeys(intent for fact in entry.intent.facts if (intent := intent_of(self.index, fact)) and intent != entry.id))

    def _answered(self, outcome: _Outcome, entry: Entry) -> Reply:
        facts = {fact: self.index.facts[fact] for fact in entry.intent.facts}
        computed = self._computed(entry, outcome.given)
        text = word.answer_text(self.index, entry.id, self.language, computed)
        main = next(iter(facts.values()), None)
        foreign = outcome.decision.rule.startswith("a foreign name is asked for")
        other = outcome.decision.rule.startswith("it is said of another")
        judged = "unlisted" if foreign else "no" if other else checking.check(outcome.reading, main) if main and not (entry.intent.compute and entry.intent.compute.given) else ""
        text = word.with_verdict(self.index, judged, text, self.language)
        return self._present(outcome, text, tuple(facts), entry.id, computed)

    def _computed(self, entry: Entry, given: Figure | None) -> Computed | None:
        computation = entry.intent.compute
        return compute.compute(computation, self.index.facts, given) if computation else None

    def _related(self, outcome: _Outcome, relation: compare.Comparison) -> Reply:
        facts = [self.index.facts[fact] for fact in relation.facts]
        computed = relation.computed
        lines = word.says(self.index, relation.facts, self.language)
        result = computed.result if computed else ""
        key = f"relation.{relation.kind}" + ("" if computed or relation.kind in ("side-by-side",) else ".many")
        first = facts[0].says.get(self.language)
        text = word.fill(self.index.reply(key, self.language), result=result, says=lines, first=first, period=relation.period)
        entry = outcome.decision.ranked.entry.id if outcome.decision.ranked else ""
        return self._present(outcome, text, relation.facts, entry, computed)

    def _present(self, outcome: _Outcome, text: str, facts: tuple[str, ...], intent: str, computed: Computed | None) -> Reply:
        return Reply(
            "answer", text, self.language, self._label(intent), intent, facts, word.receipts(self.index, facts),
            word.notes(self.index, facts, self.language), computed=computed, confidence=round(outcome.decision.confidence, 3), reasons=_reasons(outcome),
        )  # fmt: skip

    def _label(self, intent: str) -> str:
        return self.index.by_id[intent].intent.label.get(self.language) if intent in self.index.by_id else ""

    def _silent(self, outcome: _Outcome) -> Reply:
        concept = self.index.concepts[outcome.decision.concept]
        facts = self._known_of(concept.id)
        attribute = self.index.concepts.get(outcome.decision.attribute)
        key = "silent.year" if outcome.decision.attribute == "other-year" else "silent.attribute" if attribute else "silent"
        asked = attribute.name.get(self.language) if attribute else ""
        text = word.fill(self.index.reply(key, self.language), name=concept.name.get(self.language), asked=asked)
        if facts:
            text += word.fill(self.index.reply("silent.known", self.language), says=word.says(self.index, facts, self.language))
        choices = [concept.intent] if concept.intent else []
        return Reply(
            "silent", text, self.language, concept.name.get(self.language), "", facts, word.receipts(self.index, facts),
            suggestions=tuple(self._suggest(choices)), confidence=outcome.decision.confidence, reasons=_reasons(outcome),
        )  # fmt: skip

    def _known_of(self, concept: str) -> tuple[str, ...]:
        intent = self.index.concepts[concept].intent
        about = self.index.about.get(concept, ())
        return about[:2] or (self.index.by_id[intent].intent.facts[:2] if intent else ())

    def _clarify(self, outcome: _Outcome) -> Reply:
        choices = word.choices(self.index, outcome.decision.options, self.language)
        facts = [self.index.by_id[choice.intent].intent.facts[:1] for choice in choices]
        names = self._joined(choices)
        text = word.fill(self.index.reply("clarify", self.language), choices=names)
        known = [self.index.facts[fact[0]].says.get(self.language) for fact in facts if fact]
        del known
        return Reply("clarify", text, self.language, choices=choices, confidence=outcome.decision.confidence, reasons=_reasons(outcome))

    def _joined(self, choices: tuple[Choice, ...]) -> str:
        labels = [choice.label for choice in choices]
        if self.language == "zh":
            return "、".join(labels)
        return ", ".join(labels[:-1]) + (" or " if len(labels) > 1 else "") + labels[-1]

    def _declined(self, outcome: _Outcome) -> Reply:
        best = outcome.decision.ranked
        entry = best.entry if best else nearest_refusal(self.index, outcome.reading, self.weights)
        intent = entry.id if entry and entry.intent.kind == "decline" else ""
        key = intent if intent in self.index.pack.replies["en"] else "decline"
        near = [one.entry.id for one in outcome.ranked if one.entry.intent.kind == "answer"][:1]
        return Reply(
            "decline", self.index.reply(key, self.language), self.language, intent=intent,
            suggestions=tuple(self._suggest(near)), confidence=0.9, reasons=_reasons(outcome),
        )  # fmt: skip

    def _social(self, entry: Entry, outcome: _Outcome) -> Reply:
        suggestions = tuple(self._suggest([])) if entry.id in ("social.help", "social.hello", "social.who") else ()
        return Reply(
            "social", self.index.reply(entry.id, self.language), self.language, intent=entry.id,
            suggestions=suggestions, confidence=outcome.decision.confidence, reasons=_reasons(outcome),
        )  # fmt: skip

    def _suggest(self, near: list[str]) -> list[str]:
        return suggestions(self.index, near, self.language)

    def _parts(self, conversation: Conversation, outcomes: list[_Outcome]) -> tuple[Reply, Conversation]:
        replies, state = [], conversation
        for outcome in outcomes[:_PARTS]:
            reply, state = self._reply(state, outcome)
            replies.append(reply)
        separator = "：" if self.language == "zh" else ": "
        text = "\n".join(f"{reply.label}{separator}{reply.markdown}" if reply.label else reply.markdown for reply in replies)
        facts = tuple(dict.fromkeys(fact for reply in replies for fact in reply.facts))
        answered = next((reply for reply in replies if reply.kind == "answer"), replies[0])
        return Reply(
            answered.kind, text, self.language, "", answered.intent, facts, word.receipts(self.index, facts), word.notes(self.index, facts, self.language),
            computed=next((reply.computed for reply in replies if reply.computed), None),
            confidence=min(reply.confidence for reply in replies), parts=tuple(replies), reasons=answered.reasons,
        ), state  # fmt: skip

    # Greetings and the like.

    def _chat(self, reading: Reading) -> Reply | None:
        """A message that is nothing but a greeting, thanks, a question about the bot, or a known refusal."""
        if reading.tokens > _CHAT_TOKENS or subjects(self.index, reading):
            return None
        entry, score = self._like_chat(reading)
        if entry is None:
            entry, score = self._social_words(reading), 0.8
        if entry is None:
            return None
        outcome = _Outcome(Decision(entry.intent.kind, f"it is {entry.intent.kind}: {entry.id}", bare(entry), confidence=score), reading)
        return self._social(entry, outcome) if entry.intent.kind == "social" else self._declined(outcome)

    def _like_chat(self, reading: Reading) -> tuple[Entry | None, float]:
        text = re.sub(r"[^\w\s]", "", reading.text).strip()
        found = process.extractOne(text, self.index.chat_texts, scorer=fuzz.ratio, score_cutoff=_CHAT_LIKE)
        return (self.index.entries[self.index.chat_entries[found[2]]], round(found[1] / 100, 3)) if found else (None, 0.0)

    def _social_words(self, reading: Reading) -> Entry | None:
        """The social intent whose words the message holds, where it asks for nothing else."""
        named = [concept for group in reading.groups for concept in group.concepts if concept in self.index.by_id]
        asked = [group for group in attributes(self.index, reading) if not any(_polite(self.index, concept) for concept in group.concepts)]
        unknown = sum(group.weight for group in reading.groups if not any(concept in self.index.concepts for concept in group.concepts))
        if not named or (reading.figures and "social.thanks" not in named) or reading.has("advice") or unknown > 2 * self.weights.leftover:
            return None
        asks = [name for name in named if name in ("social.who", "social.help")]
        if asked and not asks:
            return None
        return self.index.by_id[(asks or named)[-1]]


def _with_figures(index: Index, reading: Reading) -> Reading:
    """The reading with the subject of every figure that is the source's own and stands in one place there."""
    if reading.polar:
        return reading
    found = []
    for figure in reading.figures:
        facts = [fact for (value, unit), ids in index.by_figure.items() if value == figure.value and unit not in _DURATIONS for fact in ids]
        if len(facts) == 1 and figure.value >= _DISTINCT and _same(figure, figure.value, index.facts[facts[0]]):
            about = index.facts[facts[0]].about[0]
            if not reading.has(about, *index.facts[facts[0]].about):
                found.append(Group((about,), _FIGURE_WEIGHT, figure.text))
    return replace(reading, groups=(*reading.groups, *found)) if found and subjects(index, reading) else reading


def _is_known(index: Index, concept: str) -> bool:
    """Whether a concept is the pack's, or a calendar year."""
    return concept in index.concepts or (concept[:1] == "y" and concept[1:].isdigit())


def _only_joins(group: Group) -> bool:
    return set(group.concepts) <= {"continue", "polar", "negation", "up", "down", "more"}


def _polite(index: Index, concept: str) -> bool:
    """Whether a concept may stand in a greeting without making it a question."""
    return concept in index.by_id or (concept in index.concepts and index.concepts[concept].soft)


def suggestions(index: Index, near: list[str], language: str) -> list[str]:
    """Return up to three questions that surely get an answer, those near to the given intents first."""
    wanted = [*near, *(topic.overview for topic in index.pack.manifest.topics)]
    found = []
    for intent in dict.fromkeys(wanted):
        example = index.golden.get((intent, language)) or index.golden.get((intent, "en"))
        if example and example not in found:
            found.append(example)
    return found[:3]


def _reasons(outcome: _Outcome) -> Reasons:
    best = outcome.decision.ranked
    leftover = tuple(group.text for group in best.leftover if not group.carried) if best else ()
    candidates = tuple(one.candidate() for one in outcome.ranked[:_SHOWN])
    return Reasons(outcome.reading.words, candidates, leftover, outcome.decision.rule)


def _score(outcome: _Outcome) -> float:
    return outcome.decision.ranked.score if outcome.decision.ranked else 0.0


def _given(reading: Reading) -> Figure | None:
    return _given_of(reading.figures)


def _given_of(figures: tuple[Figure, ...]) -> Figure | None:
    """The figure that a question gives to be computed with: the first that is a price or a duration."""
    for figure in figures:
        if figure.unit in ("USD", "EUR", "GBP", "CNY", "INR", *_DURATIONS) or (figure.unit == "" and figure.value >= 100):  # noqa: PLR2004
            return figure
    return None


def _lacks_given(entry: Entry, given: Figure | None) -> bool:
    computation = entry.intent.compute
    if computation is None or computation.given is None:
        return False
    if given is None:
        return True
    return (given.unit in _DURATIONS) != (computation.given == "duration")


def _same(figure: Figure, value: object, fact: Fact) -> bool:
    """Whether a figure of a question is that of a fact: the value and the unit, or the bare number as printed."""
    known = fact.figure
    if known is None or figure.unit == "rank" or known.unit in ("rank", "date"):
        return False
    if figure.value == value:
        return figure.unit in ("", known.unit)
    return figure.unit == "" and figure.value > 1 and re.search(rf"(?<![\d.,/]){figure.value}(?![\d.,/])", known.text) is not None


def _ordinal(reading: Reading, count: int) -> int | None:
    for figure in reading.figures:
        if figure.unit == "rank" and 1 <= figure.value <= count:
            return int(figure.value) - 1
    if re.search(r"\b(?:the )?last (?:one)?\b|最后一", reading.text) and reading.tokens <= 5:  # noqa: PLR2004
        return count - 1
    return None


def _decline(index: Index, language: str, rule: str) -> Reply:
    return Reply("decline", index.reply("decline", language), language, suggestions=tuple(suggestions(index, [], language)), confidence=0.9, reasons=Reasons(rule=rule))


def by_intent(index: Index, intent: str, language: str, conversation: Conversation = EMPTY) -> tuple[Reply, Conversation]:
    """Return the reply of an intent that was chosen by its id; raises KeyError for an unknown one."""
    entry = index.by_id[intent]
    engine = _Engine(index, Weights(), language)
    reading = replace(read(index, "", language), groups=tuple(_need_groups(index, entry)))
    outcome = _Outcome(Decision("answer", "it was chosen by name", bare(entry), confidence=1.0), reading)
    if entry.intent.kind != "answer":
        return engine._social(entry, outcome), conversation  # noqa: SLF001
    return engine._reply(conversation, outcome)  # noqa: SLF001


def _need_groups(index: Index, entry: Entry) -> list[Group]:
    names = [sorted(need & index.concepts.keys())[:1] for need in entry.needs]
    return [Group((name[0],), deciding_weight(index, name[0]), index.concepts[name[0]].name.en) for name in names if name]


def deciding_weight(index: Index, concept: str) -> float:
    """Return the weight of a concept that was chosen rather than written."""
    return index.weights.get(concept, 0.0)


_ = deciding
