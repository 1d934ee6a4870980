"""The index: a checked pack, prepared once for answering any number of questions.

Every example is read with the same lexicon as a question, so each intent has a profile: the concepts and words that its
examples hold, each with the share of examples that hold it. How telling a concept is falls with the number of intents
whose examples hold it (inverse document frequency, Spärck Jones 1972).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from fractions import Fraction

from biobot.pack.lexicon import Lexicon, Scan
from biobot.pack.models import Concept, Fact, Intent, Note, Pack, Section, Topic
from biobot.text.normalise import normalise

_COMMON = 0.15
_KIND_WEIGHT = {"subject": 1.0, "aspect": 0.7, "attribute": 0.55, "shape": 0.15}
_WORD_WEIGHT = 0.6
_ASKING = 0.5
_YEARS = range(1800, 2200)


@dataclass(frozen=True, slots=True)
class Example:
    """One example phrasing: its normal text, and the concepts that it holds (each set: alternatives for one stretch)."""

    text: str
    concepts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """An intent with what matching needs: needed groups, attributes, profile (concept → share of examples), examples."""

    intent: Intent
    needs: tuple[frozenset[str], ...]
    asks: frozenset[str]
    profile: dict[str, float]
    examples: tuple[Example, ...]
    texts: tuple[str, ...]
    order: int

    @property
    def id(self) -> str:
        """The intent's id."""
        return self.intent.id


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the source: its section and its character offsets."""

    section: str
    start: int
    end: int


def section_spans(text: str, sections: tuple[Section, ...]) -> dict[str, tuple[int, int]]:
    """Return each section's offsets in the source, for the sections that are found."""
    starts = []
    for section in sections:
        at = text.find("\n" + section.starts)
        at = 0 if text.startswith(section.starts) else at + 1 if at >= 0 else -1
        if at >= 0:
            starts.append((at, section.title))
    starts.sort()
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return {title: (start, end) for (start, title), end in zip(starts, ends, strict=True)}


def place_of(text: str, spans: dict[str, tuple[int, int]], fact: Fact) -> Place | None:
    """Return where a fact's quote stands in its section, or None where it doesn't stand there."""
    start, end = spans.get(fact.section, (0, 0))
    at = text.find(fact.quote, start, end)
    return Place(fact.section, at, at + len(fact.quote)) if at >= 0 else None


def year_concept(value: Fraction) -> str:
    """Return the concept id of a calendar year, such as y2024."""
    return f"y{int(value)}"


def scan_concepts(scan: Scan) -> list[tuple[str, ...]]:
    """Return what each telling stretch of a text may stand for; calendar years are concepts."""
    groups = [span.concepts for span in scan.spans if span.concepts]
    groups += [(year_concept(figure.value),) for figure in scan.figures if figure.unit == "date"]
    return groups


