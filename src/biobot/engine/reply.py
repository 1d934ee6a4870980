"""Makes replies of outcomes, and the conversation after them."""

from __future__ import annotations

from biobot.engine import compute, verdict, word
from biobot.engine import conversation as talk
from biobot.engine.case import intent_of
from biobot.engine.consider import Outcome
from biobot.engine.conversation import Conversation
from biobot.engine.rank import nearest_refusal
from biobot.engine.relation import Comparison
from biobot.engine.values import Choice, Computed, Reasons, Reply
from biobot.pack.index import Entry, Index
from biobot.pack.models import Fact
from biobot.pack.weights import Weights

PARTS = 4
_SHOWN = 5
_LISTS = {"overview", "members"}
_INVITING = ("social.help", "social.hello", "social.who")
_SUGGESTED = 3


class Replier:
    """Words the outcomes of one message in one language."""

    def __init__(self, index: Index, weights: Weights, language: str) -> None:
        self.index = index
        self.weights = weights
        self.language = language

    def reply(self, conversation: Conversation, outcome: Outcome) -> tuple[Reply, Conversation]:
        """Return the reply to one question and the conversation after it."""
        decision, reading = outcome.decision, outcome.reading
        if decision.kind == "answer" and (outcome.relation or decision.ranked):
            return self._answer(conversation, outcome)
        if decision.kind == "silent":
            return self._silence(outcome), talk.after_silence(self.index, conversation, reading)
        if decision.kind == "clarify":
            reply = self._question(outcome)
            return reply, talk.after_choices(self.index, conversation, reading, reply.choices)
        if decision.kind == "social" and decision.ranked:
            return self.social(decision.ranked.entry, outcome), conversation
        return self._refusal(outcome), conversation

    def parts(self, conversation: Conversation, outcomes: list[Outcome]) -> tuple[Reply, Conversation]:
        """Return one reply to several questions, each under its own label."""
        replies, state = [], conversation
        for outcome in outcomes[:PARTS]:
            reply, state = self.reply(state, outcome)
            replies.append(reply)
        colon = "：" if self.language == "zh" else ": "
        text = "\n".join(f"{one.label}{colon}{one.markdown}" if one.label else one.markdown for one in replies)
        facts = tuple(dict.fromkeys(fact for one in replies for fact in one.facts))
        answered = next((one for one in replies if one.kind == "answer"), replies[0])
        whole = Reply(
            answered.kind,
            text,
            self.language,
            intent=answered.intent,
            facts=facts,
            receipts=word.receipts(self.index, facts),
            notes=word.notes(self.index, facts, self.language),
            computed=next((one.computed for one in replies if one.computed), None),
            confidence=min(one.confidence for one in replies),
            parts=tuple(replies),
            reasons=answered.reasons,
        )
        return whole, state

    def social(self, entry: Entry, outcome: Outcome) -> Reply:
        """Return the reply to a greeting and the like."""
        suggestions = self._suggest([]) if entry.id in _INVITING else ()
        return Reply(
            "social",
            self.index.reply(entry.id, self.language),
            self.language,
            intent=entry.id,
            suggestions=suggestions,
            confidence=round(outcome.decision.confidence, 3),
            reasons=reasons(outcome),
        )

    def _answer(self, conversation: Conversation, outcome: Outcome) -> tuple[Reply, Conversation]:
        intent = outcome.intent
        if outcome.relation:
            reply = self._related(outcome, outcome.relation)
            if not intent:
                return reply, conversation
            after = talk.after_answer(self.index, conversation, outcome.reading, intent, ())
            return reply, talk.after_several(after, [intent_of(self.index, fact) for fact in outcome.relation.facts])
        entry = self.index.by_id[intent]
        after = talk.after_answer(self.index, conversation, outcome.reading, intent, self._listed(entry))
        return self._answered(outcome, entry), after

    def _listed(self, entry: Entry) -> tuple[str, ...]:
        """The intents of the things that a list names, in its order."""
        facts = entry.intent.facts
        if not _LISTS & entry.asks or len(facts) == 1:
            return ()
        intents = (intent_of(self.index, fact) for fact in facts)
        return tuple(dict.fromkeys(intent for intent in intents if intent and intent != entry.id))

    def _answered(self, outcome: Outcome, entry: Entry) -> Reply:
        computation = entry.intent.compute
        computed = compute.compute(computation, self.index.facts, outcome.given) if computation else None
        text = word.answer_text(self.index, entry.id, self.language, computed)
        text = word.with_verdict(self.index, self._verdict(outcome, entry, computed), text, self.language)
        return self._receipted(outcome, text, entry.intent.facts, entry.id, computed)

    def _verdict(self, outcome: Outcome, entry: Entry, computed: Computed | None) -> str:
        if outcome.decision.verdict:
            return outcome.decision.verdict
        computation, fact = entry.intent.compute, self.index.facts[entry.intent.facts[0]]
        if computation and computation.given:
            return ""
        if (
            computation
            and computed
            and (checked := verdict.check_computed(outcome.reading, computed, computation.unit))
        ):
            return checked
        return "" if self._elsewhere(outcome, fact) else verdict.check(outcome.reading, fact)

    def _elsewhere(self, outcome: Outcome, fact: Fact) -> bool:
        """Whether the question sets the figure in another scope than the source (“the world's first” for Asia's)."""
        own = fact.figure.scope if fact.figure else None
        figures = [known.figure for known in self.index.facts.values() if known.figure]
        scopes = {figure.scope.casefold() for figure in figures if figure.scope}
        named = {
            concept
            for group in outcome.reading.groups
            for concept in group.concepts
            if concept in scopes and concept in self.index.concepts and not self.index.concepts[concept].scope
        }
        return own is not None and bool(named) and own.casefold() not in named

    def _related(self, outcome: Outcome, relation: Comparison) -> Reply:
        computed = relation.computed
        key = f"relation.{relation.kind}" + (".many" if relation.kind == "order" and not computed else "")
        text = word.fill(
            self.index.reply(key, self.language),
            result=computed.result if computed else "",
            says=word.says(self.index, relation.facts, self.language),
            period=self.index.reply(f"period.{relation.period}", self.language) if relation.period else "",
            also=computed.also if computed else "",
        )
        return self._receipted(outcome, text, relation.facts, outcome.intent, computed)

    def _receipted(
        self, outcome: Outcome, text: str, facts: tuple[str, ...], intent: str, computed: Computed | None
    ) -> Reply:
        known = self.index.by_id.get(intent)
        return Reply(
            "answer",
            text,
            self.language,
            label=known.intent.label.get(self.language) if known else "",
            intent=intent,
            facts=facts,
            receipts=word.receipts(self.index, facts),
            notes=word.notes(self.index, facts, self.language),
            computed=computed,
            confidence=round(outcome.decision.confidence, 3),
            reasons=reasons(outcome),
        )

    def _silence(self, outcome: Outcome) -> Reply:
        concept = self.index.concepts[outcome.decision.concept]
        name = concept.name.get(self.language)
        facts = self._known_of(concept.id)
        text = word.silence(self.index, name, outcome.decision.attribute, facts, self.language)
        return Reply(
            "silent",
            text,
            self.language,
            label=name,
            facts=facts,
            receipts=word.receipts(self.index, facts),
            suggestions=self._suggest([concept.intent] if concept.intent else []),
            confidence=round(outcome.decision.confidence, 3),
            reasons=reasons(outcome),
        )

    def _known_of(self, concept: str) -> tuple[str, ...]:
        about = self.index.about.get(concept, ())
        intent = self.index.concepts[concept].intent
        return about[:2] or (self.index.by_id[intent].intent.facts[:2] if intent else ())

    def _question(self, outcome: Outcome) -> Reply:
        choices = word.choices(self.index, outcome.decision.options, self.language)
        text = word.fill(self.index.reply("clarify", self.language), choices=self._joined(choices))
        return Reply(
            "clarify",
            text,
            self.language,
            choices=choices,
            confidence=round(outcome.decision.confidence, 3),
            reasons=reasons(outcome),
        )

    def _joined(self, choices: tuple[Choice, ...]) -> str:
        labels = [choice.label for choice in choices]
        if self.language == "zh" or len(labels) == 1:
            return "、".join(labels)
        return f"{', '.join(labels[:-1])} or {labels[-1]}"

    def _refusal(self, outcome: Outcome) -> Reply:
        best = outcome.decision.ranked
        entry = best.entry if best else nearest_refusal(self.index, outcome.reading, self.weights)
        intent = entry.id if entry and entry.intent.kind == "decline" else ""
        near = [one.entry.id for one in outcome.ranked][:1]
        return self.refuse(intent, near, reasons(outcome))

    def refuse(self, intent: str, near: list[str], why: Reasons) -> Reply:
        """Return a refusal in one line, with questions that surely get an answer, those near to the given intents first."""
        key = intent if intent in self.index.pack.replies["en"] else "decline"
        text = self.index.reply(key, self.language)
        suggestions = self._suggest(near)
        return Reply(
            "decline", text, self.language, intent=intent, suggestions=suggestions, confidence=0.9, reasons=why
        )

    def _suggest(self, near: list[str]) -> tuple[str, ...]:
        return suggestions(self.index, near, self.language)


def suggestions(index: Index, near: list[str], language: str) -> tuple[str, ...]:
    """Return up to three questions that surely get an answer, those near to the given intents first."""
    wanted = [*near, *(topic.overview for topic in index.pack.manifest.topics)]
    found: dict[str, None] = {}
    for intent in wanted:
        example = index.golden.get((intent, language)) or index.golden.get((intent, "en"))
        if example:
            found[example] = None
    return tuple(found)[:_SUGGESTED]


def reasons(outcome: Outcome) -> Reasons:
    """Return why the outcome is what it is."""
    best = outcome.decision.ranked
    leftover = tuple(group.text for group in best.leftover if not group.carried) if best else ()
    candidates = tuple(one.candidate() for one in outcome.ranked[:_SHOWN])
    return Reasons(outcome.reading.words, candidates, leftover, outcome.decision.rule)
