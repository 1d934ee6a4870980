"""A chart that draws on nothing, or prints what nothing proves, is a problem with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from biobot.service import load
from tests.unit.pack.lighthouse import FILES, write

HEALTHY = """\
- id: tower
  kind: bars
  title: {en: The tower since 1871, zh: 塔}
  rows:
    - label: {en: In 1871, zh: 1871年}
      cells:
        - intent: tower.age
    - label: {en: Sight, zh: 视野}
      cells:
        - intent: tower.age
          words: {en: lit in 1871, zh: 1871年点亮}
  alt:
    en: "{tower.age} years"
    zh: "{tower.age}年"
- id: words
  kind: table
  title: {en: Words, zh: 词}
  columns:
    - {en: Where, zh: 哪里}
  rows:
    - label: {en: The tower, zh: 塔}
      cells:
        - fact: tower.height
          words: {en: above the sea, zh: 海上}
    - label: {en: Nothing, zh: 无}
      cells:
        - {}
  alt: {en: A table., zh: 表格。}
"""

BROKEN = {
    "the same chart twice": (
        "- id: words",
        "- id: tower",
        "charts.yaml:15: the chart id “tower” stands twice, expected every one once",
    ),
    "an unknown fact": (
        "- fact: tower.height\n          words: {en: above the sea, zh: 海上}",
        "- fact: tower.depth",
        "charts.yaml:23: words names the fact “tower.depth”, which doesn't exist, expected the id of a known fact",
    ),
    "a fact and an intent in one cell": (
        "- fact: tower.height",
        "- fact: tower.height\n          intent: tower.height",
        "charts.yaml:23: a cell of words names both a fact and an intent, expected one of them",
    ),
    "words that the quote doesn't hold": (
        "{en: above the sea,",
        "{en: under the sea,",
        "charts.yaml:24: “under the sea” isn't in what words quotes for it, expected words of the quote, letter by letter",
    ),
    "a row with too few cells": (
        "    - {en: Where, zh: 哪里}",
        "    - {en: Where, zh: 哪里}\n    - {en: How, zh: 怎样}",
        "charts.yaml:22: a row of words has 1 cells, expected 2, as its kind or its columns say",
    ),
    "a bar without a figure": (
        "        - intent: tower.age\n    - label",
        "        - intent: tower.height\n    - label",
        "charts.yaml:7: a cell of tower has no figure to draw, expected a fact with a figure, or an intent that computes one by itself",
    ),
    "bars of two units": (
        "        - intent: tower.age\n    - label",
        "        - fact: tower.height\n    - label",
        "charts.yaml:4: the bars of tower are of several units, expected figures of one unit",
    ),
    "a slot that nothing fills": (
        'en: "{tower.age} years"',
        'en: "{tower.height} years"',
        "charts.yaml:13: the slot “{tower.height}” of tower doesn't exist, expected one of: tower.age",
    ),
    "a slot outside the words for those who can't see it": (
        "title: {en: Words,",
        "title: {en: '{tower.height}',",
        "charts.yaml:17: the slot “{tower.height}” of words doesn't exist, expected no slots here",
    ),
    "a number that was typed in": (
        'en: "{tower.age} years"',
        'en: "129 years"',
        "charts.yaml:13: tower prints 129, which no quote of it holds, expected a slot, or no number",
    ),
    "an unknown kind": (
        "kind: table",
        "kind: pie",
        "charts.yaml:16: “pie” is no value for “kind”, expected 'bars', 'share', 'table' or 'changes'",
    ),
}


def problems(root: Path, charts: str) -> list[str]:
    return [str(problem) for problem in load(write(root, {**FILES, "charts.yaml": charts}))[1]]


def test_healthy_charts_have_no_problem(tmp_path: Path) -> None:
    assert problems(tmp_path, HEALTHY) == []


@pytest.mark.parametrize("way", BROKEN)
def test_a_broken_chart_is_named(way: str, tmp_path: Path) -> None:
    old, new, message = BROKEN[way]
    assert HEALTHY.count(old) == 1

    assert message in problems(tmp_path, HEALTHY.replace(old, new))
