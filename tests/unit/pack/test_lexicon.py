"""The words of a pack in a text: names of several words, slips of the finger, foreign names, figures."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from biobot.pack.lexicon import Lexicon
from biobot.pack.models import Concept, FillerWords, ForeignNames, Wording, Words
from biobot.text import words
from biobot.text.normalise import normalise


def concept(name: str, *forms: str) -> Concept:
    return Concept(id=name, name=Words(en=name, zh=name), en=forms or (name,))


WORDING = Wording(
    spellings={"u": "you", "whats": "what is"},
    fillers=FillerWords(en="the please is", zh="的 了"),
    foreign=ForeignNames(en=("new york",), zh=("纽约",)),
)
LEXICON = Lexicon(
    [
        concept("lighthouse", "lighthouse", "light house", "cape grey lighthouse"),
        concept("keeper", "keeper", "keeper of the light"),
        concept("tower", "tower", "塔", "灯塔"),
    ],
    WORDING,
)


def read(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    spans = LEXICON.scan(normalise(text).text).spans
    return [(span.text, span.role, span.concepts) for span in spans if span.role != "mark"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the lighthouse", [("the", "filler", ()), ("lighthouse", "concept", ("lighthouse",))]),
        ("lighthouses!", [("lighthouses", "concept", ("lighthouse",))]),
        ("Cape Grey Lighthouse", [("cape grey lighthouse", "concept", ("lighthouse",))]),
        ("light-house", [("light-house", "concept", ("lighthouse",))]),
        ("keeper of the light", [("keeper of the light", "concept", ("keeper",))]),
        ("灯塔", [("灯塔", "concept", ("tower",))]),
        ("in New York", [("in", "unknown", ("w:in",)), ("new york", "foreign", ())]),
        ("42 towers", [("42", "figure", ()), ("towers", "concept", ("tower",))]),
        ("whats u", [("what", "unknown", ("w:what",)), ("is", "filler", ()), ("you", "unknown", ("w:you",))]),
    ],
)
def test_a_text_is_read_into_what_its_stretches_stand_for(
    text: str, expected: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("lighthuose", "lighthouse"),
        ("ligthhous", "lighthouse"),
        ("ighthouse", "lighthouse"),  # a slip in the first letter
        ("ilghthouse", "lighthouse"),
        ("mighthouse", "lighthouse"),
        ("keepr", "keeper"),
        ("", ""),
        ("twr", ""),  # too short to tell
        ("灯塔塔塔塔", ""),
        ("qqqqqqqq", ""),
    ],
)
def test_a_slip_is_taken_for_the_word_that_was_meant(slip: str, meant: str) -> None:
    assert LEXICON.mend(slip) == meant


@pytest.mark.parametrize("word", ["keep", "house", "tower", "lower", "power"])
def test_a_known_word_is_not_bent_to_a_word_of_the_pack(word: str) -> None:
    assert [span.mended for span in LEXICON.scan(word).spans] == [""]


@settings(max_examples=50)
@given(st.text(string.ascii_lowercase, min_size=7, max_size=12))
def test_the_quick_search_finds_what_a_search_through_all_words_finds(word: str) -> None:
    known = {"lighthouse", "light", "house", "cape", "grey", "keeper", "tower", "the", "please", "new", "york"}
    every = [one for one in known | {one for one, band in words.bands().items() if band <= 2} if len(one) >= 5]
    near = [(OSA.distance(word, one), one) for one in every]
    allowed = [(far, one) for far, one in near if far <= (2 if one[0] == word[0] else 1)]
    best = min((far for far, _ in allowed), default=None)
    found = LEXICON.mend(word)

    assert (found in {one for far, one in allowed if far == best}) if allowed else (found == "")
