"""Asking back: several facts fit equally well, so the reply names them and asks which."""

from __future__ import annotations

import pytest

from biobot.pack.index import Index
from tests.engine.conftest import Ask


@pytest.mark.parametrize(
    ("question", "among"),
    [
        ("what is the percentage", {"numbers.firms-share", "patients.drug-costs", "patients.recruitment"}),
        ("how many are there?", {"numbers.firms", "investment.ipo", "investment.ma"}),
        ("the 18?", {"investment.ma-window", "investment.foreign-centers", "numbers.rnd"}),
        ("how much money?", {"investment.vc", "numbers.rnd", "overview.industry-size"}),
        ("how many centers", {"facilities.sphic", "investment.foreign-centers"}),
        ("growth?", {"numbers.growth", "investment.vc-change"}),
        ("which rank?", {"numbers.approvals-rank", "talent.fudan"}),
    ],
)
def test_what_fits_several_facts_is_asked_back(question: str, among: set[str], ask: Ask, index: Index) -> None:
    reply = ask(question)

    assert reply.kind == "clarify"
    assert among <= {choice.intent for choice in reply.choices}
    for choice in reply.choices:
        assert choice.intent in index.by_id
        assert choice.label in reply.text
        assert len(choice.label) <= 80


def test_nothing_is_claimed(ask: Ask) -> None:
    reply = ask("what is the percentage")

    assert (reply.facts, reply.receipts, reply.intent) == ((), (), "")


@pytest.mark.parametrize(
    ("choice", "intent"),
    [
        ("the cancer one", "patients.drug-costs"),
        ("recruitment", "patients.recruitment"),
        ("the 2nd one", "numbers.firms-share"),
    ],
)
def test_a_choice_is_taken_by_its_name_or_its_number(choice: str, intent: str, ask: Ask) -> None:
    reply = ask("what is the percentage", choice)

    assert (reply.kind, reply.intent) == ("answer", intent)


def test_a_choice_is_not_taken_where_more_is_asked_of_it(ask: Ask) -> None:
    assert ask("what is the center?", "the proton one").intent == "facilities.sphic"
    assert ask("what is the center?", "when did the proton center open?").kind == "silent"


@pytest.mark.parametrize("question", ["2035?", "1992?", "18 months?"])
def test_one_thing_is_no_choice(question: str, ask: Ask) -> None:
    assert ask(question).kind == "answer"
