"""Finds the words of a pack in a text: names, words of asking, phone spellings, fillers, foreign names, and typos of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from biobot.pack.models import Concept, Forms, Wording
from biobot.text import words
from biobot.text.figures import Figure, figures
from biobot.text.normalise import normalise
from biobot.text.tokens import Token, tokenise

_GLUE = frozenset({"of", "the", "的", "for", "in"})
_CONTRACTED = ("'ve", "'d", "'ll", "'re", "'m")
_END = ""
_NOTHING: dict[str, Any] = {}
_LOOSE = "\0"
_RESPELL = re.compile(r"(?<![&\w'])[a-z0-9']+(?![&\w'])")
_FISCAL = re.compile(r"\bfy ?'?(\d\d)\b")
_PERCENT = re.compile(r"(?<![\d ])%|(?<!\d) %")
_MEND_FROM = 4
_MEND_TWO_FROM = 7
_MAX_MENDS = 40

FOREIGN = "foreign"
_BEFORE_A_PLACE = frozenset({"in", "at", "from", "of", "near", "for", "to", "than", "versus", "vs", "like", "around", "about", "outside", "and", "or", "is", "are", "does", "did", "has", "the", "a", "an", "any", "other", "by", "over", "into", "with"})  # fmt: skip
_AFTER_A_PERSON = frozenset({"says", "said", "thinks", "thought", "reckons", "claims", "claimed", "wants", "asks", "asked", "told", "tells", "swears", "bets", "insists", "and", "here", "my"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: its tokens (first, last exclusive), and what it may stand for.

    `concepts` are concept ids; for a word that the pack doesn't know it is one id "w:" with the word's key. `role` is
    concept, filler, figure, foreign, mark or unknown; `mended` is the word that a typo was taken for. A `loose` span is a
    word that is also used for other things.
    """

    first: int
    last: int
    text: str
    role: str
    concepts: tuple[str, ...] = ()
    mended: str = ""
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Scan:
    """A text with its tokens, the spans that cover them in order, its figures, and typos by the number of their token."""

    text: str
    tokens: list[Token]
    spans: list[Span]
    figures: list[Figure]
    mended: dict[int, str]


def _like_a_place(before: list[Span]) -> bool:
    """Whether what stands before a name lets it be a place: nothing, a mark, or a word such as “in”."""
    return not before or before[-1].role == "mark" or before[-1].text in _BEFORE_A_PLACE


