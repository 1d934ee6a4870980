"""`answer(index, conversation, text)`: the way of a message, from text to reply, as one pure function."""

from __future__ import annotations

from dataclasses import replace
from math import fsum

from biobot.engine import conversation as talk
from biobot.engine.case import Decision, bare, small_talk
from biobot.engine.chat import TOKENS, chat
from biobot.engine.consider import Considerer, Outcome, distinct
from biobot.engine.conversation import EMPTY, Conversation
from biobot.engine.decide import ADVICE
from biobot.engine.read import Group, attributes, read, subjects
from biobot.engine.reply import PARTS, Replier
from biobot.engine.sentences import Sentence, clauses, items, sentences
from biobot.engine.values import Reasons, Reply
from biobot.pack.index import Entry, Index
from biobot.pack.weights import Weights
from biobot.text.normalise import normalise

_TELLING_KINDS = ("answer", "silent", "clarify")
_PART_KINDS = ("answer", "silent", "decline")
_REACH = 3  # pieces of a list that may be one question after all
_FRAGMENT_GROUPS = 2
_FRAGMENT_TOKENS = 4
_SHORT = 300  # characters; what is longer is no greeting, no fragment, and not looked at again as a whole
_ELSE = 0.5  # of the votes: more than that for anything else, and small talk is only its dress
_LONG = 700  # characters; what is longer is looked at sentence by sentence only

Answered = tuple[Reply, Conversation]


def answer(
    index: Index, conversation: Conversation, text: str, *, language: str | None = None, weights: Weights | None = None
) -> Answered:
    """Return the reply to a message and the conversation after it; `language` overrides the question's own."""
    normal = normalise(text)
    message = _Message(index, weights or index.pack.weights, language or normal.language)
    if not any(char.isalnum() for char in normal.text):
        return message.replier.refuse("", [], Reasons(rule="there are no words in it")), conversation
    if "code" in normal.aside:
        return message.replier.refuse("", [], Reasons(rule="it holds code")), conversation
    return message.answer(conversation, normal.text)


def by_intent(index: Index, intent: str, language: str, conversation: Conversation = EMPTY) -> Answered:
    """Return the reply of an intent that was chosen by its id; raises KeyError for an unknown one."""
    entry = index.by_id[intent]
    replier = Replier(index, index.pack.weights, language)
    reading = replace(read(index, "", language), groups=tuple(_needed(index, entry)))
    rule = "it was chosen by name"
    return replier.reply(conversation, Outcome(Decision(entry.intent.kind, rule, bare(entry), confidence=1.0), reading))


def _needed(index: Index, entry: Entry) -> list[Group]:
    names = [sorted(need & index.concepts.keys())[:1] for need in entry.needs]
    return [
        Group((name[0],), index.weights.get(name[0], 0.0), index.concepts[name[0]].name.en) for name in names if name
    ]


