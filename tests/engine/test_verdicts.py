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


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "wuxi the one running the digital health zone right",
            ("Hangzhou has a Digital Health", "Wuxi has a Contract"),
        ),
        ("is hangzhou the manufacturing one?", ("Suzhou's manufacturing", "Hangzhou has a Digital Health")),
        ("does suzhou bring the academic rigor?", ("Nanjing's academic rigor",)),
        ("查证一下：负责数字健康的是无锡，对吗？", ("杭州有数字健康特区", "无锡有合同研究组织集群")),
    ],
)
def test_what_is_said_of_another_is_put_right_with_what_is_said_of_both(
    question: str, said: tuple[str, ...], ask: Ask
) -> None:
    reply = ask(question)

    assert reply.kind == "answer"
    assert reply.text.startswith(("No, ", "不对"))
    for one in said:
        assert one in reply.text


@pytest.mark.parametrize("question", ["is the cro cluster in wuxi?", "hangzhou has the digital health zone, right?"])
def test_a_thing_with_its_own_owner_is_not_put_right(question: str, ask: Ask) -> None:
    reply = ask(question)

    assert reply.kind == "answer"
    assert not reply.text.startswith("No")


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("is it true VC was 1.9bn in 2020?", "Yes: "),
        ("was vc 7.8 billion in 2020?", "No: "),
        ("is the park 33 years old?", "Yes: "),
        ("is the park 45 years old?", "No: "),
        ("is it about 7000 biotech firms in all of china?", "Nearly: "),
        ("is it true that a third of the phds are returnees?", "Yes: "),
    ],
)
def test_a_claim_of_a_figure_that_is_worked_out_is_checked_against_that(question: str, verdict: str, ask: Ask) -> None:
    reply = ask(question)

    assert reply.computed is not None
    assert reply.text.startswith(verdict)
