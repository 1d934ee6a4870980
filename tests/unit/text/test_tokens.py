"""Tokens: words, numbers, Han characters and marks, in their places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biobot.text.normalise import normalise
from biobot.text.tokens import ends_sentence, keys, tokenise


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("how many phds?", [("how", "word"), ("many", "word"), ("phds", "word"), ("?", "mark")]),
        ("m&a and r&d", [("m&a", "word"), ("and", "word"), ("r&d", "word")]),
        ("asia's first", [("asia's", "word"), ("first", "word")]),
        ("42,000 or 7.8", [("42,000", "number"), ("or", "word"), ("7.8", "number")]),
        ("药谷82", [("药", "han"), ("谷", "han"), ("82", "number")]),
        ("car-t/$5", [("car", "word"), ("-", "sign"), ("t", "word"), ("/", "sign"), ("$", "sign"), ("5", "number")]),
        ("so, yes...\nno", [("so", "word"), (",", "mark"), ("yes", "word"), ("...\n", "mark"), ("no", "word")]),
        ("жук", [("ж", "other"), ("у", "other"), ("к", "other")]),
        ("", []),
    ],
)
def test_a_text_is_split_into_tokens_of_a_kind(text: str, tokens: list[tuple[str, str]]) -> None:
    assert [(token.text, token.kind) for token in tokenise(text)] == tokens


@pytest.mark.parametrize(
    ("text", "compared_by"),
    [
        ("the cities' companies", ("the", "city", "company")),
        ("fudan university's", ("fudan", "university")),
        ("1/3 of m&a!", ("1", "3", "of", "m&a")),
        ("药谷", ("药", "谷")),
        ("?!", ()),
    ],
)
def test_names_and_examples_are_compared_by_keys(text: str, compared_by: tuple[str, ...]) -> None:
    assert keys(text) == compared_by


@pytest.mark.parametrize(
    ("text", "ends"), [("a.", True), ("a?!", True), ("a\n", True), ("a;", True), ("a,", False), ("a:", False)]
)
def test_some_marks_end_a_sentence(text: str, ends: bool) -> None:
    assert ends_sentence(tokenise(text)[-1]) is ends


def test_a_word_ends_no_sentence() -> None:
    assert not ends_sentence(tokenise("word")[0])


@given(st.text(st.characters()))
def test_tokens_stand_where_they_say_and_leave_only_spaces_out(text: str) -> None:
    normal = normalise(text).text
    left, end = "", 0
    for token in tokenise(normal):
        assert normal[token.start : token.end] == token.text
        left += normal[end : token.start]
        end = token.end
    left += normal[end:]

    assert left.strip() == ""