class Lexicon:
    """All forms of all concepts as a tree of token keys, with the words that are known by themselves."""

    def __init__(self, concepts: Iterable[Concept | Forms], wording: Wording) -> None:
        self._tree: dict[str, Any] = {}
        self._spellings = {key: value for key, value in wording.spellings.items() if value != key}
        self._fillers: set[str] = set()
        concepts = tuple(concepts)
        for concept in concepts:
            for form in (*concept.en, *concept.zh):
                self._add(self._tree, form, concept.id)
            for form in concept.loose:
                self._loosen(form)
        for form in (*wording.foreign.en, *wording.foreign.zh):
            self._add(self._tree, form, FOREIGN)
        for word in (*wording.fillers.en.split(), *wording.fillers.zh.split()):
            self._fillers.update(self.keys(word)) if word.isascii() else self._add(self._tree, word, "filler")
        self._patterns = [
            (re.compile(pattern), concept.id)
            for concept in concepts
            if isinstance(concept, Concept)
            for pattern in concept.patterns
        ]
        self._words = self._collect(self._tree) | self._fillers
        self._by_start = self._mendable()
        self._by_rest = self._without_first()
        # After the words that a typo may stand for: nobody means one of thousands of towns.
        self._places = frozenset(self._place(name) for name in wording.places)

    def _place(self, name: str) -> tuple[str, ...]:
        """Add the name of a place, where the pack doesn't know it already; return its keys."""
        node, keys = self._tree, self.keys(name)
        for key in keys:
            node = node.get(key, _NOTHING)
        if _END in node:
            return ()
        self._add(self._tree, name, FOREIGN)
        return keys

    def keys(self, text: str) -> tuple[str, ...]:
        """Return the keys that a form or a message is compared by."""
        return tuple(
            token.key for token in tokenise(self.respell(normalise(text).text)) if token.kind not in ("mark", "sign")
        )

    def respell(self, text: str) -> str:
        """Return a normal text with phone spellings and contractions written out."""
        spellings = self._spellings
        text = _RESPELL.sub(lambda match: spellings.get(match.group(), match.group()), text)
        text = _FISCAL.sub(r"20\1", text)
        return _PERCENT.sub(" percent ", text) if "%" in text else text

    def _add(self, tree: dict[str, Any], form: str, concept: str) -> None:
        node = tree
        for key in self.keys(form):
            node = node.setdefault(key, {})
        held = node.setdefault(_END, [])
        if node is not tree and concept not in held:
            held.append(concept)

    def _loosen(self, form: str) -> None:
        node = self._tree
        for key in self.keys(form):
            node = node.setdefault(key, {})
        node[_LOOSE] = True

    def _collect(self, node: dict[str, Any]) -> set[str]:
        found = set()
        for key, child in node.items():
            if key not in (_END, _LOOSE):
                found.add(key)
                found |= self._collect(child)
        return found

    def _mendable(self) -> dict[tuple[int, str], list[str]]:
        """Return the words that a typo may stand for: the pack's and the commonest English ones, by length and first letter."""
        common = {word for word, band in words.bands().items() if band <= 2}  # noqa: PLR2004
        table: dict[tuple[int, str], list[str]] = defaultdict(list)
        for word in sorted(self._words | common):
            if len(word) >= _MEND_FROM and word.isascii():
                table[len(word), word[0]].append(word)
        return dict(table)

    def _without_first(self) -> dict[str, list[str]]:
        """Return the same words by what follows their first letter."""
        table: dict[str, list[str]] = defaultdict(list)
        for bucket in self._by_start.values():
            for word in bucket:
                table[word[1:]].append(word)
        return dict(table)

    def known(self, token: Token) -> bool:
        """Tell whether the word is the pack's, or English."""
        return (
            token.key in self._words
            or (token.key,) in self._places
            or words.band(token.text) < words.UNKNOWN
            or words.band(token.key) < words.UNKNOWN
        )

    def mend(self, word: str) -> str:
        """Return the known word that an unknown one is a slip of, or "" where none is near enough."""
        length = len(word)
        if length < _MEND_FROM or not word.isascii():
            return ""
        reach = 2 if length >= _MEND_TWO_FROM else 1
        near = [(1, found) for found in self._other_start(word)]
        if length == _MEND_FROM:
            swapped = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(length - 1))
            near += [(1, found) for found in swapped if found in self._words]
        # A word of four letters is mended only to a longer one: among short words everything is near to something.
        shortest = length + 1 if length == _MEND_FROM else length - reach
        for size in range(shortest, length + reach + 1):
            bucket = self._by_start.get((size, word[0]), ())
            for found, distance, _ in process.extract(
                word, bucket, scorer=OSA.distance, score_cutoff=reach, limit=None
            ):
                near.append((int(distance), found))
        return min(((distance, found not in self._words, found) for distance, found in near), default=(0, False, ""))[2]

    def _other_start(self, word: str) -> list[str]:
        """Return the known words that a slip in the first letter, and nothing else, makes of one."""
        swapped = word[1] + word[0] + word[2:]
        known = (one for one in (word[1:], swapped) if one in self._by_start.get((len(one), one[0]), ()))
        return [*self._by_rest.get(word[1:], ()), *self._by_rest.get(word, ()), *known]

    def scan(self, text: str) -> Scan:
        """Read a normal text into spans; every token is in exactly one."""
        text = self.respell(text)
        tokens = tokenise(text)
        found = figures(text)
        mended = self._mended(tokens)
        figure_at = self._figure_tokens(tokens, found)
        spans: list[Span] = []
        cuts = self._cuts(tokens)
        at = 0
        while at < len(tokens):
            span = self._longest(tokens, mended, at, cuts.get(at, len(tokens))) or self._single(
                tokens, mended, at, figure_at
            )
            spans.append(self._unless_person(span, tokens, spans))
            at = span.last
        for pattern, concept in self._patterns:
            match = pattern.search(text)
            if match:
                spans.append(Span(len(tokens), len(tokens), match.group(), "concept", (concept,)))
        return Scan(text, tokens, spans, found, mended)

    def _unless_person(self, span: Span, tokens: list[Token], before: list[Span]) -> Span:
        """A place's name that doesn't stand like one is a word like any other: many are names of persons too."""
        if span.role != FOREIGN:
            return span
        keys = tuple(token.key for token in tokens[span.first : span.last] if token.kind not in ("mark", "sign"))
        following = tokens[span.last].text if span.last < len(tokens) else ""
        if keys not in self._places or (_like_a_place(before) and following not in _AFTER_A_PERSON):
            return span
        return Span(span.first, span.last, span.text, "unknown", (f"w:{keys[0]}",))

    def _mended(self, tokens: list[Token]) -> dict[int, str]:
        """Return the words that typos were taken for, by the number of their token; of many unknown words the first count."""
        unknown = [
            (number, token)
            for number, token in enumerate(tokens)
            if token.kind == "word" and len(token.text) >= _MEND_FROM and not self.known(token)
        ]
        mended: dict[int, str] = {}
        for number, token in unknown[:_MAX_MENDS]:
            word = self.mend(token.text) or (self.mend(token.key) if token.key != token.text else "")
            if word:
                mended[number] = words.singular(word)
        return mended

    @staticmethod
    def _figure_tokens(tokens: list[Token], found: list[Figure]) -> dict[int, Figure]:
        covered: dict[int, Figure] = {}
        at = 0
        for figure in found:
            while at < len(tokens) and tokens[at].end <= figure.start:
                at += 1
            inside = at
            while inside < len(tokens) and tokens[inside].start < figure.end:
                covered[inside] = figure
                inside += 1
        return covered

    def _cuts(self, tokens: list[Token]) -> dict[int, int]:
        """Where each word may end at most in runs of Han characters: the segmentation with the longest words.

        Chinese has no spaces, and the longest word from the left may break the next one; so the sum of the squares of the
        lengths decides, over the whole run.
        """
        cuts: dict[int, int] = {}
        at = 0
        while at < len(tokens):
            end = at
            while end < len(tokens) and tokens[end].kind == "han":
                end += 1
            if end - at > 1:
                cuts.update(self._segment(tokens, at, end))
            at = max(end, at + 1)
        return cuts

    def _segment(self, tokens: list[Token], start: int, end: int) -> dict[int, int]:
        best: list[tuple[int, int]] = [(0, 0)] * (end - start + 1)
        for first in range(end - 1, start - 1, -1):
            choice = (best[first + 1 - start][0], first + 1)
            node = self._tree
            for last in range(first, end):
                node = node.get(tokens[last].key, _NOTHING)
                if not node:
                    break
                if _END in node:
                    length = last + 1 - first
                    choice = max(choice, (best[last + 1 - start][0] + length * length, last + 1))
            best[first - start] = choice
        cuts, first = {}, start
        while first < end:
            cuts[first] = best[first - start][1]
            first = cuts[first]
        return cuts

    def _longest(self, tokens: list[Token], mended: dict[int, str], first: int, limit: int) -> Span | None:
        node, at, best = self._tree, first, None
        skipped = 0
        while at < len(tokens) and (at < limit or tokens[at].kind != "han" or tokens[first].kind != "han"):
            token = tokens[at]
            if token.kind in ("mark", "sign"):
                if token.text in "-/'\"." and token.kind == "sign" and at > first:
                    at += 1
                    continue
                break
            child = node.get(mended.get(at, token.key))
            if child is None:
                if at > first and token.key in _GLUE and skipped < 2:  # noqa: PLR2004
                    at, skipped = at + 1, skipped + 1
                    continue
                break
            node, at = child, at + 1
            if _END in node:
                best = (at, node)
        if best is None:
            return None
        last, end = best
        concepts = end[_END]
        role = "filler" if concepts == ["filler"] else FOREIGN if concepts == [FOREIGN] else "concept"
        mends = " ".join(mended[number] for number in range(first, last) if number in mended)
        kept = tuple(concept for concept in concepts if concept not in ("filler", FOREIGN)) if role == "concept" else ()
        return Span(first, last, self._text(tokens, first, last), role, kept, mends, _LOOSE in end)

    @staticmethod
    def _text(tokens: list[Token], first: int, last: int) -> str:
        joined = ""
        for number in range(first, last):
            gap = number > first and tokens[number].start > tokens[number - 1].end
            joined += (" " if gap else "") + tokens[number].text
        return joined

    def _single(self, tokens: list[Token], mended: dict[int, str], at: int, figure_at: dict[int, Figure]) -> Span:
        token = tokens[at]
        if at in figure_at:
            last = at + 1
            while last < len(tokens) and figure_at.get(last) is figure_at[at]:
                last += 1
            return Span(at, last, figure_at[at].text, "figure")
        if token.kind in ("mark", "sign"):
            return Span(at, at + 1, token.text, "mark")
        key = mended.get(at, token.key)
        if token.text.endswith(_CONTRACTED):
            return Span(at, at + 1, token.text, "filler")
        if key in self._fillers or token.text in self._fillers:
            return Span(at, at + 1, token.text, "filler", mended=mended.get(at, ""))
        return Span(at, at + 1, token.text, "unknown", (f"w:{key}",), mended.get(at, ""))
