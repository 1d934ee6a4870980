"""The utterances that the votes are fitted to, and the votes themselves: of one make, and none of the questions of a measure."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from biobot.evaluate import load_turns
from biobot.pack import votes
from biobot.pack.index import Index
from biobot.pack.models import Pack
from biobot.pack.read import read_pack
from biobot.pack.utterances import Utterance, made_of, utterances
from biobot.service import Service, default_pack
from biobot.text.normalise import normalise
from biobot.text.tokens import keys
from tests.untraced import untraced

DEV = Path(__file__).parents[3] / "shared/questions/dev.jsonl"
ROUNDS = Path(__file__).parent / "rounds"
PLENTY = 40
CHATTED = 2  # words: shorter messages are greetings and the like, which everybody writes alike


@pytest.fixture(scope="module")
def said(pack: Pack) -> list[Utterance]:
    return utterances(default_pack(), pack)


def test_every_utterance_has_a_label_that_there_is(said: list[Utterance], index: Index) -> None:
    labels = {*index.by_id, *votes.KINDS}

    assert {one.label for one in said} <= labels
    assert {one.before for one in said if one.before} <= set(index.by_id)


def test_every_intent_has_plenty(said: list[Utterance], index: Index) -> None:
    count = Counter(one.label for one in said)

    assert not {entry.id for entry in index.entries if entry.intent.kind == "answer" and count[entry.id] < PLENTY}


def test_the_votes_are_fitted_to_these_utterances(pack: Pack) -> None:
    assert pack.votes is not None
    assert pack.votes.made_of == made_of(default_pack(), pack), "the utterances changed: run `make tune`"


@pytest.fixture(scope="module")
def written(said: list[Utterance], pack: Pack) -> set[tuple[str, ...]]:
    """The words of the utterances that stand by themselves, without the examples, which have a test of their own."""
    examples = {text for intent in pack.intents for text in (*intent.examples.en, *intent.examples.zh)}
    alone = [one.text for one in said if not one.before and one.text not in examples]
    with untraced():
        return {tuple(keys(normalise(text).text)) for text in alone}


@pytest.mark.parametrize("path", [*sorted(ROUNDS.glob("*.jsonl")), DEV], ids=lambda path: path.stem)
def test_no_utterance_is_a_question_that_the_bot_is_measured_on(path: Path, written: set[tuple[str, ...]]) -> None:
    if not path.exists():
        pytest.skip("the dev questions don't lie beside this checkout")
    asked = {tuple(keys(normalise(turn.question).text)) for turn in load_turns(path)}

    assert not {one for one in written & asked if len(one) > CHATTED}


def test_shares_add_up_to_one(pack: Pack) -> None:
    assert pack.votes is not None
    shares = pack.votes.shares(("how", "many", "phd", "how many", "never-seen"))

    assert sum(shares.values()) == pytest.approx(1)
    assert pack.votes.shares(()) == {}


def test_votes_that_cannot_be_read_are_a_problem_of_the_pack_with_its_mend(tmp_path: Path) -> None:
    shutil.copytree(default_pack().parent, tmp_path / "knowledge")
    root = tmp_path / "knowledge" / default_pack().name
    (root / votes.FILE).write_text("not\tvotes\nat all\n", encoding="utf-8")

    _, problems, _ = read_pack(root)

    assert [str(problem) for problem in problems] == [
        "votes.tsv:1: the file can't be read (ValueError), expected what `make tune` writes, or no such file"
    ]


def test_without_votes_the_pack_is_read_by_its_words_alone(tmp_path: Path) -> None:
    shutil.copytree(default_pack().parent, tmp_path / "knowledge", ignore=shutil.ignore_patterns("utterances"))
    root = tmp_path / "knowledge" / default_pack().name
    (root / votes.FILE).unlink()
    service = Service.open(root)

    assert service.ask("how many phds work there?").intent == "talent.phd"
    assert service.ask("who runs the proton center?").kind == "silent"
