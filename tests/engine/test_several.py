"""Several questions in one message: each gets its part, and a refusal where there is nothing to tell."""

from __future__ import annotations

import pytest

from tests.engine.conftest import Ask


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("how many firms are there and how many phds?", ["numbers.firms", "talent.phd"]),
        ("what does Wuxi host and when is the summit?", ["region.wuxi", "outlook.summit"]),
        ("how many ipos? and how many m&a deals?", ["investment.ipo", "investment.ma"]),
        (
            "I have two questions. How long is the corridor? What does Wuxi bring?",
            ["region.corridor-length", "region.wuxi"],
        ),
        ("有多少家企业？有多少博士？", ["numbers.firms", "talent.phd"]),
        # as lists, however they are marked
        (
            "1) how many firms 2) how many PhDs 3) what year is the summit",
            ["numbers.firms", "talent.phd", "outlook.summit"],
        ),
        ("Fudan rank / summit year / corridor km", ["talent.fudan", "outlook.summit", "region.corridor-length"]),
        (
            "What's Medicine Valley? Also list the breakthroughs.",
            ["overview.medicine-valley", "breakthroughs.overview"],
        ),
        (
            "three quick ones: R&D per year, IPOs last year, number of PhDs",
            ["numbers.rnd", "investment.ipo", "talent.phd"],
        ),
    ],
)
def test_each_question_gets_its_answer_under_its_label(message: str, parts: list[str], ask: Ask) -> None:
    reply = ask(message)

    assert [part.intent for part in reply.parts] == parts
    assert reply.kind == "answer"
    for part in reply.parts:
        assert part.label
        assert part.label in reply.text
        assert set(part.facts) <= set(reply.facts)
        assert set(part.receipts) <= set(reply.receipts)


@pytest.mark.parametrize(
    ("message", "kinds"),
    [
        ("when did the park start and who runs it?", ["answer", "silent"]),
        ("how many hospitals, and what do they cost?", ["answer", "silent"]),
    ],
)
def test_the_half_that_the_source_does_not_tell_is_refused_beside_the_other(
    message: str, kinds: list[str], ask: Ask
) -> None:
    reply = ask(message)

    assert [part.kind for part in reply.parts] == kinds
    assert reply.kind == "answer"


def test_one_question_in_a_long_message_is_found(ask: Ask) -> None:
    reply = ask(
        "ok so i'm sitting on the train, no sleep at all, my dog is ill too. "
        "anyway, how many hospitals focus on rare diseases? it's for a talk tomorrow."
    )

    assert reply.intent == "patients.hospitals"
    assert reply.parts == ()


def test_two_things_without_figures_are_compared_by_what_is_said_of_each(ask: Ask) -> None:
    text = ask("compare hangzhou and nanjing").text

    assert "Digital Health Special Zone" in text
    assert "Traditional Medicine Modernization Center" in text


def test_roles_that_one_sentence_of_the_source_sets_side_by_side_are_compared_by_it(ask: Ask) -> None:
    text = ask("compare the roles of hangzhou and nanjing").text

    assert "Hangzhou's digital health expertise" in text
    assert "Nanjing's academic rigor" in text
