"""Reads one question: which subjects it is about, what it asks for, in which shape, with which figures and names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from biobot.engine.values import Word
from biobot.pack.index import Index, year_concept
from biobot.pack.lexicon import FOREIGN, Scan, Span
from biobot.pack.signs import SHAPE, signs
from biobot.text import words
from biobot.text.figures import Figure

_BAND_WEIGHT = {1: 0.12, 2: 0.4, 3: 0.7, 4: 0.9, words.NAME: 0.5, words.UNKNOWN: 1.0}
_HAN_WEIGHT = 0.2
_HAN_RUN = 4.0
_SHOWN = 20
_FOREIGN_WEIGHT = 1.2
_CARRIED = 0.6
_FIGURES = 20
_LENGTHS = (1, 2, 3, 4, 5, 6, 8, 13, 24)  # words; the telling steps are those of short messages
_MANY = 3
_LOOSE = 0.6
_WHICH = frozenset({"which", "哪些", "哪几家", "哪几个"})
_HEAD = 0.3
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|[\u3400-\u9fff]")
_ONE_OF = re.compile(r"\b(?:which|who|whose)\b")
_ELSEWHERE = 0.4
_ASKING = re.compile(r"\b(?:is there|are there|what|which|how many|how much|how|who|whose|where|when|why)\b")
_COPULA = re.compile(
    r"^\W*(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|s)\b\W*(?:the|a|an|its|their|this|that)?\b"
)
_PHRASE_END = re.compile(
    r"\b(?:of|for|in|on|at|with|to|from|that|when|by|about|as|is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|be|been)\b|[,;:?.]"
)
_VERB = 4
# Short words that no list knows are mostly dialect or another language; long ones are terms and names.
_SHORT_UNKNOWN = {0: 0.0, 1: 0.15, 2: 0.15, 3: 0.2, 4: 0.3, 5: 0.55}
_LONG = 5
_PARTICIPLE = 0.6
_FRAGMENT = 3
_OPEN = re.compile(
    r"\b(?:how|what|when|where|who|whom|whose|which|why|tell|give|list|name|explain|describe|about)\b|[几哪谁何啥]|多少|什么|怎"
)
_ASIDE = 0.3
_CLAUSE_MARKS = frozenset({",", "(", ")", "-", "，", ":", ";"})
_WHO = frozenset({"who", "whom", "whose"})
_WHO_STARTS = frozenset({"continue", "polar", "partner", "comparison", "social.hello"})
_OPENERS = re.compile(
    r"^(?:(?:so|and|but|ok|hey|hi|yo|well|wait|erm|um|lol|bro|sorry|please|then|now|also|just|hmm),? )*"
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|isn't|aren't|doesn't|don't|didn't|wasn't|may|might|am|be|whether)\b"
)


@dataclass(frozen=True, slots=True)
class Group:
    """One telling stretch: what it may stand for, how telling it is, and whether it was carried over from before."""

    concepts: tuple[str, ...]
    weight: float
    text: str
    carried: bool = False
    loose: bool = False
    head: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it was understood.

    `figures` leaves out calendar years, which are concepts of their own; `signs` are what its wording is weighed by.
    """

    text: str
    language: str
    groups: tuple[Group, ...]
    figures: tuple[Figure, ...]
    dates: tuple[Figure, ...]
    foreign: tuple[str, ...]
    words: tuple[Word, ...]
    polar: bool
    open: bool
    tokens: int
    which: frozenset[str]
    signs: tuple[str, ...] = ()
    concepts: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Collect every concept that some stretch may stand for."""
        concepts = frozenset(concept for group in self.groups for concept in group.concepts)
        object.__setattr__(self, "concepts", concepts)

    def has(self, *concepts: str) -> bool:
        """Tell whether one of those concepts was read."""
        return not self.concepts.isdisjoint(concepts)


def group_weight(index: Index, concepts: tuple[str, ...]) -> float:
    """Return how telling a stretch is: the most telling of what it may stand for."""
    return max(index.weights.get(concept, 0.0) for concept in concepts)


def _unknown_weight(index: Index, span: Span) -> float:
    concept = span.concepts[0]
    key = concept[2:]
    general = _BAND_WEIGHT[min(words.band(span.text), words.band(key))] if key.isascii() else _HAN_WEIGHT
    if general == _BAND_WEIGHT[words.UNKNOWN] and len(key) <= _LONG:
        general = _SHORT_UNKNOWN[len(key)]
    if key.endswith("ed") and len(key) > _VERB:
        general *= _PARTICIPLE
    known = index.weights.get(concept)
    return min(known, general) if known is not None else general


def _group(index: Index, span: Span) -> Group | None:
    if span.role == FOREIGN:
        return Group(span.concepts or (f"w:{span.text}",), _FOREIGN_WEIGHT, span.text)
    if not span.concepts:
        return None
    weight = _unknown_weight(index, span) if span.role == "unknown" else group_weight(index, span.concepts)
    return Group(span.concepts, weight * (_LOOSE if span.loose else 1.0), span.text, loose=span.loose)


def _groups(index: Index, scan: Scan) -> list[Group]:
    """The telling stretches; what stands in a clause that says nothing of the pack counts less."""
    found: list[Group] = []
    clause: list[Group] = []
    for number, span in enumerate(scan.spans):
        if span.role == "mark" and span.text in _CLAUSE_MARKS:
            found += _aside(index, clause)
            clause = []
        elif (group := _group(index, span)) and not _relative(scan.spans, number) and _when_asks(scan, number):
            _append(clause, group)
    return _placed(found + _aside(index, clause), scan)


def _append(groups: list[Group], group: Group) -> None:
    """Add a group; unknown Han characters side by side are one stretch."""
    before = groups[-1] if groups else None
    if before and _unknown_han(group) and _unknown_han(before):
        weight = min(_HAN_RUN, before.weight + group.weight)
        groups[-1] = Group(before.concepts, weight, (before.text + group.text)[:_SHOWN])
    else:
        groups.append(group)


def _unknown_han(group: Group) -> bool:
    return group.concepts[0].startswith("w:") and not group.concepts[0][2:].isascii()


def _placed(groups: list[Group], scan: Scan) -> list[Group]:
    """Unknown words weigh more right behind the asking word (what is asked for), less elsewhere in an open question."""
    head = _head(scan.text)
    if head is None:
        return groups
    placed = []
    first_words = set(_WORD.findall(head))
    elsewhere = 1.0 if _ONE_OF.search(scan.text) else _ELSEWHERE
    for group in groups:
        if group.concepts[0].startswith("w:"):
            first = group.text in first_words
            weight = max(group.weight, _HEAD) if first else group.weight * elsewhere
            group = replace(group, weight=weight, head=first)  # noqa: PLW2901
        placed.append(group)
    return placed


def _head(text: str) -> str | None:
    """The words right behind the last asking word, up to where a phrase of another kind begins; None without such a word."""
    matches = list(_ASKING.finditer(text))
    if not matches:
        return None
    rest = text[matches[-1].end() :]
    start = _COPULA.match(rest)
    rest = rest[start.end() :] if start else rest
    end = _PHRASE_END.search(rest)
    return rest[: end.start()] if end else rest


def _when_asks(scan: Scan, number: int) -> bool:
    """Whether “when” asks for a date, and doesn't only join a clause to a question that asks for something else."""
    if scan.spans[number].text != "when":
        return True
    others = [match for match in _ASKING.finditer(scan.text) if match.group() != "when"]
    following = scan.spans[number + 1].text if number + 1 < len(scan.spans) else ""
    return not others or bool(_COPULA.match(following))


