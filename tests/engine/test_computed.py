"""Figures that the source doesn't print: worked out from those that it does, with the working."""

from __future__ import annotations

import pytest

from tests.engine.conftest import Ask


@pytest.mark.parametrize(
    ("question", "working"),
    [
        ("how many biotech firms does china have in total?", "3,200 ÷ 45% ≈ 7,111"),
        ("how much vc was there in 2020?", "$7.8 billion ÷ (1 + 310%) ≈ $1.9 billion"),
        ("by what factor did vc grow", "1 + 310% = 4.1"),
        ("how old is the park?", "2025 − 1992 = 33"),
        ("how many years between the park's start and the 2035 goal?", "2035 − 1992 = 43"),
        ("how many years from the summit to the goal?", "2035 − 2026 = 9"),
        ("how many phds are not returnees?", "42,000 × (1 − 1/3) = 28,000"),
        ("how many of the phds are returnees?", "42,000 × 1/3 = 14,000"),
        ("how much of the recruitment time remains?", "1 − 53% = 47%"),
        ("多少家生物科技企业在全中国", "3,200 ÷ 45% ≈ 7,111"),
        # over a period, for each
        ("how many m&a deals a month on average?", "147 ÷ 18 months ≈ 8.2"),
        ("ipos per month", "32 ÷ 12 months ≈ 2.7"),
        ("r&d spend per day", "$18 billion ÷ 365 days ≈ $49.3 million"),
        ("how much r&d money per firm?", "$18 billion ÷ 3,200 ≈ $5.6 million"),
        ("phds per firm", "42,000 ÷ 3,200 ≈ 13.1"),
        ("average number of phds per firm", "42,000 ÷ 3,200 ≈ 13.1"),
        ("venture capital in 2024 averaged over twelve months", "$7.8 billion ÷ 12 months = $650 million"),
        ("new drugs in 2024: one about every how many days?", "365 days ÷ 76 ≈ 4.8 days"),
        ("平均每月有多少笔跨境并购？", "147 ÷ 18 months ≈ 8.2"),
        # at the same pace over another span, there and back, the old against the new
        ("m&a deals: at the same pace, how many would that be in 12 months?", "(147 × 12 months) ÷ 18 months = 98"),
        ("how much of the r&d money is one day's worth on average?", "$18 billion ÷ 365 days ≈ $49.3 million"),
        ("how many km is the corridor there and back?", "82km × 2 = 164 km"),
        ("cancer drugs got how many times cheaper?", "1 ÷ (1 − 68%) ≈ 3.1"),
        ("if a cancer drug cost a grand, how much do i save?", "1,000 × 68% = 680; 1,000 × (1 − 68%) = 320"),
        ("how many firms are outside shanghai?", "(3,200 ÷ 45%) − 3,200 ≈ 3,911; 1 − 45% = 55%"),
        # a year that the source doesn't name
        ("how old was the park in 2010?", "2010 − 1992 = 18"),
        # several sentences that make one sum
        (
            "Take the 2024 venture capital and its growth since 2020. What was the level in 2020?",
            "$7.8 billion ÷ (1 + 310%) ≈ $1.9 billion",
        ),
        ("Compound the sector's yearly growth over two years. Cumulative growth?", "(1 + 28%) ^ 2 ≈ 1.64"),
        # growth over other years than the source's
        ("at 28% growth a year, how long does it take to double?", "ln 2 ÷ ln (1 + 28%) ≈ 2.8"),
        ("if it really grows 28% each year, how many times the size is it after 3 years?", "(1 + 28%) ^ 3 ≈ 2.1"),
        ("28% a year compounded over three years makes what factor?", "(1 + 28%) ^ 3 ≈ 2.1"),
        ("annualised run rate on cross-border M&A?", "(147 × 12 months) ÷ 18 months = 98"),
        ("roughly how many biotech floats a month is that in 2024", "32 ÷ 12 months ≈ 2.7"),
        # several figures added up, and one for each of another
        ("sum of the IPOs, the M&A deals and the foreign R&D centers", "32 + 147 + 18 = 197"),
        (
            "sum of the IPOs, the M&A deals, the foreign R&D centers, the hospitals, the drug approvals and the biotech firms",
            "32 + 147 + 18 + 14 + 76 + 3,200 = 3,487",
        ),
        ("how many drug approvals per $1bn of annual R&D spend?", "76 ÷ 18 ≈ 4.2"),
        # with a figure of the question
        ("what did a 1000 dollar cancer drug cost after the cut?", "$1,000 × (1 − 68%) = $320; $1,000 × 68% = $680"),
        (
            "if recruitment took 100 days, how long does it take now?",
            "100 days × (1 − 53%) = 47 days; 100 days × 53% = 53 days",
        ),
    ],
)
def test_the_working_is_shown(question: str, working: str, ask: Ask) -> None:
    reply = ask(question)

    assert reply.kind == "answer"
    assert reply.computed is not None
    assert reply.computed.working == working
    assert reply.computed.result in reply.text
    assert reply.receipts


