"""Splits normal text into tokens: a word, one Han character, or a mark that ends a clause."""

from __future__ import annotations

import re
from dataclasses import dataclass

from biobot.text.words import singular

_TOKEN = re.compile(
    r"(?P<word>[a-z]&[a-z]|[a-z]+(?:'[a-z]+)?)|(?P<number>\d+(?:[.,]\d+)*)|(?P<han>[\u3400-\u9fff])"
    r"|(?P<mark>[.?!;:\n]+|,)|(?P<sign>[^\s\w])|(?P<other>\w)"
)
_ENDS = frozenset("?!.;\n")


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a message: its text, its form for comparison, its place, and its kind (word, number, han, mark, sign, other)."""

    text: str
    key: str
    start: int
    end: int
    kind: str


def tokenise(text: str) -> list[Token]:
    """Return the tokens of a normal text, in order; words are keyed by their singular."""
    tokens = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        piece = match.group()
        key = singular(piece) if kind == "word" else piece
        tokens.append(Token(piece, key, match.start(), match.end(), kind))
    return tokens


def ends_sentence(token: Token) -> bool:
    """Tell whether the token is a mark that ends a sentence (a comma or a colon doesn't)."""
    return token.kind == "mark" and not _ENDS.isdisjoint(token.text)


def keys(text: str) -> tuple[str, ...]:
    """Return the keys of the words, numbers and Han characters of a normal text: what names and examples are compared by."""
    return tuple(token.key for token in tokenise(text) if token.kind in ("word", "number", "han", "other"))
