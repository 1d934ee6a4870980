"""Checks a pack against its source and against itself, and finds everything that is wrong at once."""

from __future__ import annotations

import ast
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction

from biobot.pack.index import place_of, section_spans
from biobot.pack.models import FactFigure, Intent, Pack
from biobot.pack.read import Places, Problem
from biobot.text.figures import figures
from biobot.text.normalise import normalise
from biobot.text.tokens import keys

_SLOT = re.compile(r"\{([^{}]*)\}")
_INTENT_SLOTS = {"result", "working"}
_SYSTEM_SLOTS = {
    "silent": {"name"}, "silent.attribute": {"name", "asked"}, "silent.year": {"name"}, "silent.known": {"says"}, "clarify": {"choices"}, "decline": set(),
    "verdict.yes": set(), "verdict.no": set(), "verdict.nearly": set(), "verdict.unlisted": set(),
    "relation.order": {"says", "result"}, "relation.order.many": {"says"}, "relation.side-by-side": {"says"}, "relation.ratio": {"says", "result"},
    "relation.share-of": {"says", "result"}, "relation.per": {"says", "result"}, "relation.per-period": {"says", "result", "period"},
}  # fmt: skip
_MARKS = re.compile(r"[\s•.,:;\"'“”()\-]+|^\d\.", re.MULTILINE)
_LANGUAGES = ("en", "zh")


def check_pack(pack: Pack, places: Places) -> list[Problem]:
    """Return every problem of a pack that could be read, ordered by file and line."""
    found: list[Problem] = []
    for rule in (_ids, _source, _quotes, _coverage, _figures, _links, _intents, _computations, _forms, _examples, _replies, _golden):
        found += rule(pack, places)
    return sorted(set(found))


def _problem(places: Places, kind: str, name: str, key: str, what: str, expected: str) -> Problem:
    file, line = places.of(kind, name, key)
    return Problem(file, line, what, expected)


def _ids(pack: Pack, places: Places) -> Iterator[Problem]:
    groups: dict[str, Iterable[str]] = {
        "fact": (fact.id for fact in pack.facts),
        "note": (note.id for note in pack.notes),
        "concept": (concept.id for concept in (*pack.concepts, *pack.asking)),
        "intent": (intent.id for intent in pack.intents),
        "topic": (topic.id for topic in pack.manifest.topics),
    }
    for kind, ids in groups.items():
        seen: set[str] = set()
        for name in ids:
            if name in seen:
                yield _problem(places, kind, name, "", f"the {kind} id “{name}” stands twice", "every id once")
            seen.add(name)


def _source(pack: Pack, places: Places) -> Iterator[Problem]:
    digest = hashlib.sha256(pack.text.encode()).hexdigest()
    if digest != pack.source.sha256:
        yield _problem(places, "source", "source", "sha256", "the source's text has changed", f"sha256 {digest}, or the text as it was")
    found = section_spans(pack.text, pack.source.sections)
    for section in pack.source.sections:
        if section.title not in found:
            yield _problem(places, "source", "source", "sections", f"no line of the source starts with “{section.starts}”", "the first words of the section")


def _quotes(pack: Pack, places: Places) -> Iterator[Problem]:
    spans = section_spans(pack.text, pack.source.sections)
    for fact in pack.facts:
        if fact.section not in spans:
            yield _problem(places, "fact", fact.id, "section", f"there is no section “{fact.section}”", f"one of: {', '.join(spans)}")
        elif place_of(pack.text, spans, fact) is None:
            expected = f"words of the section “{fact.section}”, letter by letter"
            yield _problem(places, "fact", fact.id, "quote", f"the quote of {fact.id} isn't in the source at its place", expected)
        if fact.figure and fact.figure.text not in fact.quote:
            yield _problem(places, "fact", fact.id, "figure", f"“{fact.figure.text}” isn't in the quote of {fact.id}", "the figure as the quote prints it")


def _coverage(pack: Pack, places: Places) -> Iterator[Problem]:
    """Every stretch of the source but its headings must be in some quote."""
    spans = section_spans(pack.text, pack.source.sections)
    known = [place for fact in pack.facts if (place := place_of(pack.text, spans, fact))]
    covered = bytearray(len(pack.text))
    for place in known:
        covered[place.start : place.end] = b"\1" * (place.end - place.start)
    for section in pack.source.sections:
        if section.starts.endswith(":") and section.title in spans:
            start = spans[section.title][0]
            line_end = pack.text.find("\n", start)
            if pack.text[start:line_end] == section.starts:
                covered[start:line_end] = b"\1" * (line_end - start)
    for stretch, line in _open(pack.text, covered):
        yield Problem(f"sources/{pack.source.id}.txt", line, f"no fact quotes “{stretch}”", "a fact with this quote")


