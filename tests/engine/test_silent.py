"""Silence: the source names the thing, but doesn't say that about it."""

from __future__ import annotations

import pytest

from tests.engine.conftest import Ask


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("how much do the phd researchers earn?", "PhD researchers"),
        ("what's the budget of the brain project", "China Brain Project"),
        ("who is the director of the proton center", "Shanghai Proton and Heavy Ion Center"),
        ("address of the robot surgery institute", "Zhangjiang Robot Surgery Training Institute"),
        ("who invented the CAR-T therapies", "CAR-T"),
        ("how many people attend the world biotech summit", "World Biotech Summit"),
        ("when was the proton center opened", "Shanghai Proton and Heavy Ion Center"),
        ("how much does proton therapy cost?", "Shanghai Proton and Heavy Ion Center"),
        ("what is the population of suzhou", "Suzhou"),
        ("phone number of fudan medical school", "Fudan"),
        ("On which lake does Wuxi stand?", "Wuxi"),
        # another place, another year
        ("how many biotech firms are in Beijing?", "biotech firms"),
        ("this sea turtle package, they will give it to Indian scientists also or what?", "Sea Turtle"),
        ("how many firms were there in 2019?", "biotech firms"),
        ("venture capital in 2019", "venture capital"),
    ],
)
def test_the_thing_is_named_and_nothing_is_claimed_of_what_was_asked(question: str, thing: str, ask: Ask) -> None:
    reply = ask(question)

    assert reply.kind == "silent"
    assert thing in reply.text
    assert reply.computed is None


def test_what_the_source_does_say_is_offered_with_its_proof(ask: Ask) -> None:
    reply = ask("how much do the phd researchers earn?")

    assert "42,000" in reply.text
    assert reply.facts[0] == "talent.phd"
    assert reply.receipts[0].quote.startswith("42,000 PhD researchers")
    assert reply.suggestions


@pytest.mark.parametrize("question", ["how many firms were there in 2019?", "what was the vc figure in 2021"])
def test_the_figure_of_one_year_is_not_given_for_another(question: str, ask: Ask) -> None:
    assert "nothing of that year" in ask(question).text


@pytest.mark.parametrize(
    "said", [("how many phds are there?", "how many of them are women?"), ("what's at nanjing?", "who runs it?")]
)
def test_what_is_not_said_of_the_subject_before_is_refused_under_its_name(said: tuple[str, ...], ask: Ask) -> None:
    assert ask(*said).kind == "silent"


def test_a_silence_never_denies_what_it_then_says(ask: Ask) -> None:
    text = ask("how many firms were there in 2019?").text

    assert "how many" not in text
    assert "that year" in text


@pytest.mark.parametrize(
    "question",
    [
        "Silicon Valley venture funding total for 2024 pls",
        "how many new medicines were approved in Bulgaria in 2024",
        "Leiden Bio Science Park, how many companies has it?",
        "How much did Kenyan healthtech startups raise in 2024?",
        "Ho Chi Minh City pharma market size 2023?",
    ],
)
def test_a_foreign_place_never_gets_the_figure_of_the_source(question: str, ask: Ask) -> None:
    assert ask(question).kind in ("silent", "decline")


@pytest.mark.parametrize("question", ["my cousin Jackson says 42,000 phds, true?", "Victoria here, how many ipos?"])
def test_a_person_called_like_a_town_gets_an_answer(question: str, ask: Ask) -> None:
    assert ask(question).kind == "answer"
