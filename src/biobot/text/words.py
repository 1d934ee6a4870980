"""What is known of English words in general: how common they are, and which are names.

The list is made from SCOWL (see data/words_en.LICENSE) by scripts/words.py.
"""

from __future__ import annotations

import functools
from importlib import resources

NAME = 5
UNKNOWN = 6


@functools.cache
def bands() -> dict[str, int]:
    """Return each known English word with its band: 1 (most common) to 4 (rare), `NAME` for proper names."""
    text = resources.files("biobot.text").joinpath("data", "words_en.txt").read_text(encoding="ascii")
    known: dict[str, int] = {}
    for band, line in enumerate(text.splitlines(), start=1):
        for word in line.split():
            known.setdefault(word, band)
    return known


def band(word: str) -> int:
    """Return the band of a word, from 1 for the most common to `UNKNOWN` for no known word."""
    return bands().get(word, UNKNOWN)


_KEEP = frozenset({"news", "series", "species", "always", "perhaps", "whereas", "this", "its", "has", "was", "is", "as", "us", "yes", "gas", "bus", "plus", "thus", "less", "his", "does", "across"})  # fmt: skip
_SHORT = 3


@functools.lru_cache(maxsize=16384)
def singular(word: str) -> str:
    """Return an English word without the ending of a plural or a possessive; other endings carry meaning and stay."""
    if word.endswith("'s"):
        word = word[:-2]
    word = word.strip("'")
    if len(word) <= _SHORT or word in _KEEP or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > _SHORT + 1:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2]
    return word[:-1]