def _open(text: str, covered: bytearray) -> Iterator[tuple[str, int]]:
    start = 0
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        piece = "".join(char if not covered[start + at] else "\0" for at, char in enumerate(line))
        start += len(line)
        for stretch in piece.split("\0"):
            if _MARKS.sub("", stretch):
                yield stretch.strip(), number


def _figures(pack: Pack, places: Places) -> Iterator[Problem]:
    for fact in pack.facts:
        if fact.figure is None:
            continue
        expected = _printed(fact.figure)
        try:
            value = fact.figure.number
        except (ValueError, ZeroDivisionError):
            yield _problem(places, "fact", fact.id, "figure", f"“{fact.figure.value}” is no number", "a number, a fraction, or a date as printed")
            continue
        if expected and value not in expected:
            shown = ", ".join(str(one) for one in sorted(expected))
            what = f"the value {fact.figure.value} of {fact.id} and its text “{fact.figure.text}” disagree"
            yield _problem(places, "fact", fact.id, "figure", what, f"the value {shown}")


def _printed(figure: FactFigure) -> set[Fraction]:
    if figure.unit == "date":
        return {Fraction(figure.text[:4])} if figure.text == figure.value else {Fraction(0)}
    return {found.value for found in figures(normalise(figure.text).text)}


def _links(pack: Pack, places: Places) -> Iterator[Problem]:
    """Every id that an item names must exist."""
    facts, notes = {fact.id for fact in pack.facts}, {note.id for note in pack.notes}
    concepts = {concept.id for concept in (*pack.concepts, *pack.asking)}
    intents, topics = {intent.id for intent in pack.intents}, {topic.id for topic in pack.manifest.topics}
    attributes = {concept.id for concept in pack.asking if concept.kind in ("attribute", "aspect")}

    def dangling(kind: str, name: str, key: str, wanted: str, target: str) -> Problem:
        return _problem(places, kind, name, key, f"{name} names the {target} “{wanted}”, which doesn't exist", f"the id of a {target}")

    for fact in pack.facts:
        yield from (dangling("fact", fact.id, "about", one, "concept") for one in fact.about if one not in concepts)
        if fact.note and fact.note not in notes:
            yield dangling("fact", fact.id, "note", fact.note, "note")
        if fact.attribute not in attributes:
            yield dangling("fact", fact.id, "attribute", fact.attribute, "attribute")
    for concept in pack.concepts:
        for wanted in (concept.intent, *concept.choices):
            if wanted and wanted not in intents:
                yield dangling("concept", concept.id, "intent" if wanted == concept.intent else "choices", wanted, "intent")
        if concept.topic and concept.topic not in topics:
            yield dangling("concept", concept.id, "topic", concept.topic, "topic")
    for forms in pack.forms:
        if forms.id not in concepts:
            yield dangling("forms", forms.id, "id", forms.id, "concept")
    for intent in pack.intents:
        yield from (dangling("intent", intent.id, "facts", one, "fact") for one in intent.facts if one not in facts)
        yield from (dangling("intent", intent.id, "asks", one, "attribute") for one in intent.asks if one not in attributes)
        wanted_ids = (part.strip() for need in intent.needs for part in need.split("|"))
        yield from (dangling("intent", intent.id, "needs", one, "concept") for one in wanted_ids if one not in concepts and not re.fullmatch(r"y\d{4}", one))
    for topic in pack.manifest.topics:
        if topic.overview not in intents:
            yield Problem("pack.yaml", places.of("pack", "pack", "topics")[1], f"the topic {topic.id} names the intent “{topic.overview}”, which doesn't exist", "the id of an intent")


def _intents(pack: Pack, places: Places) -> Iterator[Problem]:
    for intent in pack.intents:
        if intent.kind == "answer" and not (intent.facts and intent.needs):
            yield _problem(places, "intent", intent.id, "", f"{intent.id} answers, but has no facts or needs", "at least one of each")


def _computations(pack: Pack, places: Places) -> Iterator[Problem]:
    facts = {fact.id: fact for fact in pack.facts}
    for intent in pack.intents:
        if intent.compute is None:
            continue
        named = intent.compute.names
        for name, fact in named.items():
            if fact not in facts or facts[fact].figure is None:
                yield _problem(places, "intent", intent.id, "compute", f"“{name}: {fact}” names no fact with a figure", "the id of a fact with a figure")
        known = set(named) | ({"given"} if intent.compute.given else set())
        yield from _expression(intent, known, places)


def _expression(intent: Intent, known: set[str], places: Places) -> Iterator[Problem]:
    expr = intent.compute.expr if intent.compute else ""
    try:
        names = {node.id for node in ast.walk(ast.parse(expr, mode="eval")) if isinstance(node, ast.Name)}
    except SyntaxError:
        yield _problem(places, "intent", intent.id, "compute", f"the expression “{expr}” can't be read", "names, numbers and + - * / **")
        return
    for name in sorted(names - known):
        yield _problem(places, "intent", intent.id, "compute", f"the expression uses “{name}”, which is not given", f"one of: {', '.join(sorted(known))}")


