"""`biobot ask`: a reply for a person, or the JSON that others rely on."""

from __future__ import annotations

import json
from typing import Any

import pytest

from biobot.pack.models import Pack
from tests.cli.conftest import Biobot

KEYS: dict[str, type | tuple[type, ...]] = {
    "kind": str,
    "text": str,
    "intent": (str, type(None)),
    "facts": list,
    "sources": list,
    "computed": (dict, type(None)),
    "notes": list,
    "choices": list,
    "suggestions": list,
    "confidence": float,
    "language": str,
}
SOURCE_KEYS = {"source": str, "section": str, "quote": str, "start": int, "end": int}


def assert_contract(reply: dict[str, Any], pack: Pack) -> None:
    """Check a reply's keys and types, and that its receipts are what they say."""
    assert set(reply) - {"parts"} == set(KEYS)
    assert [key for key, kind in KEYS.items() if not isinstance(reply[key], kind)] == []
    assert reply["kind"] in ("answer", "silent", "clarify", "decline", "social")
    assert reply["language"] in ("en", "zh")
    assert 0 <= reply["confidence"] <= 1
    assert "**" not in reply["text"]
    for key in ("facts", "notes", "choices", "suggestions"):
        assert [entry for entry in reply[key] if not isinstance(entry, str)] == []
    for source in reply["sources"]:
        assert {key: type(value) for key, value in source.items()} == SOURCE_KEYS
        assert pack.text[source["start"] : source["end"]] == source["quote"]
    if reply["computed"]:
        assert {key: type(value) for key, value in reply["computed"].items()} == {"result": str, "working": str}


def test_a_person_reads_the_reply_and_its_receipt(biobot: Biobot) -> None:
    ran = biobot("ask", "how many phds work there?")

    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines()[0].startswith("42,000 PhD researchers")
    assert "  “42,000 PhD researchers (1/3 returnees from abroad)” (Talent Ecosystem)" in ran.out
    assert "⚠ not found: " in ran.out
    assert "**" not in ran.out


def test_the_words_of_a_question_may_stand_apart(biobot: Biobot) -> None:
    assert biobot("ask", "how", "many", "phds?").out == biobot("ask", "how many phds?").out


def test_a_computed_answer_shows_its_working(biobot: Biobot) -> None:
    assert "  worked out: 3,200 ÷ 45% ≈ 7,111" in biobot("ask", "how many biotech firms does china have in total?").out


def test_what_is_asked_back_can_be_chosen_by_its_number(biobot: Biobot) -> None:
    out = biobot("ask", "what is the percentage").out

    assert "\n  1. " in out
    assert "\n  2. " in out


def test_a_refusal_says_what_to_try(biobot: Biobot) -> None:
    assert "  Try: " in biobot("ask", "who won the world cup").out


def test_why_is_explained(biobot: Biobot) -> None:
    out = biobot("ask", "--explain", "how many hospitls focus on rare diseases, xyzzyq").out

    assert "\nWhy:\n" in out
    assert "hospitls (read as “hospital”): subject" in out
    assert "patients.hospitals  (cover " in out
    assert "left unexplained: xyzzyq" in out
    assert "decided: answer, because " in out


@pytest.mark.parametrize("question", ["", "   ", "?!", "😀"])
def test_an_empty_question_gets_a_reply(question: str, biobot: Biobot) -> None:
    ran = biobot("ask", "--json", question)

    assert ran.status == 0
    assert json.loads(ran.out)["kind"] == "decline"


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("how many phds work there?", "answer"),
        ("how much vc was there in 2020?", "answer"),
        ("how many ipos? and how many m&a deals?", "answer"),
        ("有多少名博士？", "answer"),
        ("how much do the phds earn?", "silent"),
        ("what is the percentage", "clarify"),
        ("who won the world cup", "decline"),
        ("hello", "social"),
        ("", "decline"),
    ],
)
def test_the_json_is_one_object_that_keeps_the_contract(question: str, kind: str, biobot: Biobot, pack: Pack) -> None:
    ran = biobot("ask", "--json", question)
    reply = json.loads(ran.out)

    assert (ran.status, ran.err, ran.out.count("\n")) == (0, "", 1)
    assert reply["kind"] == kind
    assert_contract(reply, pack)
    for part in reply.get("parts", []):
        label = part.pop("label")
        assert label in reply["text"]
        assert_contract(part, pack)