def _aside(index: Index, clause: list[Group]) -> list[Group]:
    if any(
        _kind(index, concept) in ("subject", "aspect", "attribute") for group in clause for concept in group.concepts
    ):
        return clause
    return [
        replace(group, weight=group.weight * _ASIDE) if group.concepts[0].startswith("w:") else group
        for group in clause
    ]


def _which(scan: Scan) -> frozenset[str]:
    """What stands right behind “which”: the things that are to be named one by one."""
    found: set[str] = set()
    for span, following in zip(scan.spans, scan.spans[1:], strict=False):
        if span.text in _WHICH and following.role == "concept":
            found.update(following.concepts)
    return frozenset(found)


def _confirms(scan: Scan) -> bool:
    """Whether a statement is put as a question: a question mark or 吗 at its end, and no word that asks openly."""
    ends = scan.text.rstrip().endswith(("?", "吗", "吧"))
    return ends and len(scan.tokens) > _FRAGMENT and not _OPEN.search(scan.text)


def _wants_yes(scan: Scan, groups: list[Group]) -> bool:
    """Whether a word such as “really” or “right” asks for a yes: in a question that asks openly only at its end."""
    telling = groups[-1:] if _ASKING.search(scan.text) else groups
    return any("polar" in group.concepts for group in telling)


