"""How often the bot is right on questions that people wrote: what was reached stays reached."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from pathlib import Path

import pytest

from biobot.evaluate import Turn, judge, load_turns, score, shares
from biobot.pack.index import Index
from biobot.service import Service
from tests.untraced import untraced

ROUNDS = Path(__file__).parent / "rounds"
DEV = Path(__file__).parents[3] / "shared/questions/dev.jsonl"
NEIGHBOURS = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wertyuiopqsdfghjklaxcvbnmz", strict=True))


def slipped(word: str, chance: random.Random) -> str:
    """One realistic slip of the keyboard: two letters swapped, one left out, one doubled, one beside it."""
    at = chance.randrange(1, len(word) - 1)
    return chance.choice(
        (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + NEIGHBOURS.get(word[at].lower(), "e") + word[at + 1 :],
        )
    )


def with_slips(turn: Turn, variants: int) -> list[Turn]:
    """The question with a slip in one of its words of five letters or more, seeded by the question."""
    words = list(re.finditer(r"[A-Za-z]{5,}", turn.question))
    found = []
    for variant in range(variants if words else 0):
        chance = random.Random(f"{turn.session}{variant}")
        word = chance.choice(words)
        text = turn.question[: word.start()] + slipped(word.group(), chance) + turn.question[word.end() :]
        found.append(replace(turn, question=text, session=f"{turn.session}/{variant}"))
    return found


def test_the_rounds_stay_as_right_as_they_were(index: Index) -> None:
    scored = [
        one for path in sorted(ROUNDS.glob("round-*.jsonl")) for one in score(Service(index), load_turns(path), "")
    ]

    share = shares(scored)

    assert share["right"] >= 88, share
    assert share["wrong"] <= 3.5, share


@pytest.mark.skipif(not DEV.exists(), reason="the dev questions don't lie beside this checkout")
def test_nineteen_in_twenty_dev_questions_are_right_and_hardly_one_is_wrong(index: Index) -> None:
    share = shares(score(Service(index), load_turns(DEV), ""))

    assert share["right"] >= 95, share
    assert share["wrong"] <= 1, share


def test_a_slip_of_the_keyboard_hardly_ever_changes_the_answer(index: Index) -> None:
    service = Service(index)
    verdicts = []
    with untraced():
        for path in sorted(ROUNDS.glob("round-*.jsonl")):
            for one in score(service, load_turns(path), path.name):
                alone = judge(one.turn, service.ask(one.turn.question))
                if one.turn.expect == "answer" and alone == "right":
                    verdicts += [judge(turn, service.ask(turn.question)) for turn in with_slips(one.turn, 5)]

    right = 100 * verdicts.count("right") / len(verdicts)

    assert right >= 93, f"{right:.1f} % of {len(verdicts)}"