def test_the_example_of_the_contract(biobot: Biobot, pack: Pack) -> None:
    reply = json.loads(biobot("ask", "--json", "how many phds work there?").out)
    quote = "42,000 PhD researchers (1/3 returnees from abroad)"
    start = pack.text.index(quote)

    assert reply["sources"] == [
        {"source": "article", "section": "Talent Ecosystem", "quote": quote, "start": start, "end": start + len(quote)}
    ]
    assert reply["intent"] == "talent.phd"
    assert reply["facts"][0] == "talent.phd"
    assert reply["language"] == "en"


def test_the_json_holds_the_reasons_where_they_are_asked_for(biobot: Biobot) -> None:
    reply = json.loads(biobot("ask", "--json", "--explain", "how many phds?").out)

    assert reply["reasons"]["rule"]
    assert reply["reasons"]["candidates"][0]["intent"] == "talent.phd"


def lines(*questions: tuple[str, str | None]) -> str:
    return "\n".join(
        json.dumps({"q": text} if session is None else {"q": text, "session": session}) for text, session in questions
    )


def test_each_line_gets_its_reply_in_order_and_sessions_are_conversations(biobot: Biobot, pack: Pack) -> None:
    ran = biobot(
        "ask", "--jsonl",
        stdin=lines(
            ("how much venture capital came in?", "ann"),
            ("what does hangzhou bring", "ben"),
            ("and ipos?", "ann"),
            ("how many phds?", None),
            ("and nanjing?", "ben"),
            ("and wuxi?", None),
        ),
    )  # fmt: skip
    replies = [json.loads(line) for line in ran.out.splitlines()]

    assert ran.status == 0
    assert [reply["intent"] for reply in replies] == [
        "investment.vc",
        "region.hangzhou",
        "investment.ipo",
        "talent.phd",
        "region.nanjing",
        "region.wuxi",
    ]
    for reply in replies:
        assert_contract(reply, pack)


def test_lines_of_no_session_know_nothing_of_each_other(biobot: Biobot) -> None:
    ran = biobot("ask", "--jsonl", stdin=lines(("what is the corridor", None), ("how long is it?", None)))

    assert json.loads(ran.out.splitlines()[1])["intent"] != "region.corridor-length"


def test_empty_lines_are_passed_over_and_an_empty_input_gets_nothing(biobot: Biobot) -> None:
    assert biobot("ask", "--jsonl", stdin='\n{"q": "hi"}\n\n').out.count("\n") == 1
    assert biobot("ask", "--jsonl", stdin="") == (0, "", "")


@pytest.mark.parametrize(
    "line",
    ["hello", "{}", '{"q": 5}', '{"q": null}', "[1]", '"hello"', '{"question": "hi"}', '{"q": "hi"', "[" * 100_000],
    ids=lambda line: line[:20],
)
def test_a_line_that_is_no_question_is_wrong_usage_and_named(line: str, biobot: Biobot) -> None:
    ran = biobot("ask", "--jsonl", stdin='{"q": "hi"}\n' + line)

    assert ran.status == 2
    assert ran.out == ""
    assert ran.err == 'Line 2 is no question: expected one JSON object such as {"q": "…", "session": "a"}.\n'


def test_odd_sessions_and_broken_characters_do_no_harm(biobot: Biobot) -> None:
    ran = biobot(
        "ask", "--jsonl", stdin='{"q": "how many phds?", "session": 7}\n{"q": "\\ud800 and firms?", "session": 7}\n'
    )

    assert ran.status == 0
    assert json.loads(ran.out.splitlines()[1])["intent"] == "numbers.firms"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask"], 'ask something: biobot ask "your question"'),
        (["ask", "--jsonl", "how many?"], "--jsonl reads its questions from standard input"),
        (["ask", "--jsonl", "--json"], "--jsonl reads its questions from standard input"),
        (["ask", "--jsno", "how many?"], "--json"),
        (["ask", "--pack"], "requires an argument"),
    ],
)
def test_wrong_usage_is_told_and_ends_with_2(arguments: list[str], said: str, biobot: Biobot) -> None:
    ran = biobot(*arguments)

    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