def _relative(spans: list[Span], number: int) -> bool:
    """Whether “who” goes on about the word before it instead of asking for a person."""
    if spans[number].text not in _WHO:
        return False
    before = [span for span in spans[:number] if span.role not in ("filler",)]
    return (
        bool(before)
        and before[-1].role == "concept"
        and number + 1 < len(spans)
        and _WHO_STARTS.isdisjoint(before[-1].concepts)
    )


def _years(index: Index, scan: Scan) -> list[Group]:
    found = []
    for figure in scan.figures:
        if figure.unit == "date":
            concept = year_concept(figure.value)
            found.append(Group((concept,), 0.6 if concept in index.years else 1.0, figure.text))
    return found


def _role(index: Index, span: Span) -> str:
    if span.role != "concept":
        return span.role
    kinds = {index.concepts[concept].kind for concept in span.concepts}
    return next((kind for kind in ("subject", "aspect", "attribute", "shape") if kind in kinds), "unknown")


def _words(index: Index, scan: Scan) -> tuple[Word, ...]:
    return tuple(
        Word(span.text, _role(index, span), span.concepts, span.mended) for span in scan.spans if span.role != "mark"
    )


def _shape(index: Index, groups: list[Group], count: int) -> tuple[str, ...]:
    """The signs of a question's shape: how many words it has, how many things it names, and how much it asks of them."""
    kinds = [{_kind(index, concept) for concept in group.concepts} for group in groups]
    words = next((most for most in _LENGTHS if count <= most), "many")
    things, asked = (min(_MANY, sum(kind in found for found in kinds)) for kind in ("subject", "attribute"))
    return f"{SHAPE}words {words}", f"{SHAPE}things {things}", f"{SHAPE}asked {asked}"


def read(index: Index, text: str, language: str) -> Reading:
    """Read a normal text with the index's lexicon."""
    scan = index.lexicon.scan(text)
    groups = _groups(index, scan)
    foreign = tuple(span.text for span in scan.spans if span.role == FOREIGN)
    figures = tuple(figure for figure in scan.figures if figure.unit != "date")[:_FIGURES]
    dates = tuple(figure for figure in scan.figures if figure.unit == "date")
    polar = bool(_OPENERS.match(scan.text)) or _wants_yes(scan, groups) or _confirms(scan)
    count = sum(1 for token in scan.tokens if token.kind not in ("mark", "sign"))
    return Reading(
        scan.text,
        language,
        tuple(groups + _years(index, scan)),
        figures,
        dates,
        foreign,
        _words(index, scan),
        polar,
        bool(_ASKING.search(scan.text)),
        count,
        _which(scan),
        (*signs(scan), *_shape(index, groups, count)),
    )


def subjects(index: Index, reading: Reading, *, weak: bool = False) -> list[Group]:
    """Return the groups that name a subject of the pack, in the order of the question; with `weak` also the vague ones."""
    return [
        group
        for group in reading.groups
        if (weak or not group.loose) and any(_is_subject(index, concept, weak) for concept in group.concepts)
    ]


def _is_subject(index: Index, name: str, weak: bool) -> bool:
    concept = index.concepts.get(name)
    return concept is not None and (concept.kind == "subject") and (weak or not concept.weak)


def attributes(index: Index, reading: Reading) -> list[Group]:
    """Return the groups that say what is asked for."""
    return [
        group for group in reading.groups if any(_kind(index, concept) == "attribute" for concept in group.concepts)
    ]


def _kind(index: Index, name: str) -> str:
    concept = index.concepts.get(name)
    return concept.kind if concept else ""


def carry(reading: Reading, groups: tuple[Group, ...]) -> Reading:
    """Return the reading with groups of an earlier question added, at a lower weight."""
    added = tuple(
        replace(group, weight=group.weight * _CARRIED, carried=True)
        for group in groups
        if not reading.has(*group.concepts)
    )
    return replace(reading, groups=reading.groups + added)