class Index:
    """A pack ready for questions. Built once; nothing in it changes afterwards."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.concepts: dict[str, Concept] = {concept.id: concept for concept in (*pack.concepts, *pack.asking)}
        self.facts: dict[str, Fact] = {fact.id: fact for fact in pack.facts}
        self.notes: dict[str, Note] = {note.id: note for note in pack.notes}
        self.topics: dict[str, Topic] = {topic.id: topic for topic in pack.manifest.topics}
        self.sections = section_spans(pack.text, pack.source.sections)
        self.places: dict[str, Place] = self._places()
        self.lexicon = Lexicon((*self.concepts.values(), *pack.forms), pack.wording)
        self.entries: tuple[Entry, ...] = tuple(
            self._entry(number, intent) for number, intent in enumerate(pack.intents)
        )
        self.by_id: dict[str, Entry] = {entry.id: entry for entry in self.entries}
        self.by_concept: dict[str, tuple[int, ...]] = self._postings()
        self.by_need: dict[str, tuple[int, ...]] = self._needed()
        self.by_fact: dict[str, tuple[int, ...]] = self._answering()
        self.weights: dict[str, float] = self._weights()
        self.by_figure: dict[tuple[Fraction, str], tuple[str, ...]] = self._figures()
        self.about: dict[str, tuple[str, ...]] = self._about()
        self.years: frozenset[str] = self._known_years()
        self.chat_texts, self.chat_entries = self._chat()
        self.golden: dict[tuple[str, str], str] = self._golden()

    def _places(self) -> dict[str, Place]:
        found = {}
        for fact in self.pack.facts:
            place = place_of(self.pack.text, self.sections, fact)
            if place:
                found[fact.id] = place
        return found

    def _entry(self, number: int, intent: Intent) -> Entry:
        needs = tuple(frozenset(part.strip() for part in need.split("|")) for need in intent.needs)
        examples = tuple(self._example(text) for text in (*intent.examples.en, *intent.examples.zh))
        counts = Counter(concept for example in examples for concept in example.concepts)
        profile = {concept: count / len(examples) for concept, count in counts.items()}
        for concept in (*intent.asks, *(concept for need in needs for concept in need)):
            profile[concept] = 1.0
        for fact in intent.facts:
            for concept in self.facts[fact].about if fact in self.facts else ():
                profile[concept] = max(profile.get(concept, 0.0), _COMMON)
        needed = {
            concept
            for need in needs
            for concept in need
            if concept in self.concepts and self.concepts[concept].kind == "attribute"
        }
        return Entry(
            intent,
            needs,
            frozenset(intent.asks) | needed,
            profile,
            examples,
            tuple(one.text for one in examples),
            number,
        )

    def _example(self, text: str) -> Example:
        normal = normalise(text)
        scan = self.lexicon.scan(normal.text)
        return Example(scan.text, frozenset(concept for group in scan_concepts(scan) for concept in group))

    def _postings(self) -> dict[str, tuple[int, ...]]:
        found: dict[str, list[int]] = defaultdict(list)
        for entry in self.entries:
            for concept in entry.profile:
                found[concept].append(entry.order)
        return {concept: tuple(numbers) for concept, numbers in found.items()}

    def _needed(self) -> dict[str, tuple[int, ...]]:
        """The entries that a concept opens: those whose first need it fills."""
        found: dict[str, list[int]] = defaultdict(list)
        for entry in self.entries:
            for concept in entry.needs[0] if entry.needs else ():
                found[concept].append(entry.order)
        return {concept: tuple(numbers) for concept, numbers in found.items()}

    def _answering(self) -> dict[str, tuple[int, ...]]:
        """The entries that answer with a fact first."""
        found: dict[str, list[int]] = defaultdict(list)
        for entry in self.entries:
            for fact in entry.intent.facts[:1]:
                found[fact].append(entry.order)
        return {fact: tuple(numbers) for fact, numbers in found.items()}

    def _weights(self) -> dict[str, float]:
        total = len(self.entries) + 1
        asking = {concept.id for concept in self.pack.asking}
        found = {}
        for concept in {*self.by_concept, *self.concepts}:
            common = sum(
                1 for number in self.by_concept.get(concept, ()) if self.entries[number].profile[concept] >= _COMMON
            )
            telling = math.log(total / (common + 0.5)) / math.log(2 * total)
            known = self.concepts.get(concept)
            kind = _KIND_WEIGHT[known.kind] if known else 1.0 if concept.startswith("y") else _WORD_WEIGHT
            weak = (
                0.35
                if known and known.weak
                else _ASKING
                if known and known.kind == "aspect" and concept in asking
                else 1.0
            )
            found[concept] = round(kind * weak * min(1.0, max(0.15, telling)), 4)
        return found

    def _figures(self) -> dict[tuple[Fraction, str], tuple[str, ...]]:
        found: dict[tuple[Fraction, str], list[str]] = defaultdict(list)
        for fact in self.pack.facts:
            if fact.figure:
                found[(fact.figure.number, fact.figure.unit)].append(fact.id)
        return {key: tuple(ids) for key, ids in found.items()}

    def _about(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for fact in self.pack.facts:
            for concept in fact.about:
                found[concept].append(fact.id)
        return {concept: tuple(ids) for concept, ids in found.items()}

    def _chat(self) -> tuple[list[str], list[int]]:
        """The example phrasings of greetings and refusals, without marks, and the entry that each belongs to."""
        texts, numbers = [], []
        for entry in self.entries:
            if entry.intent.kind != "answer":
                for example in entry.examples:
                    texts.append(re.sub(r"[^\w\s]", "", example.text).strip())
                    numbers.append(entry.order)
        return texts, numbers

    def _golden(self) -> dict[tuple[str, str], str]:
        """The first golden question of every intent and language: what a person may be offered to ask."""
        found: dict[tuple[str, str], str] = {}
        for golden in self.pack.questions:
            found.setdefault((golden.is_, normalise(golden.q).language), golden.q)
        return found

    def _known_years(self) -> frozenset[str]:
        """The calendar years that the source names in figures, periods or its date."""
        found = set()
        for fact in self.pack.facts:
            if fact.figure:
                texts = (fact.figure.period or "", fact.figure.value if fact.figure.unit in ("year", "date") else "")
                for text in texts:
                    found |= {
                        f"y{word[:4]}"
                        for word in text.replace(",", " ").split()
                        if word[:4].isdigit() and int(word[:4]) in _YEARS
                    }
        return frozenset(found)

    def reply(self, key: str, language: str) -> str:
        """Return a reply template in that language, or in English where it has none."""
        replies = self.pack.replies
        return replies.get(language, {}).get(key) or replies["en"][key]
