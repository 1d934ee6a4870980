"""Checks a pack against its source and against itself, and finds everything that is wrong at once."""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from biobot.pack.charts import check_charts
from biobot.pack.index import place_of, section_spans
from biobot.pack.models import OWN_COMMANDS, Concept, Fact, FactFigure, Forms, Locales, Pack
from biobot.pack.read import Places, Problem
from biobot.text.figures import figures
from biobot.text.normalise import normalise
from biobot.text.tokens import keys

_SLOT = re.compile(r"\{([^{}]*)\}")
_INTENT_SLOTS = {"result", "working", "also"}
SYSTEM_SLOTS = {
    "silent": {"name"},
    "silent.attribute": {"name", "asked"},
    "silent.year": {"name"},
    "silent.known": {"says"},
    "clarify": {"choices"},
    "decline": set[str](),
    "verdict.yes": set[str](),
    "verdict.no": set[str](),
    "verdict.nearly": set[str](),
    "verdict.unlisted": set[str](),
    "relation.order": {"says", "result"},
    "relation.order.many": {"says"},
    "relation.side-by-side": {"says"},
    "relation.apart": {"says"},
    "relation.ratio": {"says", "result", "also"},
    "relation.share-of": {"says", "result"},
    "relation.extreme": {"says"},
    "relation.sum": {"says", "result"},
    "relation.years": {"says", "result"},
    "relation.years-to": {"says", "result"},
    "relation.remaining": {"says", "result"},
    "relation.compounded": {"says", "result"},
    "relation.compounded-amount": {"says", "result"},
    "relation.doubling": {"says", "result"},
    "relation.interval": {"says", "result"},
    "relation.divided": {"says", "result"},
    "relation.paced": {"says", "result"},
    "relation.times": {"says", "result"},
    "relation.fold": {"says", "result"},
    "relation.saved": {"says", "result", "also"},
    "relation.per": {"says", "result"},
    "relation.per-billion": {"says", "result"},
    "relation.per-period": {"says", "result", "period"},
    "period.year": set[str](),
    "period.quarter": set[str](),
    "period.month": set[str](),
    "period.week": set[str](),
    "period.day": set[str](),
}
_MARKS = re.compile(r"[\s•.,:;\"'“”()\-]+|^\d\.", re.MULTILINE)
_YEAR = re.compile(r"y\d{4}")
_LANGUAGES = ("en", "zh")
_ARITHMETIC = (
    ast.Expression,
    ast.BinOp,
    ast.Name,
    ast.Load,
    ast.Constant,
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.Div,
    ast.Pow,
)


def check_pack(pack: Pack, places: Places, *, whole: bool = True) -> list[Problem]:
    """Return every problem of a pack that could be read, ordered by file and line.

    Where the files had problems of their own the pack isn't `whole`: the rules that would blame what is missing wait.
    """
    always = (_ids, _source, _quotes, _figures, _expressions, _aliases, _examples, _slots)
    of_the_whole = (_coverage, _links, _operands, _answers, _replies, _golden, _names, check_charts)
    rules = (*always, *of_the_whole) if whole else always
    return sorted({problem for rule in rules for problem in rule(pack, places)})


def _ids(pack: Pack, places: Places) -> Iterator[Problem]:
    yield from _twice("fact id", ((places.of(fact, "id"), fact.id) for fact in pack.facts))
    yield from _twice("note id", ((places.of(note, "id"), note.id) for note in pack.notes))
    concepts = (*pack.concepts, *pack.asking)
    yield from _twice("concept id", ((places.of(concept, "id"), concept.id) for concept in concepts))
    yield from _twice("forms id", ((places.of(forms, "id"), forms.id) for forms in pack.forms))
    yield from _twice("intent id", ((places.of(intent, "id"), intent.id) for intent in pack.intents))
    topics, sections = list(enumerate(pack.manifest.topics)), list(enumerate(pack.source.sections))
    yield from _twice("topic id", ((places.of(pack.manifest, "topics", n, "id"), topic.id) for n, topic in topics))
    yield from _twice(
        "command", ((places.of(pack.manifest, "topics", n, "command"), topic.command) for n, topic in topics)
    )
    for n, topic in topics:
        if topic.command in OWN_COMMANDS:
            what = f"the command “{topic.command}” is one that every bot has"
            yield Problem(*places.of(pack.manifest, "topics", n, "command"), what, "another name")
    for language in Locales.model_fields:
        called = [(n, topic.locales.known[language].name) for n, topic in topics if language in topic.locales.known]
        found = ((places.of(pack.manifest, "topics", n, "locales", language, "name"), name) for n, name in called)
        yield from _twice(f"command in “{language}”", found)
    yield from _twice("section", ((places.of(pack.source, "sections", n), section.title) for n, section in sections))


