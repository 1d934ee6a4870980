"""The shipped knowledge: whole, checked, with every figure of its source, and with examples of its own."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest

from biobot.pack.index import Index
from biobot.pack.models import Pack
from biobot.service import default_pack, load
from biobot.text.figures import figures
from biobot.text.normalise import normalise
from biobot.text.tokens import keys

FIGURES = [
    # text in the source, value, unit
    ("1992", "1992", "year"),
    ("$1.2 trillion", "1200000000000", "USD"),
    ("3,200", "3200", "firms"),
    ("45%", "45", "%"),
    ("$18 billion", "18000000000", "USD"),
    ("28%", "28", "%"),
    ("76", "76", "approvals"),
    ("2nd", "2", "rank"),
    ("82km", "82", "km"),
    ("first", "1", "rank"),
    ("$7.8 billion", "7800000000", "USD"),
    ("310%", "310", "%"),
    ("32", "32", "listings"),
    ("147", "147", "deals"),
    ("18 months", "18", "month"),
    ("18", "18", "centers"),
    ("42,000", "42000", "people"),
    ("1/3", "1/3", "share"),
    ("ranks 1", "1", "rank"),
    ("68%", "68", "%"),
    ("3-month", "3", "month"),
    ("14", "14", "hospitals"),
    ("53%", "53", "%"),
    ("2026", "2026", "year"),
    ("third", "3", "rank"),
    ("2035", "2035", "year"),
    ("2025-06-19 00:39", "2025-06-19 00:39", "date"),
]
DATED = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d\n")
NUMBERING = re.compile(r"^\d\. ")
PERIODS = {Fraction(2020), Fraction(2024)}  # years that only say when another figure holds


def test_it_has_no_problem() -> None:
    assert [str(problem) for problem in load(default_pack())[1]] == []


def test_every_figure_of_the_source_is_a_fact_of_its_own(pack: Pack) -> None:
    facts = [(fact.figure.text, fact.figure.value, fact.figure.unit) for fact in pack.facts if fact.figure]

    assert sorted(facts) == sorted(FIGURES)


def test_no_figure_of_the_source_is_left_out(index: Index) -> None:
    """Read the whole source for figures: each stands inside the quote of a fact that has its value."""
    proven = [(index.places[fact.id], fact.figure) for fact in index.pack.facts if fact.figure]
    missed, start = [], 0
    for line in index.pack.text.splitlines(keepends=True):
        for figure in [] if DATED.fullmatch(line) else figures(NUMBERING.sub("", normalise(line).text)):
            quoted = [known for place, known in proven if start <= place.end and place.start < start + len(line)]
            if figure.value not in PERIODS and figure.value not in {known.number for known in quoted}:
                missed.append((line, figure.text))
        start += len(line)

    assert missed == []


def test_every_answer_has_enough_examples_in_many_voices(pack: Pack) -> None:
    few = {intent.id: len(set(intent.examples.en)) for intent in pack.intents if intent.kind == "answer"}

    assert {name: count for name, count in few.items() if count < 25} == {}


def test_every_topic_has_a_golden_question_in_both_languages(pack: Pack) -> None:
    asked = {(golden.is_, normalise(golden.q).language) for golden in pack.questions}
    wanted = {(topic.overview, language) for topic in pack.manifest.topics for language in ("en", "zh")}

    assert wanted - asked == set()


def test_no_example_or_golden_question_is_one_of_the_development_questions(pack: Pack, repository: Path) -> None:
    path = repository.parent / "shared" / "questions" / "dev.jsonl"
    if not path.is_file():
        pytest.skip(f"NOT CHECKED: the development questions aren't there ({path.name} in ../shared/questions)")
    items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    asked = {keys(normalise(turn["q"]).text) for item in items for turn in item.get("turns") or [item]} - {()}
    examples = [text for intent in pack.intents for text in (*intent.examples.en, *intent.examples.zh)]
    questions = [golden.q for golden in pack.questions]

    assert [text for text in (*examples, *questions) if keys(normalise(text).text) in asked] == []