@pytest.mark.parametrize(
    ("said", "working"),
    [
        (("how much goes into r&d?", "per phd then?"), "$18 billion ÷ 42,000 ≈ $428,571"),
        (("how much goes into r&d?", "and how many firms are there?", "so what's that each then, on average?"), "$18 billion ÷ 3,200 ≈ $5.6 million"),
        (("how long is the corridor?", "and how far is it to suzhou and back again?"), "82km × 2 = 164 km"),
        (("how many m&a deals?", "with the same speed, how many would be in 12 months?"), "(147 × 12 months) ÷ 18 months = 98"),
        (("how many new drugs in 2024?", "so how many in an average month?"), "76 ÷ 12 months ≈ 6.3"),
        (("how fast does the industry grow?", "and after how many years is it double?"), "ln 2 ÷ ln (1 + 28%) ≈ 2.8"),
        (("how much vc in 2024?", "divided by 3 that makes?"), "$7.8 billion ÷ 3 = $2.6 billion"),
        (("how many times bigger is r&d spend than vc?", "and the two of them combined?"), "$18 billion + $7.8 billion = $25.8 billion"),
        (("how big is china's biopharma industry?", "r&d investment is what percentage of that?"), "$18 billion ÷ $1.2 trillion = 1.5%"),
    ],
)  # fmt: skip
def test_it_goes_on_from_the_figure_before(said: tuple[str, ...], working: str, ask: Ask) -> None:
    reply = ask(*said)

    assert reply.computed is not None
    assert reply.computed.working == working


def test_what_is_printed_is_not_computed(ask: Ask) -> None:
    assert ask("how many firms are there").computed is None


def test_a_sum_of_figures_alone_is_none_of_the_source(ask: Ask) -> None:
    assert ask("what is 7.8 billion divided by 3").computed is None


def test_a_period_is_named_in_the_language_of_the_reply(ask: Ask) -> None:
    assert "每月" in ask("每月平均多少宗并购").text
    assert "month" not in ask("每月平均多少宗并购").text.split("：")[0]


def test_one_of_a_thing_for_many_of_another_is_a_percentage(ask: Ask) -> None:
    assert "**1%**" in ask("ipos per firm").markdown


@pytest.mark.parametrize(
    ("question", "working"),
    [
        (
            "a new therapy takes 2 years in other chinese cities, how long in shanghai?",
            "24 months − 3-month = 21 months",
        ),
        (
            "it took 52 weeks elsewhere in china to get the therapy, how long in shanghai?",
            "12 months − 3-month = 9 months",
        ),
    ],
)
def test_a_span_of_time_is_counted_in_the_unit_of_the_source(question: str, working: str, ask: Ask) -> None:
    reply = ask(question)

    assert reply.computed is not None
    assert reply.computed.working == working


def test_what_leaves_nothing_is_not_worked_out(ask: Ask) -> None:
    reply = ask("a therapy takes 2 months in other chinese cities, how long in Shanghai?")

    assert reply.kind == "answer"
    assert reply.computed is None
    assert "{" not in reply.text
