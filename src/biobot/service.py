"""What biobot can do for whoever presents it: joins the engine, the pack and a clock; remembers conversations for a while."""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Self

from rapidfuzz import fuzz, process

from biobot import chart
from biobot.engine.answer import answer, by_intent
from biobot.engine.conversation import EMPTY, Conversation
from biobot.engine.reply import suggestions
from biobot.engine.values import Note, Receipt, Reply
from biobot.errors import PackError
from biobot.pack import compiled
from biobot.pack.check import check_pack
from biobot.pack.index import Index
from biobot.pack.models import Concept, Pack
from biobot.pack.models import Note as PackNote
from biobot.pack.models import Topic as PackTopic
from biobot.pack.read import Problem, read_pack
from biobot.sheet import facts_of
from biobot.text.normalise import normalise

# How many conversations are remembered, and how long after their last message.
CONVERSATIONS = 2000
REMEMBERED = 15 * 60
_LABEL = 100
# From how much likeness on, of 100, something typed is taken for a known thing.
_ALIKE = 60
_SURE = 75
_EXAMPLES = 3
# From how many facts on a reply is an overview.
_OVERVIEW = 3
_WHICH_IS_MORE = {"en": "which is more, {} or {}?", "zh": "{}和{}哪个更多？"}
_LETTERS = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic in one language: its slash command, title and description (100 characters at most).

    `locales` holds the command's name and description in further languages.
    """

    id: str
    command: str
    title: str
    description: str
    locales: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Named:
    """One name to complete to: what is shown and what is sent back (100 characters at most each)."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A whole section of the source, with the place of a proving stretch in it, and the source's title and date."""

    section: str
    text: str
    start: int
    end: int
    source: str
    published: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What is known of one section: its title, its command (if it has one), its number of facts, questions that work."""

    title: str
    command: str
    facts: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """What other sources say, and the claims of the source that it speaks of."""

    note: Note
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """Where the knowledge comes from: the source, its date and origin, what was removed, and what others say of it."""

    title: str
    published: str
    author: str
    address: str
    origin: str
    removed: str
    facts: int
    doubts: tuple[Doubt, ...]


def default_pack() -> Path:
    """Return the folder of the pack that comes with biobot: in the installed package, or in the work tree."""
    here = Path(__file__).parent
    inside = here / "knowledge" / "shanghai-biotech"
    return inside if inside.is_dir() else here.parents[1] / "knowledge" / "shanghai-biotech"


def load(root: Path) -> tuple[Pack | None, list[Problem]]:
    """Read and check a pack; return it (None where a needed part is broken) and every problem."""
    pack, problems, places = read_pack(root)
    if pack is not None:
        problems = sorted({*problems, *check_pack(pack, places, whole=not problems)})
    return pack, problems


def open_index(pack: Path | None = None) -> Index:
    """Return the index of the pack in that folder (by default the one that comes along); raises PackError with every problem."""
    root = pack or default_pack()
    name = compiled.fingerprint(root)
    kept = compiled.load(name)
    if kept is not None:
        return kept
    found, problems = load(root)
    if compiled.fingerprint(root) != name:
        message = f"The knowledge pack in {root} changed while it was read: try again when it has been written."
        raise PackError(message)
    if found is None or problems:
        message = f"The knowledge pack in {root} can't be used: biobot check names every problem."
        raise PackError(message, tuple(str(problem) for problem in problems))
    index = Index(found)
    compiled.keep(name, index)
    return index


def stamp(pack: Path | None = None) -> str:
    """Return a name for the exact content of a pack: another one as soon as a file of it changes."""
    return compiled.fingerprint(pack or default_pack())


class Service:
    """Answers questions from one pack."""

    def __init__(self, index: Index, clock: Callable[[], float] = time.monotonic) -> None:
        self._index = index
        self._clock = clock
        self._conversations: OrderedDict[str, tuple[float, Conversation]] = OrderedDict()
        self._catalogue = _Catalogue(index)

    @classmethod
    def open(cls, pack: Path | None = None) -> Self:
        """Read the pack in that folder (by default the one that comes along); raises PackError with every problem."""
        return cls(open_index(pack))

    def use(self, index: Index) -> None:
        """Answer from another index from now on; what was talked about before is forgotten with the old one."""
        fresh = type(self)(index, self._clock)
        # What was worked out from the old index goes with it, whatever it is.
        self.__dict__.clear()
        self.__dict__.update(fresh.__dict__)

    @property
    def title(self) -> str:
        """The pack's title in English."""
        return self._index.pack.manifest.title.en

    def title_in(self, language: str) -> str:
        """Return the pack's title in a language."""
        return self._index.pack.manifest.title.get(language)

    @property
    def version(self) -> str:
        """The pack's version."""
        return self._index.pack.manifest.version

    def ask(
        self,
        text: str,
        *,
        conversation: str | None = None,
        language: str | None = None,
        before: Conversation | None = None,
    ) -> Reply:
        """Return the reply to a message; `conversation` is any key under which follow-ups are understood.

        `before` takes the place of what was said so far: the message was changed after the fact.
        """
        past = self._recall(conversation) if before is None else before
        reply, after = answer(self._index, past, text, language=language)
        self._keep(conversation, after)
        return reply

    def said(self, conversation: str) -> Conversation:
        """Return what was said so far under that key."""
        return self._recall(conversation)

    def known(self, partial: str, *, language: str = "en", limit: int = 25) -> tuple[str, ...]:
        """Return the known questions that fit what was typed so far, the best first, one for each answer."""
        return self._catalogue.known(language).fitting(partial, limit)

    def ask_known(self, question: str, *, conversation: str | None = None, language: str | None = None) -> Reply:
        """Return the reply to a question; one of those that `known` offers always gets its answer."""
        intent = self._catalogue.golden.get(question)
        if intent is None:
            return self.ask(question, conversation=conversation, language=language)
        reply = self.ask(question, conversation=conversation, language=language, before=EMPTY)
        if reply.kind == "answer":
            return reply
        return self.choose(intent, conversation=conversation, language=language or "en")

    def related(self, reply: Reply, *, limit: int = 5) -> tuple[str, ...]:
        """Return questions that surely get an answer and lie near to what a reply tells."""
        sections = dict.fromkeys(receipt.section for receipt in reply.receipts)
        told = {reply.intent, *(part.intent for part in reply.parts)}
        near = [intent for section in sections for intent in self._intents_of(section) if intent not in told]
        return self._questions(near, reply.language)[:limit]

    def choose(self, intent: str, *, conversation: str | None = None, language: str = "en") -> Reply:
        """Return the answer of an intent that was offered; raises KeyError for an unknown one."""
        reply, after = by_intent(self._index, intent, language, self._recall(conversation))
        self._keep(conversation, after)
        return reply

    def golden(self) -> tuple[tuple[str, str], ...]:
        """Return every golden question with the intent that must answer it."""
        return tuple((golden.q, golden.is_) for golden in self._index.pack.questions)

    def topics(self, language: str = "en") -> tuple[Topic, ...]:
        """Return the pack's topics in their order."""
        return tuple(_topic(topic, language) for topic in self._index.pack.manifest.topics)

    def topic(
        self, topic: str, name: str | None = None, *, conversation: str | None = None, language: str = "en"
    ) -> Reply:
        """Return a topic's overview, or what is known of the thing that the name means; raises KeyError for an unknown topic."""
        known = self._index.topics[topic]
        if not name or not name.strip():
            return self.choose(known.overview, conversation=conversation, language=language)
        concept = self._concept(known, name)
        if concept and concept.intent:
            return self.choose(concept.intent, conversation=conversation, language=language)
        return self.ask(name, conversation=conversation, language=language)

    def names(self, topic: str, partial: str, *, language: str = "en", limit: int = 25) -> tuple[Named, ...]:
        """Return the things of a topic whose names fit what was typed so far, the best first."""
        known = self._index.topics[topic]
        return tuple(Named(name, name) for name in _best(self._catalogue.members(known), partial, language)[:limit])

    def things(self, partial: str, *, language: str = "en", limit: int = 25) -> tuple[Named, ...]:
        """Return the things of every topic whose names fit what was typed so far, the best first."""
        return tuple(Named(name, name) for name in _best(self._catalogue.things, partial, language)[:limit])

    def compare(self, one: str, other: str, *, conversation: str | None = None, language: str = "en") -> Reply:
        """Return two things set against each other: their figures where both have one, else what is known of each."""
        things = self._thing(one), self._thing(other)
        names = [found.name.get(language) if found else name for found, name in zip(things, (one, other), strict=True)]
        figures = {self._figure(thing) for thing in things}
        if None not in figures and len(figures) == len(things):
            asked = _WHICH_IS_MORE.get(language, _WHICH_IS_MORE["en"]).format(*names)
            reply = self.ask(asked, conversation=conversation, language=language, before=EMPTY)
            if reply.kind == "answer" and figures <= set(reply.facts):
                return reply
        return _together([self._part(*each, language) for each in zip(things, names, strict=True)], language)

    def contents(self, language: str = "en") -> tuple[Contents, ...]:
        """Return what is known of each section of the source, in its order."""
        topics = {topic.section: topic for topic in self._index.pack.manifest.topics}
        return tuple(self._contents(section, topics.get(section), language) for section in self._index.sections)

    def record(self, language: str = "en") -> Record:
        """Return where the knowledge comes from and what other sources say of it."""
        pack, source = self._index.pack, self._index.pack.source
        doubts = tuple(self._doubt(note, language) for note in pack.notes)
        return Record(
            source.title,
            source.published[:10],
            source.author or "",
            source.address or "",
            source.origin.get(language),
            source.removed.get(language),
            len(pack.facts),
            doubts,
        )

    def charts(self, language: str = "en") -> tuple[chart.ChartInfo, ...]:
        """Return the pictures that can be drawn; none where the library for it is missing."""
        return chart.charts(self._index, language) if chart.available() else ()

    def draw(self, picture: str, language: str = "en") -> chart.Picture:
        """Return a picture of figures; raises KeyError for an unknown one and ChartError where it can't be drawn."""
        return chart.draw(self._index, picture, language)

    def prepare(self) -> None:
        """Draw every picture, where pictures can be drawn, so that nobody waits for them; takes a second or more."""
        if chart.available():
            chart.prepare(self._index)

    def chart_of(self, reply: Reply) -> str | None:
        """Return the picture that goes with an overview: the one that shows most of its facts."""
        if reply.kind != "answer" or reply.parts or len(reply.facts) < _OVERVIEW:
            return None
        shared = {one.id: self._shares(one.id, reply) for one in self.charts()}
        best = max(shared, key=lambda one: shared[one], default=None)
        return best if best is not None and shared[best] else None

    def _shares(self, picture: str, reply: Reply) -> int:
        found = next(one for one in self._index.pack.charts if one.id == picture)
        return len(set(facts_of(self._index, found)) & set(reply.facts))

    def label(self, intent: str, language: str = "en") -> str:
        """Return what an intent answers, in words a person recognises; its id for an unknown one."""
        entry = self._index.by_id.get(intent)
        return entry.intent.label.get(language) if entry else intent

    def name(self, concept: str, language: str = "en") -> str:
        """Return what a concept is called; an empty text for an unknown one."""
        found = self._index.concepts.get(concept)
        return found.name.get(language) if found else ""

    def passage(self, fact: str) -> Passage:
        """Return the section that holds a fact's proof; raises KeyError for an unknown fact."""
        place, source = self._index.places[fact], self._index.pack.source
        start, end = self._index.sections[place.section]
        raw = self._index.pack.text[start:end]
        text = raw.strip()
        offset = start + len(raw) - len(raw.lstrip())
        return Passage(
            place.section, text, place.start - offset, place.end - offset, source.title, source.published[:10]
        )

    def examples(self, language: str = "en") -> tuple[str, ...]:
        """Return three questions that surely get an answer."""
        return suggestions(self._index, [], language)

    def _concept(self, topic: PackTopic, name: str) -> Concept | None:
        return _nearest(self._catalogue.members(topic), name)

    def _thing(self, name: str) -> Concept | None:
        return _nearest(self._catalogue.things, name)

    def _intents_of(self, section: str) -> list[str]:
        facts = self._index.facts
        entries = [entry.intent for entry in self._index.by_id.values() if entry.intent.kind == "answer"]
        return [intent.id for intent in entries if intent.facts and facts[intent.facts[0]].section == section]

    def _questions(self, intents: list[str], language: str) -> tuple[str, ...]:
        found = [self._index.golden.get((one, language)) or self._index.golden.get((one, "en")) for one in intents]
        return tuple(dict.fromkeys(question for question in found if question and len(question) <= _LABEL))

    def _contents(self, section: str, topic: PackTopic | None, language: str) -> Contents:
        facts = sum(fact.section == section for fact in self._index.pack.facts)
        examples = self._questions(self._intents_of(section), language)[:_EXAMPLES]
        title = topic.title.get(language) if topic else section
        return Contents(title, topic.command if topic else "", facts, examples)

    def _doubt(self, note: PackNote, language: str) -> Doubt:
        claims = [fact.says.get(language) for fact in self._index.pack.facts if fact.note == note.id]
        return Doubt(Note(note.id, note.status, note.says.get(language), note.links), tuple(claims))

    def _figure(self, thing: Concept | None) -> str | None:
        """Return the fact that holds the figure of a thing, where it stands for one."""
        entry = self._index.by_id.get(thing.intent or "") if thing else None
        first = self._index.facts.get(entry.intent.facts[0]) if entry and entry.intent.facts else None
        return first.id if first and first.figure else None

    def _part(self, thing: Concept | None, name: str, language: str) -> Reply:
        reply = (
            self.choose(thing.intent, language=language)
            if thing and thing.intent
            else self.ask(name, language=language)
        )
        return replace(reply, label=name if thing else "")

    def _recall(self, key: str | None) -> Conversation:
        if key is None:
            return EMPTY
        kept = self._conversations.get(key)
        return kept[1] if kept and not self._is_over(kept) else EMPTY

    def _keep(self, key: str | None, conversation: Conversation) -> None:
        if key is None:
            return
        self._conversations[key] = (self._clock(), conversation)
        self._conversations.move_to_end(key)
        while len(self._conversations) > CONVERSATIONS or self._is_over(next(iter(self._conversations.values()))):
            self._conversations.popitem(last=False)

    def _is_over(self, kept: tuple[float, Conversation]) -> bool:
        return self._clock() - kept[0] >= REMEMBERED


