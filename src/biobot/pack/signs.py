"""The signs of a text: the words, beginnings and pairs of words, named concepts and figures that its wording is weighed by."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise

from biobot.pack.lexicon import FOREIGN, Scan
from biobot.pack.models import Intent

_MOST = 200  # words; what is longer is no question
_START, _END, _FIGURE = "^", "$", "#"
_CONCEPT, _BEGINS, _BEFORE = "=", ">", "+"
SHAPE = "@"  # begins what the reading adds: how long a text is, how many things it names, how much it asks
_ROOT = 4
_LONG = 6


def signs(scan: Scan) -> tuple[str, ...]:
    """Return the signs of a text, each once.

    They are "word", "word word" (with ^ and $ at the ends, # for a figure), ">root" (the first letters of a long word),
    "=concept", "=foreign", "#unit" and "#value unit".
    """
    said = list(islice(_words(scan), _MOST))
    found = dict.fromkeys(said)
    found.update(dict.fromkeys(f"{one} {two}" for one, two in pairwise((_START, *said, _END))))
    found.update(dict.fromkeys(_BEGINS + word[:_ROOT] for word in said if len(word) >= _LONG and word.isascii()))
    found.update(dict.fromkeys(concept_sign(concept) for span in scan.spans[:_MOST] for concept in span.concepts))
    if any(span.role == FOREIGN for span in scan.spans[:_MOST]):
        found[_CONCEPT + FOREIGN] = None
    for figure in scan.figures[:_MOST]:
        found.update(dict.fromkeys((f"{_FIGURE}{figure.unit}", f"{_FIGURE}{figure.value}{figure.unit}")))
    return tuple(found)


def context_signs(intent: Intent) -> tuple[str, ...]:
    """Return the signs of what was answered before: the intent, and the concepts that it needs."""
    concepts = (concept.strip() for need in intent.needs[:1] for concept in need.split("|"))
    return (_BEFORE, f"{_BEFORE}{intent.id}", *(f"{_BEFORE}{_CONCEPT}{concept}" for concept in concepts))


def concept_sign(concept: str) -> str:
    """Return the sign of a concept; a word that the pack doesn't name is the sign itself."""
    return concept[2:] if concept.startswith("w:") else _CONCEPT + concept


def _words(scan: Scan) -> Iterator[str]:
    for span in scan.spans:
        if span.role == "figure":
            yield _FIGURE
        elif span.role != "mark":
            for number in range(span.first, span.last):
                token = scan.tokens[number]
                if token.kind not in ("mark", "sign"):
                    yield scan.mended.get(number, token.key)
