"""Answers: the fact that was asked for, in few words, with the sentence that proves it."""

from __future__ import annotations

import pytest

from biobot.pack.index import Index
from tests.engine.conftest import Ask

QUESTIONS = [
    # plain, terse, chatty, shouted, misspelt, formal
    ("how many phd researchers are there", "talent.phd", "42,000"),
    ("hw mny frims r there", "numbers.firms", "3,200"),
    ("HOW MANY NEW DRUGS WERE APPROVED?!!", "numbers.approvals", "76"),
    ("vc 2024?", "investment.vc", "$7.8 billion"),
    ("pls tell me what are sea turtle packages, thx", "talent.seaturtle", "overseas Chinese scientists"),
    ("when was the article published", "overview.date", "2025-06-19"),
    # one for every kind of thing that can be asked
    ("how big is china's biopharma industry", "overview.industry-size", "$1.2 trillion"),
    ("what share of china's biotech firms is in shanghai?", "numbers.firms-share", "45%"),
    ("annual r&d spend", "numbers.rnd", "$18 billion"),
    ("where does fudan's medical school rank in asia", "talent.fudan", "ranks 1"),
    ("when did the park start", "overview.park-start", "1992"),
    ("how long is the shanghai-suzhou corridor", "region.corridor-length", "82km"),
    ("who are the joint programmes with?", "talent.programs", "MIT, Cambridge and ETH Zurich"),
    ("what does wuxi have", "region.wuxi", "Contract Research"),
    ("which breakthroughs are listed", "breakthroughs.overview", "CRISPR"),
    ("list the facilities", "facilities.overview", "Robot Surgery"),
    ("by how much did cancer drug costs drop", "patients.drug-costs", "68%"),
    ("how much faster do patients get novel therapies", "patients.access", "3-month"),
    ("how many hospitals focus on rare diseases", "patients.hospitals", "14"),
    ("what happens in 2026", "outlook.summit", "World Biotech Summit"),
    ("what is medicine valley", "overview.medicine-valley", "Zhangjiang"),
]


@pytest.mark.parametrize(("question", "intent", "part"), QUESTIONS)
def test_a_question_gets_its_fact(question: str, intent: str, part: str, ask: Ask) -> None:
    reply = ask(question)

    assert (reply.kind, reply.intent) == ("answer", intent)
    assert part in reply.text


@pytest.mark.parametrize("question", [question for question, *_ in QUESTIONS])
def test_every_answer_shows_the_sentence_that_proves_it(question: str, ask: Ask, index: Index) -> None:
    reply = ask(question)

    assert reply.receipts
    for receipt in reply.receipts:
        assert index.pack.text[receipt.start : receipt.end] == receipt.quote
        assert receipt.fact in reply.facts
    assert 0 < reply.confidence <= 1


def test_the_deciding_figure_is_marked_and_the_plain_text_has_no_marks(ask: Ask) -> None:
    reply = ask("how many ipos were there")

    assert reply.markdown.startswith("**32** ")
    assert reply.text == reply.markdown.replace("**", "")


def test_what_other_sources_say_is_said(ask: Ask) -> None:
    [note] = ask("how many new drugs were approved in 2024").notes

    assert note.status == "disputed"
    assert "48" in note.text
    assert all(link.startswith("http") for link in note.links)


def test_the_reasons_tell_what_every_word_was_taken_for(ask: Ask) -> None:
    reasons = ask("how many hospitls focus on rare diseases").reasons
    words = {word.text: (word.role, word.mended) for word in reasons.words}

    assert words["how many"] == ("attribute", "")
    assert words["hospitls"] == ("subject", "hospital")
    assert reasons.candidates[0].intent == "patients.hospitals"
    assert reasons.rule


@pytest.mark.parametrize(
    ("question", "bare"),
    [
        ("**how many** firms ||are there||?", "how many firms are there?"),
        ("<@123456789012345678> how many firms are there?", "how many firms are there?"),
        ("how many firms are there? https://example.org/x", "how many firms are there?"),
        ("ＨＯＷ　ＭＡＮＹ　ＦＩＲＭＳ　ＡＲＥ　ＴＨＥＲＥ？", "how many firms are there?"),
        ("how ma\u200bny firms are there?", "how many firms are there?"),
        ("> how many firms are there? 🧬🧬", "how many firms are there?"),
    ],
)
def test_dressing_changes_nothing(question: str, bare: str, ask: Ask) -> None:
    assert ask(question).text == ask(bare).text


def test_two_things_of_one_sentence_are_answered_with_all_of_it(ask: Ask) -> None:
    reply = ask("Shanghai gives its financial muscle to the delta, and what then is the gift of Suzhou?")

    assert reply.intent == "region.delta"
    assert "manufacturing" in reply.text


def test_a_short_name_is_no_vague_question(ask: Ask) -> None:
    assert ask("how much vc").intent == "investment.vc"


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("is basel in the article or did i dream that", "outlook.goal"),
        ("does traditional medicine show up anywhere?", "region.nanjing"),
    ],
)
def test_a_thing_that_is_spoken_of_is_told(question: str, intent: str, ask: Ask) -> None:
    assert ask(question).intent == intent


def test_a_year_that_is_only_claimed_does_not_keep_the_true_one_back(ask: Ask) -> None:
    assert "1992" in ask("i wrote that the park started in 1929, when was it really").text