def _forms(pack: Pack, places: Places) -> Iterator[Problem]:
    """No two things of the pack may claim the same form."""
    claimed: dict[tuple[str, ...], str] = {}
    for kind, items in (("concept", pack.concepts), ("forms", pack.forms)):
        for item in items:
            for form in (*item.en, *item.zh):
                key = keys(normalise(form).text)
                other = claimed.setdefault(key, item.id)
                if other != item.id:
                    yield _problem(places, kind, item.id, "en", f"both {other} and {item.id} claim the alias “{form}”", "every alias with one of them")


def _examples(pack: Pack, places: Places) -> Iterator[Problem]:
    """No two intents may hold the same example."""
    seen: dict[tuple[str, ...], str] = {}
    for intent in pack.intents:
        for number, text in enumerate((*intent.examples.en, *intent.examples.zh)):
            key = keys(normalise(text).text)
            other = seen.setdefault(key, intent.id) if key else intent.id
            if other != intent.id:
                what = f"the example “{text}” stands in both {other} and {intent.id}"
                yield _problem(places, "intent", intent.id, f"examples.en.{number}", what, "every example with one intent")


def _replies(pack: Pack, places: Places) -> Iterator[Problem]:
    intents = {intent.id: intent for intent in pack.intents}
    for language in _LANGUAGES:
        replies = pack.replies.get(language, {})
        for key in (*_SYSTEM_SLOTS, *intents):
            if key not in replies and (key in _SYSTEM_SLOTS or not intents[key].facts == () or language == "en"):
                yield Problem(f"replies/{language}.yaml", 1, f"there is no reply “{key}”", "a reply for every intent and every kind of refusal")
        for key, text in replies.items():
            yield from _reply(language, key, text, intents, places)


def _reply(language: str, key: str, text: str, intents: dict[str, Intent], places: Places) -> Iterator[Problem]:
    if key in intents:
        allowed = _INTENT_SLOTS if intents[key].compute else set()
    elif key in _SYSTEM_SLOTS:
        allowed = _SYSTEM_SLOTS[key]
    else:
        yield _problem(places, "reply", f"{language}/{key}", "", f"the reply “{key}” belongs to no intent", "the id of an intent")
        return
    for slot in _SLOT.findall(text):
        if slot not in allowed:
            expected = f"one of: {', '.join(sorted(allowed))}" if allowed else "no slots here"
            yield _problem(places, "reply", f"{language}/{key}", "", f"the reply “{key}” has the slot “{{{slot}}}”, which doesn't exist", expected)


def _golden(pack: Pack, places: Places) -> Iterator[Problem]:
    """Every intent (and so its reply), fact and name must be exercised by a golden question."""
    intents = {intent.id: intent for intent in pack.intents}
    asked: defaultdict[str, list[str]] = defaultdict(list)
    for number, golden in enumerate(pack.questions):
        asked[golden.is_].append(golden.q)
        if golden.is_ not in intents:
            file, line = _question_place(places, number)
            yield Problem(file, line, f"the golden question “{golden.q}” names the intent “{golden.is_}”, which doesn't exist", "the id of an intent")
    for intent in pack.intents:
        if intent.id not in asked:
            yield _problem(places, "intent", intent.id, "", f"no golden question exercises the intent {intent.id} and its reply", "a question with “is: {intent.id}”".replace("{intent.id}", intent.id))
    proven = {fact for intent in pack.intents if intent.id in asked for fact in intent.facts}
    for fact in pack.facts:
        if fact.id not in proven:
            yield _problem(places, "fact", fact.id, "", f"no golden question exercises the fact {fact.id}", "a question whose intent lists it")
    yield from _names(pack, places)


def _question_place(places: Places, number: int) -> tuple[str, int]:
    known = [place for (kind, _, key), place in places.known.items() if kind == "question" and key == ""]
    return known[number] if number < len(known) else ("questions", 1)


def _names(pack: Pack, places: Places) -> Iterator[Problem]:
    texts = [" ".join(keys(normalise(golden.q).text)) for golden in pack.questions]
    joined = "\n".join(f" {text} " for text in texts)
    for concept in pack.concepts:
        if places.of("concept", concept.id)[0] != "entities.yaml":
            continue
        for form in (*concept.en, *concept.zh):
            if f" {' '.join(keys(normalise(form).text))} " not in joined:
                yield _problem(places, "concept", concept.id, "en", f"no golden question exercises the alias “{form}” of {concept.id}", "a question that uses it")


