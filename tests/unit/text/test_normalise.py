"""The one normaliser: what stays of a message, what doesn't, and that a normal text stays as it is."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biobot.text.normalise import LIMIT, Normal, normalise, simplified

FORMS = [
    # case, width, accents, ligatures
    ("How MANY PhDs?", "how many phds?"),
    ("ＣＡＲ－Ｔ", "car-t"),
    ("４２，０００　ｆｉｒｍｓ", "42,000 firms"),
    ("Zürich, Ñandú, İzmir", "zurich, nandu, izmir"),
    ("ﬁrms", "firms"),
    ("H₂O", "h2o"),
    ("½", "1/2"),
    # spaces and lines
    ("  lots   of\tspace ", "lots of space"),
    ("one\n\n  two", "one\n\ntwo"),
    # typographic marks
    ("“Sea Turtle” – it’s…", '"sea turtle" - it\'s...'),
    ("what´s up", "what's up"),
    ("「药谷」、张江？", '"药谷",张江?'),
    # marks of Discord's text
    ("**bold**, _thin_, __under__, ~~gone~~, ||secret||, `code`", "bold, thin , under , gone, secret , code"),
    ("> quoted\nmy reply", "quoted\nmy reply"),
    ("~20", "~20"),
    # what can't be seen
    ("zero\u200bwidth, \u202ereversed\u202c, nul\x00l, half a pair \ud83d", "zerowidth, reversed, null, half a pair"),
    ("how much 💰🚀", "how much"),
    # drawn-out words
    ("sooooo goooood", "soo good"),
]


@pytest.mark.parametrize(("written", "normal"), FORMS)
def test_what_is_written_in_many_ways_becomes_one(written: str, normal: str) -> None:
    assert normalise(written).text == normal


@pytest.mark.parametrize(
    ("written", "text", "aside"),
    [
        ("<@123> how many firms?", "how many firms?", {"mention"}),
        ("<@!123><#456> </ask:7> <:party:8> <a:wave:9> <t:10:R> firms", "firms", {"mention"}),
        ("@everyone firms", "firms", {"mention"}),
        ("@every\u200bone firms", "firms", {"mention"}),
        ("see https://example.org/a?b=c or www.example.org please", "see or please", {"address"}),
        ("```py\nprint(1)\n``` how many firms?", "how many firms?", {"code"}),
        ("```never closed", "", {"code"}),
        ("firms@example", "firms@example", set()),
    ],
)
def test_what_holds_no_question_is_set_aside_and_named(written: str, text: str, aside: set[str]) -> None:
    normal = normalise(written)

    assert normal.text == text
    assert normal.aside == aside


@pytest.mark.parametrize(
    ("written", "text", "language", "traditional"),
    [
        ("how many firms?", "how many firms?", "en", False),
        ("有多少家企业？", "有多少家企业?", "zh", False),
        ("張江有幾家企業", "张江有几家企业", "zh", True),
        ("CAR-T是什么", "car-t是什么", "zh", False),
        ("what does 药谷 mean", "what does 药谷 mean", "en", False),
        ("", "", "en", False),
    ],
)
def test_the_language_is_the_one_with_more_words(written: str, text: str, language: str, traditional: bool) -> None:
    assert normalise(written) == Normal(text, "zh" if language == "zh" else "en", traditional, frozenset())


@pytest.mark.parametrize(
    ("traditional", "simple"), [("張江藥谷", "张江药谷"), ("研究軸線", "研究轴线"), ("abc", "abc")]
)
def test_traditional_characters_become_simplified(traditional: str, simple: str) -> None:
    assert simplified(traditional) == simple


def test_of_an_over_long_message_the_beginning_and_the_end_count() -> None:
    text = normalise("first " + "x y " * LIMIT + "last").text

    assert len(text) <= LIMIT
    assert text.startswith("first ")
    assert text.endswith(" last")


ANY = st.text(st.characters())
HOSTILE = st.text(
    st.sampled_from("aA1 \n\t*_|`~>~<@#:!&/.,-ßİŉǰﷺΣ①½…。！㎞é\u0301\u200b\u202e\ufeff\ud800😀漢汉髮台薴")
    | st.characters(),
    max_size=60,
)


@given(ANY | HOSTILE)
def test_a_normal_text_stays_as_it_is(text: str) -> None:
    normal = normalise(text).text

    assert normalise(normal).text == normal


@given((ANY | HOSTILE).map(lambda text: text * 300))
def test_a_normal_text_is_never_longer_than_the_limit(text: str) -> None:
    normal = normalise(text).text

    assert len(normal) <= LIMIT
    assert normalise(normal).text == normal


@given(ANY | HOSTILE)
def test_nothing_invisible_is_left(text: str) -> None:
    normal = normalise(text).text

    assert [
        char for char in normal if char != "\n" and unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"}
    ] == []
    assert "  " not in normal
    assert normal == normal.strip()


def test_every_single_character_is_stable() -> None:
    unstable = []
    for first in range(0, sys.maxunicode + 1, 1000):
        normal = normalise("b".join(map(chr, range(first, min(first + 1000, sys.maxunicode + 1))))).text
        if normalise(normal).text != normal:
            unstable.append(hex(first))

    assert unstable == []