def _twice(kind: str, found: Iterable[tuple[tuple[str, int], str]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, name in found:
        if name in seen:
            yield Problem(*place, f"the {kind} “{name}” stands twice", "every one once")
        seen.add(name)


def _source(pack: Pack, places: Places) -> Iterator[Problem]:
    digest = hashlib.sha256(pack.text.encode()).hexdigest()
    if digest != pack.source.sha256:
        expected = f"sha256 {digest}, or the text as it was"
        yield Problem(*places.of(pack.source, "sha256"), "the source's text has changed", expected)
    if pack.source.id != pack.manifest.source:
        what = f"the source calls itself “{pack.source.id}”"
        yield Problem(
            *places.of(pack.source, "id"), what, f"“{pack.manifest.source}”, as pack.yaml and the file's name say"
        )
    found = section_spans(pack.text, pack.source.sections)
    for number, section in enumerate(pack.source.sections):
        if section.title not in found:
            what = f"no line of the source starts with “{section.starts}”"
            yield Problem(*places.of(pack.source, "sections", number), what, "the first words of the section")


def _quotes(pack: Pack, places: Places) -> Iterator[Problem]:
    spans = section_spans(pack.text, pack.source.sections)
    for fact in pack.facts:
        if fact.section in spans and place_of(pack.text, spans, fact) is None:
            what = f"the quote of {fact.id} isn't in the source at its place"
            yield Problem(*places.of(fact, "quote"), what, f"words of the section “{fact.section}”, letter by letter")
        if fact.figure and fact.figure.text not in fact.quote:
            what = f"“{fact.figure.text}” isn't in the quote of {fact.id}"
            yield Problem(*places.of(fact, "figure", "text"), what, "the figure as the quote prints it")


def _coverage(pack: Pack, _: Places) -> Iterator[Problem]:
    """Every stretch of the source but its headings must be in some quote."""
    spans = section_spans(pack.text, pack.source.sections)
    if len(spans) < len(pack.source.sections):
        return
    covered = bytearray(len(pack.text))
    for fact in pack.facts:
        place = place_of(pack.text, spans, fact)
        if place:
            covered[place.start : place.end] = b"\1" * (place.end - place.start)
    for section in pack.source.sections:
        start, end = spans[section.title]
        heading = pack.text[start:end].split("\n", 1)[0]
        if heading == section.starts and heading.endswith(":"):
            covered[start : start + len(heading)] = b"\1" * len(heading)
    for stretch, line in _open(pack.text, covered):
        yield Problem(
            f"sources/{pack.manifest.source}.txt", line, f"no fact quotes “{stretch}”", "a fact with this quote"
        )


def _open(text: str, covered: bytearray) -> Iterator[tuple[str, int]]:
    """Yield the stretches that nothing covers, with their lines."""
    start = 0
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        piece = "".join("\0" if covered[start + at] else char for at, char in enumerate(line))
        start += len(line)
        for stretch in piece.split("\0"):
            if _MARKS.sub("", stretch):
                yield stretch.strip(), number


def _figures(pack: Pack, places: Places) -> Iterator[Problem]:
    for fact in pack.facts:
        if fact.figure:
            yield from _figure(fact, fact.figure, places)


def _figure(fact: Fact, figure: FactFigure, places: Places) -> Iterator[Problem]:
    place = places.of(fact, "figure", "value")
    printed = _printed(figure)
    try:
        value = figure.number
    except (ValueError, ZeroDivisionError):
        yield Problem(*place, f"“{figure.value}” is no number", "a number, a fraction, or a date as printed")
        return
    if not printed:
        what = f"no figure can be read in “{figure.text}” of {fact.id}"
        yield Problem(*places.of(fact, "figure", "text"), what, "digits or number words")
    elif value not in printed:
        what = f"the value {figure.value} of {fact.id} and its text “{figure.text}” disagree"
        yield Problem(*place, what, f"the value {', '.join(str(one) for one in sorted(printed))}")
    elif printed[value] not in ("", "date", figure.unit):
        what = f"the unit {figure.unit} of {fact.id} and its text “{figure.text}” disagree"
        yield Problem(*places.of(fact, "figure", "unit"), what, f"the unit {printed[value]}")


def _printed(figure: FactFigure) -> dict[Fraction, str]:
    """Return the values that a figure's text can be read as, with their units."""
    if figure.unit == "date" and figure.text == figure.value:
        return {Fraction(figure.text[:4]): "date"} if figure.text[:4].isdigit() else {}
    return {found.value: found.unit for found in figures(normalise(figure.text).text)}


def _links(pack: Pack, places: Places) -> Iterator[Problem]:
    """Every id that an item names must exist."""
    titles = [section.title for section in pack.source.sections]
    known: dict[str, Iterable[str]] = {
        "fact": {fact.id for fact in pack.facts},
        "note": {note.id for note in pack.notes},
        "concept": {concept.id for concept in (*pack.concepts, *pack.asking)},
        "attribute": {concept.id for concept in pack.asking if concept.kind in ("attribute", "aspect")},
        "intent": {intent.id for intent in pack.intents},
        "topic": {topic.id for topic in pack.manifest.topics},
        "section": titles,
    }
    for item, path, name, target, wanted in (*_references(pack), *_references_of_intents(pack)):
        if wanted and wanted not in known[target]:
            what = f"{name} names the {target} “{wanted}”, which doesn't exist"
            expected = f"one of: {', '.join(titles)}" if target == "section" else f"the id of a known {target}"
            yield Problem(*places.of(item, *path), what, expected)


_Reference = tuple[object, tuple[str | int, ...], str, str, str]


def _references(pack: Pack) -> Iterator[_Reference]:
    """Yield every id that an item names: the item, the place in it, its name, what it should be the id of, and the id."""
    for fact in pack.facts:
        yield fact, ("section",), fact.id, "section", fact.section
        yield fact, ("attribute",), fact.id, "attribute", fact.attribute
        yield fact, ("note",), fact.id, "note", fact.note or ""
        yield from ((fact, ("about", number), fact.id, "concept", wanted) for number, wanted in enumerate(fact.about))
    for concept in pack.concepts:
        name = concept.id
        yield concept, ("intent",), name, "intent", concept.intent or ""
        yield concept, ("topic",), name, "topic", concept.topic or ""
        yield from (
            (concept, ("choices", number), name, "intent", wanted) for number, wanted in enumerate(concept.choices)
        )
    yield from ((forms, ("id",), "the entry", "concept", forms.id) for forms in pack.forms)
    for number, topic in enumerate(pack.manifest.topics):
        name = f"the topic {topic.id}"
        yield pack.manifest, ("topics", number, "overview"), name, "intent", topic.overview
        yield pack.manifest, ("topics", number, "section"), name, "section", topic.section
    yield from (
        (golden, ("is",), f"the golden question “{golden.q}”", "intent", golden.is_) for golden in pack.questions
    )


def _references_of_intents(pack: Pack) -> Iterator[_Reference]:
    for intent in pack.intents:
        name = intent.id
        yield from ((intent, ("facts", number), name, "fact", wanted) for number, wanted in enumerate(intent.facts))
        yield from ((intent, ("asks", number), name, "attribute", wanted) for number, wanted in enumerate(intent.asks))
        for number, need in enumerate(intent.needs):
            ids = (part.strip() for part in need.split("|"))
            yield from (
                (intent, ("needs", number), name, "concept", wanted) for wanted in ids if not _YEAR.fullmatch(wanted)
            )


def _answers(pack: Pack, places: Places) -> Iterator[Problem]:
    for intent in pack.intents:
        if intent.kind == "answer" and not (intent.facts and intent.needs):
            yield Problem(*places.of(intent), f"{intent.id} answers, but has no facts or needs", "at least one of each")


def _expressions(pack: Pack, places: Places) -> Iterator[Problem]:
    """Find computations that are no arithmetic over the names that they give."""
    for intent in pack.intents:
        if intent.compute is None:
            continue
        known = {*intent.compute.names, *(["given"] if intent.compute.given else [])}
        second = [(intent.compute.also.expr, places.of(intent, "compute", "also"))] if intent.compute.also else []
        for expr, place in [(intent.compute.expr, places.of(intent, "compute", "expr")), *second]:
            yield from _expression(expr, place, known)


def _expression(expr: str, place: tuple[str, int], known: set[str]) -> Iterator[Problem]:
    try:
        nodes = list(ast.walk(ast.parse(expr, mode="eval")))
    except (SyntaxError, ValueError):
        nodes = [ast.Pass()]
    if not all(isinstance(node, _ARITHMETIC) for node in nodes):
        yield Problem(*place, f"the expression “{expr}” can't be worked out", "names, numbers and + - * / **")
    for name in sorted({node.id for node in nodes if isinstance(node, ast.Name)} - known):
        what = f"the expression uses “{name}”, which is not given"
        yield Problem(*place, what, f"one of: {', '.join(sorted(known))}")


def _operands(pack: Pack, places: Places) -> Iterator[Problem]:
    """Find computations with facts that have no figure."""
    counted = {fact.id for fact in pack.facts if fact.figure}
    for intent in pack.intents:
        for name, fact in intent.compute.names.items() if intent.compute else ():
            if fact not in counted:
                what = f"“{name}: {fact}” names no fact with a figure"
                yield Problem(*places.of(intent, "compute", name), what, "the id of a fact with a figure")


def _forms(item: Concept | Forms) -> Iterator[tuple[str, int, str]]:
    """Yield every form of a concept with its language and number."""
    for language in _LANGUAGES:
        for number, form in enumerate(getattr(item, language)):
            yield language, number, form


def _key(form: str) -> tuple[str, ...]:
    return keys(normalise(form).text)


def _aliases(pack: Pack, places: Places) -> Iterator[Problem]:
    """No two things of the pack may claim the same form, and a loose form is one of the thing's forms."""
    claimed: dict[tuple[str, ...], str] = {}
    for item in _concepts_and_forms(pack):
        for language, number, form in _forms(item):
            other = claimed.setdefault(_key(form), item.id)
            if other != item.id:
                what = f"both {other} and {item.id} claim the alias “{form}”"
                yield Problem(*places.of(item, language, number), what, "every alias with one of them")
    own = {(item.id, _key(form)) for item in (*_concepts_and_forms(pack), *pack.asking) for _, _, form in _forms(item)}
    for concept in (*pack.concepts, *pack.asking):
        for number, form in enumerate(concept.loose):
            if (concept.id, _key(form)) not in own:
                what = f"the loose “{form}” is no form of {concept.id}"
                yield Problem(*places.of(concept, "loose", number), what, "a form that stands in en or zh")


def _concepts_and_forms(pack: Pack) -> tuple[Concept | Forms, ...]:
    return (*pack.concepts, *pack.forms)


def _examples(pack: Pack, places: Places) -> Iterator[Problem]:
    """No two intents may hold the same example."""
    seen: dict[tuple[str, ...], str] = {}
    for intent in pack.intents:
        for language in _LANGUAGES:
            for number, text in enumerate(getattr(intent.examples, language)):
                key = _key(text)
                other = seen.setdefault(key, intent.id) if key else intent.id
                if other != intent.id:
                    what = f"the example “{text}” stands in both {other} and {intent.id}"
                    yield Problem(
                        *places.of(intent, "examples", language, number), what, "every example with one intent"
                    )


def _replies(pack: Pack, places: Places) -> Iterator[Problem]:
    """Every intent and every kind of refusal has its reply; Chinese ones may be missing where nothing is told."""
    intents = {intent.id: intent for intent in pack.intents}
    for language in _LANGUAGES:
        replies = pack.replies.get(language, {})
        wanted = [*SYSTEM_SLOTS, *(name for name, intent in intents.items() if language == "en" or intent.facts)]
        for key in wanted:
            if key not in replies:
                what, expected = f"there is no reply “{key}”", "a reply for every intent and every kind of refusal"
                yield Problem(f"replies/{language}.yaml", 1, what, expected)
    for language, replies in pack.replies.items():
        if language not in _LANGUAGES:
            yield Problem(
                *places.of(replies), f"“{language}” is no language of replies", f"one of: {', '.join(_LANGUAGES)}"
            )
        for key in replies.keys() - SYSTEM_SLOTS.keys() - intents.keys():
            yield Problem(*places.of(replies, key), f"the reply “{key}” belongs to no intent", "the id of an intent")


def _slots(pack: Pack, places: Places) -> Iterator[Problem]:
    known = SYSTEM_SLOTS | {intent.id: _INTENT_SLOTS if intent.compute else set() for intent in pack.intents}
    for replies in pack.replies.values():
        for key in replies.keys() & known.keys():
            allowed = known[key]
            for slot in _SLOT.findall(replies[key]):
                if slot not in allowed:
                    what = f"the reply “{key}” has the slot “{{{slot}}}”, which doesn't exist"
                    expected = f"one of: {', '.join(sorted(allowed))}" if allowed else "no slots here"
                    yield Problem(*places.of(replies, key), what, expected)


def _golden(pack: Pack, places: Places) -> Iterator[Problem]:
    """Every intent (and so its reply) and every fact must be exercised by a golden question."""
    asked = {golden.is_ for golden in pack.questions}
    for intent in pack.intents:
        if intent.id not in asked:
            what = f"no golden question exercises the intent {intent.id} and its reply"
            yield Problem(*places.of(intent), what, f"a question with “is: {intent.id}”")
    proven = {fact for intent in pack.intents if intent.id in asked for fact in intent.facts}
    for fact in pack.facts:
        if fact.id not in proven:
            what = f"no golden question exercises the fact {fact.id}"
            yield Problem(*places.of(fact), what, "a question whose intent lists it")


def _names(pack: Pack, places: Places) -> Iterator[Problem]:
    """Every name of a named thing must be used by a golden question."""
    questions = "\n".join(f" {' '.join(_key(golden.q))} " for golden in pack.questions)
    for concept in pack.concepts:
        if places.of(concept)[0] != "entities.yaml":
            continue
        for language, number, form in _forms(concept):
            if f" {' '.join(_key(form))} " not in questions:
                what = f"no golden question exercises the alias “{form}” of {concept.id}"
                yield Problem(*places.of(concept, language, number), what, "a question that uses it")
