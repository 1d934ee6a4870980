"""Small talk: a greeting gets a greeting, and who asks what it is gets told."""

from __future__ import annotations

import pytest

from tests.engine.conftest import Ask


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("hi", "social.hello"),
        ("Hello there!", "social.hello"),
        ("good morning", "social.hello"),
        ("你好", "social.hello"),
        ("thanks!", "social.thanks"),
        ("thank you so much", "social.thanks"),
        ("谢谢", "social.thanks"),
        ("bye", "social.bye"),
        ("再见", "social.bye"),
        ("who are you", "social.who"),
        ("are you human?", "social.who"),
        ("你是谁", "social.who"),
        ("what can you do?", "social.help"),
        ("help", "social.help"),
    ],
)
def test_small_talk_gets_small_talk(message: str, intent: str, ask: Ask) -> None:
    reply = ask(message)

    assert (reply.kind, reply.intent) == ("social", intent)
    assert (reply.facts, reply.receipts) == ((), ())


@pytest.mark.parametrize("message", ["hi", "who are you", "help"])
def test_who_begins_is_shown_what_to_ask(message: str, ask: Ask) -> None:
    assert [ask(suggestion).kind for suggestion in ask(message).suggestions] == ["answer"] * 3


@pytest.mark.parametrize(
    "message", ["hi! how many phds are there?", "hello, number of phds please", "thanks. and how many phds?"]
)
def test_a_question_beside_the_greeting_is_answered(message: str, ask: Ask) -> None:
    assert ask(message).intent == "talent.phd"