class _Message:
    """One message on its way: split into questions, each considered, the outcomes worded."""

    def __init__(self, index: Index, weights: Weights, language: str) -> None:
        self.index = index
        self.weights = weights
        self.considerer = Considerer(index, weights, language)
        self.replier = Replier(index, weights, language)

    def answer(self, conversation: Conversation, text: str) -> Answered:
        said = self._chat(text)
        if said and self._only_talk(conversation, text, said):
            return self.replier.reply(conversation, said)
        listed = self._listed(conversation, text) if len(text) <= _LONG else []
        return self.replier.parts(conversation, listed) if listed else self._read_on(conversation, text)

    def _read_on(self, conversation: Conversation, text: str) -> Answered:
        """The reply to a message that is no list: to its sentences read as one, to one of them, or to several."""
        parts = self._merged(sentences(text))
        if len(parts) <= 1:
            return self._sentence(conversation, parts[0].text if parts else text)
        whole = self.considerer.clear(conversation, text, parts) if len(text) <= _LONG else None
        if whole:
            return self.replier.reply(conversation, whole)
        chats = [self._chat(part.text) for part in parts]
        asked = [part for part, one in zip(parts, chats, strict=True) if one is None or one.decision.kind != "social"]
        if not asked:
            return self.replier.reply(conversation, next(one for one in reversed(chats) if one))
        if len(asked) == 1:
            return self._sentence(conversation, asked[0].text)
        return self._several(conversation, asked)

    def _chat(self, text: str) -> Outcome | None:
        return chat(self.index, self.considerer.read(text), self.weights) if len(text) <= _SHORT else None

    def _only_talk(self, conversation: Conversation, text: str, said: Outcome) -> bool:
        """Whether the wording as a whole speaks for nothing but the small talk, or the refusal, that it holds words of."""
        shares = self.considerer.shares(conversation, self.considerer.read(text))
        social = fsum(small_talk(self.index, shares).values())
        if said.decision.kind == "social":
            return not shares or social >= 1 - _ELSE
        return social < _ELSE

    def _merged(self, parts: list[Sentence]) -> list[Sentence]:
        """The sentences, where fragments without a subject (“True or false?”) are joined to the one before."""
        merged: list[Sentence] = []
        for part in parts:
            if merged and self._fragment(part):
                before = merged.pop()
                merged.append(Sentence(f"{before.text.rstrip('?')}, {part.text}", before.question or part.question))
            else:
                merged.append(part)
        return merged

    def _fragment(self, part: Sentence) -> bool:
        if len(part.text) > _SHORT:
            return False
        reading = self.considerer.read(part.text)
        small = len(reading.groups) <= _FRAGMENT_GROUPS and reading.tokens <= _FRAGMENT_TOKENS and not reading.dates
        own = subjects(self.index, reading, weak=True) or reading.has("pronoun")
        return small and not own and self._chat(part.text) is None

    # Several questions in one message, however they are joined.

    def _listed(self, conversation: Conversation, text: str) -> list[Outcome]:
        """The outcomes of a message whose wording speaks for several questions, where each piece of it is clear by itself."""
        several = self.considerer.several(conversation, text)
        spans = items(text) if several >= self.weights.several else []
        found, state, first = list[Outcome](), conversation, 0
        while first < len(spans):
            last, outcome = self._next(state, text, spans[first : first + _REACH], several)
            if outcome:
                found.append(outcome)
                _, state = self.replier.reply(state, outcome)
                state = replace(state, choices=())
            elif subjects(self.index, self.considerer.read(text[slice(*spans[first])])):
                return []
            first += last
        different = distinct(found)
        return different if len(different) > 1 and any(one.decision.kind == "answer" for one in different) else []

    def _next(
        self, state: Conversation, text: str, spans: list[tuple[int, int]], several: float
    ) -> tuple[int, Outcome | None]:
        """How many of the pieces are the next question, the fewest that are clear, and its outcome; or one and none.

        A piece is looked at by itself first, then as going on from the one before.
        """
        for number, (_, end) in enumerate(spans, start=1):
            for before in dict.fromkeys((EMPTY, state)):
                outcome = self.considerer.consider(before, text[spans[0][0] : end])
                sure = outcome.clear or (several >= self.weights.sure and outcome.whole)
                asks = outcome.decision.kind != "decline" or attributes(self.index, outcome.reading)
                if sure and asks and outcome.decision.kind in _PART_KINDS:
                    return number, outcome
        return 1, None

    # One sentence, or several clauses in it.

    def _sentence(self, conversation: Conversation, text: str) -> Answered:
        whole = self.considerer.consider(conversation, text)
        pieces = clauses(text)
        several = len(pieces) > 1 and self.considerer.several(conversation, text) >= self.weights.several
        if whole.whole and not self._two_things(conversation, pieces, several):
            return self.replier.reply(conversation, whole)
        each = self.considerer.each(whole)
        if each:
            return self.replier.parts(conversation, each)
        if len(pieces) > 1:
            return self._clauses(conversation, whole, pieces, several)
        return self.replier.reply(conversation, whole)

    def _two_things(self, conversation: Conversation, pieces: list[str], several: bool) -> bool:
        """Whether each of several clauses speaks clearly for a reply of its own: an answer, or one of them at least."""
        outcomes = [self.considerer.consider(conversation, piece) for piece in pieces[:PARTS]]
        answered = [one.decision.kind == "answer" for one in outcomes]
        enough = any(answered) if several else all(answered)
        return enough and all(one.clear for one in outcomes) and len({one.intent for one in outcomes}) > 1

    def _clauses(self, conversation: Conversation, whole: Outcome, pieces: list[str], several: bool) -> Answered:
        outcomes, _ = self._in_turn(conversation, pieces[:PARTS])
        asking = [one for one in outcomes if (several and one.clear) or self._asks(one)]
        kinds = ("answer", "silent", "decline") if several else ("answer", "silent")
        good = distinct([one for one in asking if one.decision.kind in kinds])
        if len(good) > 1 and _separate(whole, good):
            return self.replier.parts(conversation, good)
        last, decision = outcomes[-1], whole.decision
        unsettled = decision.kind != "answer" and not decision.attribute
        elsewhere = whole.reading.foreign and not last.reading.foreign
        if unsettled and not elsewhere and last.decision.kind == "answer" and self.considerer.firm(last):
            return self.replier.reply(conversation, last)
        return self.replier.reply(conversation, whole)

    def _asks(self, outcome: Outcome) -> bool:
        """Whether a clause asks for something, and what it is answered with isn't only guessed from the clause before."""
        named = any(not group.carried for group in subjects(self.index, outcome.reading, weak=True))
        known = named or outcome.clear or outcome.decision.kind != "answer"
        return known and bool(attributes(self.index, outcome.reading))

    def _in_turn(self, conversation: Conversation, texts: list[str]) -> tuple[list[Outcome], Conversation]:
        """The outcomes of texts of one message, each going on from the one before; nothing is chosen from within."""
        outcomes, state = [], conversation
        for text in texts:
            outcome = self.considerer.consider(state, text)
            outcomes.append(outcome)
            figures = outcome.reading.figures or state.figures
            if outcome.decision.kind in _TELLING_KINDS:
                _, state = self.replier.reply(state, outcome)
            elif subjects(self.index, outcome.reading, weak=True):
                state = talk.after_silence(self.index, state, outcome.reading)
            state = replace(state, figures=figures, choices=())
        return outcomes, state

    # Several sentences.

    def _several(self, conversation: Conversation, parts: list[Sentence]) -> Answered:
        outcomes, _ = self._in_turn(conversation, [part.text for part in parts])
        marked = any(part.question for part in parts)
        asked = [one for one, part in zip(outcomes, parts, strict=True) if part.question or not marked]
        others = [one for one, part in zip(outcomes, parts, strict=True) if not part.question and marked]
        advice = next((one for one in asked if one.decision.rule == ADVICE), None)
        if advice:
            return self.replier.reply(conversation, advice)
        if all(one.clear and one.decision.kind == "decline" for one in asked):
            return self.replier.reply(conversation, asked[-1])
        telling = max(fsum(group.weight for group in one.reading.groups) for one in asked)
        found = self._best_of(asked, together=marked) or (
            self._best_of(others, together=False) if telling < self.weights.leftover else []
        )
        joined = None if found and found[0].decision.kind != "clarify" else self._joined(conversation, parts)
        if joined:
            found = [joined]
        if len(found) > 1:
            return self.replier.parts(conversation, found)
        return self.replier.reply(conversation, found[0] if found else self._last_resort(conversation, parts, asked))

    def _best_of(self, pool: list[Outcome], *, together: bool) -> list[Outcome]:
        """What to reply of several outcomes: firm answers, else a silence, else an answer, else a question back."""
        answered = distinct([one for one in pool if one.decision.kind == "answer"])
        silent = [one for one in pool if one.decision.kind == "silent"]
        firm = [one for one in answered if self.considerer.firm(one)]
        good = firm or ([] if silent else answered)
        if len(good) == 1 and silent and silent[-1].decision.attribute and together:
            return [*good, silent[-1]]
        return good or silent[-1:] or [one for one in pool if one.decision.kind == "clarify"][-1:]

    def _joined(self, conversation: Conversation, parts: list[Sentence]) -> Outcome | None:
        """A short message read as one question, where its sentences say one by one too little."""
        text = " ".join(part.text for part in parts)
        if len(text) > _SHORT:
            return None
        whole = self.considerer.consider(conversation, text)
        good = whole.reading.tokens <= TOKENS and whole.decision.kind == "answer" and self.considerer.firm(whole)
        return whole if good else None

    def _last_resort(self, conversation: Conversation, parts: list[Sentence], asked: list[Outcome]) -> Outcome:
        whole = self.considerer.consider(conversation, " ".join(part.text for part in parts))
        return whole if whole.decision.kind != "answer" else asked[-1]


def _separate(whole: Outcome, good: list[Outcome]) -> bool:
    """Whether clauses ask for different things: not where the whole is explained by one of them."""
    if whole.relation is not None:
        return False
    answers = [one for one in good if one.decision.kind == "answer"]
    return len(answers) > 1 or (whole.decision.kind != "answer" and bool(answers))
