"""Chinese: the same facts, the reply in Chinese, the receipt in the words of the source."""

from __future__ import annotations

import pytest

from tests.engine.conftest import Ask


@pytest.mark.parametrize(
    ("question", "intent", "part"),
    [
        ("有多少名博士？", "talent.phd", "42,000"),
        ("张江什么时候成立的", "overview.park-start", "1992"),
        ("复旦医学院在亚洲排第几", "talent.fudan", "第1"),
        ("癌症药费降了多少", "patients.drug-costs", "68%"),
        ("沪苏走廊有多长", "region.corridor-length", "82km"),
        ("2035年的目标是什么", "outlook.goal", "波士顿"),
        ("有多少海归博士", "talent.returnees", "三分之一"),
        # in traditional characters
        ("風險投資有多少", "investment.vc", "78亿美元"),
        ("複旦醫學院排第幾", "talent.fudan", "第1"),
    ],
)
def test_a_question_in_chinese_gets_its_fact_in_chinese(question: str, intent: str, part: str, ask: Ask) -> None:
    reply = ask(question)

    assert (reply.kind, reply.intent, reply.language) == ("answer", intent, "zh")
    assert part in reply.text


def test_the_receipt_is_in_the_words_of_the_source(ask: Ask) -> None:
    assert ask("有多少名博士？").receipts == ask("how many phds are there?").receipts


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("北京有多少生物企业？", "silent"),
        ("质子中心的院长是谁", "silent"),
        ("今天天气怎么样", "decline"),
        ("你好", "social"),
    ],
)
def test_refusals_and_greetings_are_in_chinese_too(question: str, kind: str, ask: Ask) -> None:
    reply = ask(question)

    assert (reply.kind, reply.language) == (kind, "zh")
    assert not reply.text.isascii()


def test_a_word_of_the_other_language_does_not_change_the_language(ask: Ask) -> None:
    assert ask("what does 药谷 mean").language == "en"
    assert ask("CAR-T是什么").language == "zh"


def test_the_years_left_are_counted_from_the_date_of_the_source(ask: Ask) -> None:
    assert "10年" in ask("张江离2035年的目标还有几年？").text
