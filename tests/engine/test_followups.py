"""Follow-ups: what was talked about is understood, and what wasn't is not made up."""

from __future__ import annotations

import pytest

from biobot.engine.answer import answer
from biobot.engine.conversation import EMPTY
from biobot.pack.index import Index
from tests.engine.conftest import Ask


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        # another thing, the same question
        (("how much venture capital came in?", "and ipos?"), "investment.ipo"),
        (("what does hangzhou bring", "and nanjing?"), "region.nanjing"),
        (("what does hangzhou bring", "and nanjing?", "and wuxi?"), "region.wuxi"),
        # the same thing, another question
        (("tell me about fudan", "where does it rank?"), "talent.fudan"),
        (("how many phds are there", "how many of them are returnees?"), "talent.returnees"),
        (("how long is the corridor", "in miles?"), "region.corridor-miles"),
        (("vc in 2024?", "and in 2020?"), "investment.vc-base"),
        (("有多少博士", "其中海归呢？"), "talent.returnees"),
        # one of a list
        (("what facilities are there?", "tell me more about the second one"), "facilities.nano"),
        (("what facilities are there?", "the last one"), "facilities.robot"),
        (("what breakthroughs are there", "explain the third one"), "breakthroughs.ai-drugs"),
        # small talk between
        (("how many phds", "thanks", "and firms?"), "numbers.firms"),
    ],
)  # fmt: skip
def test_a_follow_up_is_understood(said: tuple[str, ...], intent: str, ask: Ask) -> None:
    reply = ask(*said)

    assert (reply.kind, reply.intent) == ("answer", intent)


def test_what_is_not_said_of_the_thing_stays_unsaid(ask: Ask) -> None:
    reply = ask("how many hospitals?", "when was that?")

    assert reply.kind == "silent"
    assert "hospitals" in reply.text


@pytest.mark.parametrize("message", ["how long is it?", "and the second one?", "how many of them?"])
def test_without_a_conversation_there_is_nothing_to_follow(message: str, ask: Ask) -> None:
    assert ask(message).kind != "answer"


def test_a_new_question_is_not_bent_to_the_old_subject(ask: Ask) -> None:
    assert ask("how many phds are there", "what's the weather in london").kind == "decline"
    assert ask("how many phds are there", "when did the park start").intent == "overview.park-start"


def test_a_conversation_is_a_value(index: Index) -> None:
    """The state before a message stays as it was: one may go on from it twice."""
    _, state = answer(index, EMPTY, "what does hangzhou bring")
    one, _ = answer(index, state, "and nanjing?")
    other, _ = answer(index, state, "and wuxi?")
    again, _ = answer(index, state, "and nanjing?")

    assert (one.intent, other.intent) == ("region.nanjing", "region.wuxi")
    assert again == one


def test_more_of_the_thing_before_that_the_source_does_not_say_is_a_silence(ask: Ask) -> None:
    reply = ask("how many phds work there?", "how many of those researchers are ladies?")

    assert reply.kind == "silent"
    assert "PhD" in reply.text
