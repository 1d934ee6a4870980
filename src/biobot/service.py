"""What biobot can do for whoever presents it: joins the engine, the pack and a clock; remembers conversations for a while."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from rapidfuzz import fuzz, process

from biobot.engine.answer import answer, by_intent, suggestions
from biobot.engine.conversation import EMPTY, Conversation
from biobot.engine.values import Reply
from biobot.errors import PackError
from biobot.pack import compiled
from biobot.pack.check import check_pack
from biobot.pack.index import Index
from biobot.pack.models import Concept, Pack
from biobot.pack.models import Topic as PackTopic
from biobot.pack.read import Problem, read_pack

_KEPT = 2000
_SECONDS = 15 * 60
_LABEL = 100


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic in one language: its slash command, title and description (100 characters at most)."""

    id: str
    command: str
    title: str
    description: str


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


class Service:
    """Answers questions from one pack."""

    def __init__(self, index: Index, clock: Callable[[], float] = time.monotonic) -> None:
        self._index = index
        self._clock = clock
        self._conversations: OrderedDict[str, tuple[float, Conversation]] = OrderedDict()

    @classmethod
    def open(cls, pack: Path | None = None) -> Self:
        """Read the pack in that folder (by default the one that comes along); raises PackError with every problem."""
        root = pack or default_pack()
        name = compiled.fingerprint(root)
        kept = compiled.load(name)
        if kept is not None:
            return cls(kept)
        found, problems = load(root)
        if found is None or problems:
            message = f"The knowledge pack in {root} can't be used: biobot check names every problem."
            raise PackError(message, tuple(str(problem) for problem in problems))
        index = Index(found)
        compiled.keep(name, index)
        return cls(index)

    @property
    def title(self) -> str:
        """The pack's title in English."""
        return self._index.pack.manifest.title.en

    @property
    def version(self) -> str:
        """The pack's version."""
        return self._index.pack.manifest.version

    def ask(self, text: str, *, conversation: str | None = None, language: str | None = None) -> Reply:
        """Return the reply to a message; `conversation` is any key under which follow-ups are understood."""
        reply, after = answer(self._index, self._recall(conversation), text, language=language)
        self._keep(conversation, after)
        return reply

    def choose(self, intent: str, *, conversation: str | None = None, language: str = "en") -> Reply:
        """Return the answer of an intent that was offered; raises KeyError for an unknown one."""
        reply, after = by_intent(self._index, intent, language, self._recall(conversation))
        self._keep(conversation, after)
        return reply

    def topics(self, language: str = "en") -> tuple[Topic, ...]:
        """Return the pack's topics in their order."""
        return tuple(
            Topic(topic.id, topic.command, topic.title.get(language), topic.description.get(language)[:_LABEL])
            for topic in self._index.pack.manifest.topics
        )

    def topic(self, topic: str, name: str | None = None, *, conversation: str | None = None, language: str = "en") -> Reply:
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
        ranked = sorted(self._members(known), key=lambda concept: -_fit(concept, partial))
        fitting = [concept for concept in ranked if not partial.strip() or _fit(concept, partial) >= 60]  # noqa: PLR2004
        return tuple(Named(concept.name.get(language)[:_LABEL], concept.name.get(language)[:_LABEL]) for concept in fitting[:limit])

    def passage(self, fact: str) -> Passage:
        """Return the section that holds a fact's proof; raises KeyError for an unknown fact."""
        place, source = self._index.places[fact], self._index.pack.source
        start, end = self._index.sections[place.section]
        raw = self._index.pack.text[start:end]
        text = raw.strip()
        offset = start + len(raw) - len(raw.lstrip())
        return Passage(place.section, text, place.start - offset, place.end - offset, source.title, source.published[:10])

    def examples(self, language: str = "en") -> tuple[str, ...]:
        """Return three questions that surely get an answer."""
        return tuple(suggestions(self._index, [], language))

    def _members(self, topic: PackTopic) -> list[Concept]:
        seen: dict[str, Concept] = {}
        for concept in self._index.pack.concepts:
            if concept.topic == topic.id and concept.intent and concept.intent != topic.overview:
                seen.setdefault(concept.name.en, concept)
        return list(seen.values())

    def _concept(self, topic: PackTopic, name: str) -> Concept | None:
        members = self._members(topic)
        best = max(members, key=lambda concept: _fit(concept, name), default=None)
        return best if best and _fit(best, name) >= 75 else None  # noqa: PLR2004

    def _recall(self, key: str | None) -> Conversation:
        if key is None:
            return EMPTY
        kept = self._conversations.get(key)
        return kept[1] if kept and self._clock() - kept[0] < _SECONDS else EMPTY

    def _keep(self, key: str | None, conversation: Conversation) -> None:
        if key is None:
            return
        self._conversations[key] = (self._clock(), conversation)
        self._conversations.move_to_end(key)
        while len(self._conversations) > _KEPT:
            self._conversations.popitem(last=False)


def _fit(concept: Concept, typed: str) -> float:
    """How well what was typed fits one of a concept's names, from 0 to 100."""
    typed = typed.strip().lower()
    names = [form.lower() for form in (concept.name.en, concept.name.zh, *concept.en, *concept.zh)]
    if any(name.startswith(typed) for name in names):
        return 100.0
    if any(f" {typed}" in f" {name}" for name in names):
        return 95.0
    found = process.extractOne(typed, names, scorer=fuzz.partial_ratio if len(typed) > 3 else fuzz.ratio)  # noqa: PLR2004
    return float(found[1]) * 0.9 if found else 0.0
