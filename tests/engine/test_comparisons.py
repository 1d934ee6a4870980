"""Two figures set side by side: which is more, by how much, how many times."""

from __future__ import annotations

import pytest

from tests.engine.conftest import Ask


@pytest.mark.parametrize(
    ("question", "facts", "working"),
    [
        ("is there more vc or r&d money?", ["numbers.rnd", "investment.vc"], "$18 billion − $7.8 billion = $10.2 billion"),
        ("vc vs r&d", ["numbers.rnd", "investment.vc"], "$18 billion − $7.8 billion = $10.2 billion"),
        (
            "which is bigger, yearly R&D or the 2024 venture capital, and by how much?",
            ["numbers.rnd", "investment.vc"],
            "$18 billion − $7.8 billion = $10.2 billion",
        ),
        ("are there more ipos or new drug approvals?", ["numbers.approvals", "investment.ipo"], "76 − 32 = 44"),
        ("what's the difference between ipos and m&a deals?", ["investment.ma", "investment.ipo"], "147 − 32 = 115"),
        ("how many times more r&d than vc?", ["numbers.rnd", "investment.vc"], "$18 billion ÷ $7.8 billion ≈ 2.3; $7.8 billion ÷ $18 billion ≈ 43%"),
        ("ratio of phds to firms", ["talent.phd", "numbers.firms"], "42,000 ÷ 3,200 ≈ 13.1; 3,200 ÷ 42,000 ≈ 8%"),
    ],
)  # fmt: skip
def test_both_figures_are_given_the_larger_first_with_the_working(
    question: str, facts: list[str], working: str, ask: Ask
) -> None:
    reply = ask(question)

    assert reply.kind == "answer"
    assert list(reply.facts) == facts
    assert reply.computed is not None
    assert reply.computed.working == working
    assert [receipt.fact for receipt in reply.receipts] == facts


def test_what_was_just_talked_about_is_compared(ask: Ask) -> None:
    reply = ask("how many ipos", "and m&a", "which is more?")

    assert set(reply.facts) >= {"investment.ipo", "investment.ma"}
    assert reply.computed is not None
    assert reply.computed.working == "147 − 32 = 115"
