"""A pack of ten times the intents and examples costs less than three times the time of a question."""

from __future__ import annotations

import time
from array import array

from biobot.engine.answer import answer
from biobot.engine.conversation import EMPTY
from biobot.pack.index import Index
from biobot.pack.models import Concept, Intent, Pack
from biobot.pack.votes import Votes
from tests.untraced import untraced

TIMES = 13
ASKED = 150
COMMON = 40  # labels that the weights of a sign speak for or against
MOST = 3.0


def mark(number: int) -> str:
    """A word that tells the things of one copy from those of the others."""
    return f"zz{chr(ord('a') + number)}"


def concept(one: Concept, number: int) -> Concept:
    word = mark(number)
    return one.model_copy(
        update={
            "id": f"{one.id}-{word}",
            "en": tuple(f"{form} {word}" for form in one.en),
            "zh": (),
            "loose": (),
            "patterns": (),
            "intent": f"{one.intent}-{word}" if one.intent else None,
            "choices": tuple(f"{choice}-{word}" for choice in one.choices),
        }
    )


def intent(one: Intent, number: int, own: set[str]) -> Intent:
    word = mark(number)
    needs = tuple("|".join(f"{name}-{word}" if name in own else name for name in need.split("|")) for need in one.needs)
    english = tuple(f"{text} {word}" for text in one.examples.en)
    return one.model_copy(
        update={
            "id": f"{one.id}-{word}",
            "needs": needs,
            "examples": one.examples.model_copy(update={"en": english, "zh": one.examples.zh}),
        }
    )


def votes(one: Votes) -> Votes:
    """The votes of ten times the labels: common signs speak for and against all the copies too, telling ones have copies."""
    size = len(one.labels)
    signs: dict[str, int] = {}
    rarity, starts, numbers, weights = array("H"), array("L", [0]), array("H"), array("h")

    def add(sign: str, number: int, copies: range) -> None:
        first, last = one.starts[number], one.starts[number + 1]
        for copy in copies:
            numbers.extend(label + size * copy for label in one.numbers[first:last])
            weights.extend(one.weights[first:last])
        signs[sign] = len(signs)
        rarity.append(one.rarity[number])
        starts.append(len(weights))

    for sign, number in one.signs.items():
        if one.starts[number + 1] - one.starts[number] > COMMON:
            add(sign, number, range(TIMES))
        else:
            for copy in range(TIMES):
                add(f"{sign}-{mark(copy)}" if copy else sign, number, range(copy, copy + 1))
    labels = tuple(f"{label}-{mark(copy)}" if copy else label for copy in range(TIMES) for label in one.labels)
    return Votes(one.made_of, labels, one.bias * TIMES, signs, rarity, starts, numbers, weights)


def tenfold(pack: Pack) -> Pack:
    own = {one.id for one in pack.concepts}
    answers = [one for one in pack.intents if one.kind == "answer"]
    assert pack.votes is not None
    return pack.model_copy(
        update={
            "concepts": (
                *pack.concepts,
                *(concept(one, number) for number in range(1, TIMES) for one in pack.concepts),
            ),
            "intents": (*pack.intents, *(intent(one, number, own) for number in range(1, TIMES) for one in answers)),
            "votes": votes(pack.votes),
        }
    )


def seconds(index: Index, questions: list[str]) -> float:
    """The processor time of all the questions: the best of three, for the machine does other things too."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        for question in questions:
            answer(index, EMPTY, question)
        taken.append(time.process_time() - start)
    return min(taken)


def test_ten_times_the_knowledge_costs_less_than_three_times_the_time(index: Index, pack: Pack) -> None:
    with untraced():
        large = Index(tenfold(pack))
    questions = [golden.q for golden in pack.questions if golden.q.isascii()][::5][:ASKED]
    examples = [sum(len(entry.examples) for entry in one.entries) for one in (index, large)]
    assert len(large.entries) > 10 * len(index.entries)
    assert examples[1] > 9.5 * examples[0]

    with untraced():
        once, tenfold_time = seconds(index, questions), seconds(large, questions)

    assert tenfold_time / once < MOST, (once, tenfold_time)
