"""No number without proof: each one in an answer stands in a sentence of the source, or in the working that is shown."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from biobot.engine.values import Reply
from biobot.pack.index import Index
from biobot.text.figures import figures
from biobot.text.normalise import normalise

BRACKET = re.compile(r"\(([^()]+) ([−+×÷]) ([^()]+)\)")
LISTED = re.compile(r"^(?:•|\d\.) ", re.MULTILINE)
SIGNS = {"−": operator.sub, "+": operator.add, "×": operator.mul, "÷": operator.truediv}


def values(text: str) -> Iterator[Fraction]:
    """Yield the values of the figures in a text, Chinese ones and number words too."""
    for figure in figures(normalise(text).text):
        yield figure.value
        if figure.unit == "%":
            yield figure.value / 100


def worked_out(working: str) -> Iterator[Fraction]:
    """Yield what a shown working holds, and what its brackets come to."""
    yield from values(working)
    for left, sign, right in BRACKET.findall(working):
        sides = [list(values(left)), list(values(right))]
        if all(sides):
            yield SIGNS[sign](sides[0][-1], sides[1][-1])


def proven(index: Index, reply: Reply) -> set[Fraction]:
    """Return the values that a reply may speak of."""
    found: set[Fraction] = set()
    for receipt in reply.receipts:
        found.update(values(receipt.quote))
        start, end = index.sections[receipt.section]
        found.add(Fraction(len(LISTED.findall(index.pack.text[start:end]))))  # “one of four”: how long the list is
    for fact in reply.facts:
        figure = index.facts[fact].figure
        found.update(values(figure.period or "") if figure else ())  # the year that “last year” is
    for part in (reply, *reply.parts):
        found.update(worked_out(part.computed.working) if part.computed else ())
    return found


def test_every_number_of_an_answer_is_proven(index: Index, replies: Mapping[str, Reply]) -> None:
    unproven = {}
    for question, reply in replies.items():
        if reply.kind == "answer":
            odd = [
                figure.text
                for figure in figures(normalise(reply.text).text)
                if figure.value not in proven(index, reply)
            ]
            if odd:
                unproven[question] = (reply.intent, odd)

    assert unproven == {}


def test_every_receipt_is_a_stretch_of_the_source(index: Index, replies: Mapping[str, Reply]) -> None:
    text = index.pack.text

    for reply in replies.values():
        for receipt in reply.receipts:
            start, end = index.sections[receipt.section]
            assert text[receipt.start : receipt.end] == receipt.quote
            assert start <= receipt.start < receipt.end <= end


def test_every_answer_has_a_receipt_and_no_refusal_pretends_to_have_one(replies: Mapping[str, Reply]) -> None:
    for question, reply in replies.items():
        if reply.kind == "answer":
            assert reply.facts, question
            assert reply.receipts, question
        if reply.kind in ("decline", "social", "clarify"):
            assert not reply.receipts, question


def test_what_other_sources_dispute_is_said_with_the_answer(index: Index, replies: Mapping[str, Reply]) -> None:
    for question, reply in replies.items():
        disputed = {note for fact in reply.facts if (note := index.facts[fact].note)}
        if reply.kind == "answer":
            assert {note.id for note in reply.notes} == disputed, question
