"""A figure in a question is checked: yes, no, or nearly; it never makes a match by itself."""

from __future__ import annotations

import pytest

from tests.engine.conftest import Ask

YES = [
    "did cancer drug costs fall by 68%?",
    "are there 42k phds?",
    "are there more than 40,000 phd researchers?",
    "were there at least 30 ipos?",
    "is fudan number 1 in asia?",
    "is it a third of the phds who returned?",
    "is it $7.8bn of vc?",
    "does shanghai have 45% of chinas firms?",
    "did vc rise since 2020?",
    "有四万二千名博士吗？",
]
NO = [
    "is it true that cancer drugs got 90% cheaper?",
    "are there fewer than 3000 firms?",
    "are half of the phds returnees?",
    "did vc fall since 2020?",
    "did the park start in 1990?",
    "is fudan 2nd in asia?",
    "are there 20 multinational r&d centers?",
    "抗癌药便宜了90%吗？",
]
NEARLY = [
    "are there 3,300 biotech firms?",
    "did cancer drug costs fall by 70%?",
    "are there 43,000 phd researchers?",
]
WORDS = {"yes": ("Yes: ", "是的："), "no": ("No: ", "不是："), "nearly": ("Nearly: ", "差不多：")}


@pytest.mark.parametrize(
    ("question", "verdict"),
    [(question, verdict) for verdict, asked in (("yes", YES), ("no", NO), ("nearly", NEARLY)) for question in asked],
)
def test_the_claim_is_judged_and_the_figure_of_the_source_is_given(question: str, verdict: str, ask: Ask) -> None:
    reply = ask(question)

    assert reply.kind == "answer"
    assert reply.text.startswith(WORDS[verdict])
    assert reply.receipts


@pytest.mark.parametrize(
    "question", ["how many phds are there", "what share of the phds returned", "how much vc was there in 2024"]
)
def test_a_question_that_claims_nothing_is_not_judged(question: str, ask: Ask) -> None:
    assert not ask(question).text.startswith(tuple(word for words in WORDS.values() for word in words))


def test_a_figure_alone_is_looked_up(ask: Ask) -> None:
    assert ask("147?").intent == "investment.ma"


def test_an_unknown_figure_is_no_reason_to_answer(ask: Ask) -> None:
    assert ask("4711?").kind != "answer"


def test_a_rank_that_holds_elsewhere_is_not_confirmed(ask: Ask) -> None:
    reply = ask("is the proton center the first in the world?")

    assert reply.kind in ("answer", "silent")
    assert "Asia's first" in reply.text
    assert not reply.text.startswith(WORDS["yes"])
