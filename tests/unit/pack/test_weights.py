"""A pack's own weights and thresholds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from biobot.engine.answer import answer
from biobot.engine.conversation import EMPTY
from biobot.pack import weights
from biobot.pack.index import Index
from biobot.pack.read import read_pack
from biobot.pack.weights import Weights
from biobot.service import default_pack


def test_a_file_names_what_differs_and_the_rest_stays() -> None:
    assert weights.parse("# made by hand\nsure\t0.9\n") == Weights(sure=0.9)


@pytest.mark.parametrize("text", ["sure\tmuch", "sure", "surely\t0.9"])
def test_what_is_no_weight_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - Python's own words for a number that is none
        weights.parse(text)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    shutil.copytree(default_pack().parent, tmp_path / "knowledge", ignore=shutil.ignore_patterns("utterances"))
    return tmp_path / "knowledge" / default_pack().name


def test_a_pack_is_read_with_its_own_weights_and_answers_by_them(own: Path) -> None:
    message = "Fudan rank / summit year / corridor km"
    (own / weights.FILE).write_text("several\t2\n", encoding="utf-8")

    pack, problems, _ = read_pack(own)

    assert pack is not None
    assert not problems
    assert not answer(Index(pack), EMPTY, message)[0].parts
    assert answer(Index(pack), EMPTY, message, weights=Weights())[0].parts


def test_a_broken_file_is_told_with_what_is_expected(own: Path) -> None:
    (own / weights.FILE).write_text("surely\t0.9\n", encoding="utf-8")

    _, problems, _ = read_pack(own)

    assert [str(problem) for problem in problems] == [
        "weights.tsv:1: the file can't be read (there is no weight surely), "
        "expected names of weights with a number each, or no such file"
    ]
