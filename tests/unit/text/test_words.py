"""What is known of English words: how common they are, which are names, and their singular."""

from __future__ import annotations

import pytest

from biobot.text import words


@pytest.mark.parametrize(
    ("word", "singular"),
    [
        ("firms", "firm"),
        ("companies", "company"),
        ("approaches", "approach"),
        ("taxes", "tax"),
        ("classes", "class"),
        ("asia's", "asia"),
        ("phds", "phd"),
        # not plurals
        ("this", "this"),
        ("news", "news"),
        ("status", "status"),
        ("analysis", "analysis"),
        ("loss", "loss"),
        ("ties", "tie"),
        ("gas", "gas"),
        ("us", "us"),
        ("", ""),
    ],
)
def test_the_ending_of_a_plural_or_a_possessive_goes(word: str, singular: str) -> None:
    assert words.singular(word) == singular


def test_a_singular_stays_as_it_is() -> None:
    changed = [word for word in words.bands() if words.singular(words.singular(word)) != words.singular(word)]

    assert changed == []


@pytest.mark.parametrize(
    ("word", "band"),
    [("the", 1), ("about", 1), ("paris", words.NAME), ("qwzx", words.UNKNOWN), ("", words.UNKNOWN)],
)
def test_a_word_has_a_band_of_commonness(word: str, band: int) -> None:
    assert words.band(word) == band


def test_the_list_is_lower_case_and_has_every_band() -> None:
    known = words.bands()

    assert set(known.values()) == {1, 2, 3, 4, words.NAME}
    assert [word for word in known if not (word.isascii() and word.isalpha() and word == word.lower())] == []
