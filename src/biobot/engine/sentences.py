"""Splits a message into its sentences and clauses, so that a question can be found in a rambling message."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from biobot.text.tokens import ends_sentence, tokenise

_CLAUSE = re.compile(
    r"(?:,|:| - |\b(?:and|but|so|cuz|because|then|also|anyway|btw|plus)\b)\s+(?=(?:(?:so|and|but|then|also|like|anyway|btw) )*"
    r"(?:how|what|whats|when|where|who|which|why|is|are|was|were|do|does|did|has|have|can|could|tell|give|name|list|any)\b)"
)
_ITEM = re.compile(
    r"\s*(?:(?:^|(?<=\s))\(?(?:q?\d|[a-d]|i{2,3})[.):](?=\s)|(?<=\s)q\d(?=\s)|[;/|+&\n•]+(?=\s)|[?!？！；、]+|[.,:](?=\s)|，|。"
    r"|\s-+(?=\s)|\b(?:and|plus|also|as well as|then|but|n|in addition|on top)\b|还有|以及|另外)\s*"
)
_MAX = 12
_MOST_ITEMS = 16


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a message, and whether a question mark ends it."""

    text: str
    question: bool


def sentences(text: str) -> list[Sentence]:
    """Return the sentences of a normal text, at most the first and the last few."""
    found, start = [], 0
    tokens = tokenise(text)
    for token in tokens:
        if ends_sentence(token):
            piece = text[start : token.start].strip(" ,")
            if any(char.isalnum() for char in piece):
                found.append(Sentence(piece + ("?" if "?" in token.text else ""), "?" in token.text))
            start = token.end
    piece = text[start:].strip(" ,")
    if any(char.isalnum() for char in piece):
        found.append(Sentence(piece, False))
    return found if len(found) <= _MAX else found[: _MAX // 2] + found[-_MAX // 2 :]


def clauses(text: str) -> list[str]:
    """Return the parts of a sentence that each begin like a question, the first part included."""
    cuts = [0, *(match.end() for match in _CLAUSE.finditer(text)), len(text)]
    return [piece for start, end in itertools.pairwise(cuts) if (piece := text[start:end].strip(" ,:"))]


def items(text: str) -> list[tuple[int, int]]:
    """Return where the pieces of a normal text begin and end that may each be a question, as in a list; at most the first few."""
    cuts = [0]
    for match in _ITEM.finditer(text):
        cuts += [match.start(), match.end()]
    cuts.append(len(text))
    spans = zip(cuts[::2], cuts[1::2], strict=True)
    return [(start, end) for start, end in spans if any(char.isalnum() for char in text[start:end])][:_MOST_ITEMS]