class _Catalogue:
    """What a pack offers to choose from: its things, and the questions that surely get an answer."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._known: dict[str, _Known] = {}

    @cached_property
    def things(self) -> list[Concept]:
        """The things of every topic."""
        found = [concept for topic in self._index.pack.manifest.topics for concept in self.members(topic)]
        return list({concept.name.en: concept for concept in found}.values())

    @cached_property
    def golden(self) -> dict[str, str]:
        """The questions that surely get an answer, each with its intent."""
        answers = {intent for intent, entry in self._index.by_id.items() if entry.intent.kind == "answer"}
        return {one.q: one.is_ for one in self._index.pack.questions if one.is_ in answers and len(one.q) <= _LABEL}

    def members(self, topic: PackTopic) -> list[Concept]:
        """Return the things of a topic."""
        seen: dict[str, Concept] = {}
        for concept in self._index.pack.concepts:
            if concept.topic == topic.id and concept.intent and concept.intent != topic.overview:
                seen.setdefault(concept.name.en, concept)
        return list(seen.values())

    def known(self, language: str) -> _Known:
        """Return the questions of a language."""
        if language not in self._known:
            spoken = [(q, intent) for q, intent in self.golden.items() if normalise(q).language == language]
            self._known[language] = _Known(spoken)
        return self._known[language]


class _Known:
    """Known questions, found by what was typed of them so far."""

    def __init__(self, questions: list[tuple[str, str]]) -> None:
        self._questions = [(question, intent, frozenset(_words(question))) for question, intent in questions]
        self._vocabulary = sorted({word for _, _, words in self._questions for word in words})

    def fitting(self, partial: str, limit: int) -> tuple[str, ...]:
        """Return the questions that fit best, one for each intent."""
        scores = self._scores(partial)
        found: dict[str, str] = {}
        for score, place in sorted((-score, place) for place, score in enumerate(scores)):
            if partial.strip() and -score < _ALIKE:
                break
            question, intent, _ = self._questions[place]
            found.setdefault(intent, question)
            if len(found) == limit:
                break
        return tuple(found.values())

    def _scores(self, partial: str) -> list[float]:
        typed = _words(partial)
        if not typed:
            plain = partial.strip().lower()
            return [fuzz.partial_ratio(plain, question.lower()) if plain else 0.0 for question, *_ in self._questions]
        alike = [{word: _begun(part, word) for word in self._vocabulary} for part in typed]
        weight = sum(map(len, typed))
        return [
            sum(
                len(part) * max((near[word] for word in words), default=0.0)
                for part, near in zip(typed, alike, strict=True)
            )
            / weight
            - len(words) / 100
            for _, _, words in self._questions
        ]


def _topic(topic: PackTopic, language: str) -> Topic:
    called = {locale: (one.name, one.description) for locale, one in topic.locales.known.items()}
    return Topic(topic.id, topic.command, topic.title.get(language), topic.description.get(language)[:_LABEL], called)


def _words(text: str) -> list[str]:
    return _LETTERS.findall(text.lower())


def _begun(typed: str, word: str) -> float:
    """How well what was typed fits a word or its beginning, from 0 to 100; figures are no matter of likeness."""
    if word.startswith(typed):
        return 100.0
    if len(typed) < 4 or typed.isdecimal():  # noqa: PLR2004 - fewer letters are like too much
        return 0.0
    return 0.95 * max(fuzz.ratio(typed, word), fuzz.ratio(typed, word[: len(typed)]))


def _best(concepts: list[Concept], typed: str, language: str) -> list[str]:
    begun, shown = typed.strip().lower(), [concept.name.get(language)[:_LABEL] for concept in concepts]
    scored = sorted(
        (-_fit(concept, typed), not shown[place].lower().startswith(begun), place)
        for place, concept in enumerate(concepts)
    )
    return [shown[place] for score, _, place in scored if not begun or -score >= _ALIKE]


def _nearest(concepts: list[Concept], name: str) -> Concept | None:
    best = max(concepts, key=lambda concept: _fit(concept, name), default=None)
    return best if best and _fit(best, name) >= _SURE else None


def _together(parts: list[Reply], language: str) -> Reply:
    """Put replies side by side, as the parts of one."""
    kind = next((part.kind for part in parts if part.kind == "answer"), parts[0].kind)
    facts = dict.fromkeys(fact for part in parts for fact in part.facts)
    receipts: dict[Receipt, None] = dict.fromkeys(receipt for part in parts for receipt in part.receipts)
    notes = {note.id: note for part in parts for note in part.notes}
    return Reply(
        kind,
        "\n".join(part.markdown for part in parts),
        language,
        facts=tuple(facts),
        receipts=tuple(receipts),
        notes=tuple(notes.values()),
        confidence=min(part.confidence for part in parts),
        parts=tuple(parts),
    )


def _fit(concept: Concept, typed: str) -> float:
    """How well what was typed fits one of a concept's names, from 0 to 100."""
    typed = typed.strip().lower()
    names = [form.lower() for form in (concept.name.en, concept.name.zh, *concept.en, *concept.zh)]
    if typed in names:
        return 101.0
    if any(name.startswith(typed) for name in names):
        return 100.0
    if any(f" {typed}" in f" {name}" for name in names):
        return 95.0
    found = process.extractOne(typed, names, scorer=fuzz.partial_ratio if len(typed) > 3 else fuzz.ratio)  # noqa: PLR2004
    return float(found[1]) * 0.9
