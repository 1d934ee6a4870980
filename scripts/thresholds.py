"""Sets the weights and thresholds of a pack (weights.tsv) by what they make of question files that nothing was fitted to.

usage: thresholds.py [--pack PACK] [FILE...]      (default: the pack that comes with the program, and the rounds of its tests)

A right reply counts one, a confident false one takes `WRONG` away. Each weight in turn is tried somewhat lower and higher, and
stays where that gains more than chance would. Only what differs from `biobot.pack.weights` is written.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import fields, replace
from multiprocessing import get_context
from pathlib import Path

from biobot.engine.answer import answer
from biobot.engine.conversation import EMPTY, Conversation
from biobot.evaluate import Turn, judge, load_turns
from biobot.pack import weights
from biobot.pack.index import Index
from biobot.pack.read import read_pack
from biobot.pack.weights import Weights
from biobot.service import default_pack

ROUNDS = Path(__file__).parents[1] / "tests/knowledge/rounds"
WRONG = 3.0  # what a confident false reply takes away
STEPS = (0.8, 1.2)
GAIN = 0.0008  # of all turns: three or four of some thousand are chance
MOST = 0.98  # of a share


class Asker:
    """Asks the questions of files with given weights."""

    def __init__(self, index: Index, turns: list[Turn]) -> None:
        self.index = index
        self.turns = turns

    def score(self, chosen: Weights) -> float:
        """Return how good the replies are with those weights: 1 where all are right."""
        said: dict[str, Conversation] = {}
        total = 0.0
        for turn in self.turns:
            before = said.get(turn.session, EMPTY)
            reply, said[turn.session] = answer(self.index, before, turn.question, weights=chosen)
            total += {"right": 1.0, "wrong": -WRONG, "missed": 0.0}[judge(turn, reply)]
        return total / len(self.turns)


_ASKER: list[Asker] = []  # what the other processes are forked with


def _scored(chosen: Weights) -> float:
    return _ASKER[0].score(chosen)


def candidates(chosen: Weights, name: str) -> list[Weights]:
    """Return the weights with one of them changed by each step, shares kept below one."""
    value = getattr(chosen, name)
    tried = {round(value * step, 3) for step in STEPS}
    shares = {min(one, MOST) for one in tried} if value < 1 else tried
    return [replace(chosen, **{name: one}) for one in sorted(shares)]


def search(asker: Asker, names: Iterable[str]) -> Weights:
    """Return the weights after each was tried in turn; every step that stays is told."""
    _ASKER[:] = [asker]
    with get_context("fork").Pool() as pool:
        chosen, best = Weights(), asker.score(Weights())
        print(f"{len(asker.turns):,} questions, score {best:.4f}", flush=True)
        for name in names:
            tried = candidates(chosen, name)
            scores = pool.map(_scored, tried, chunksize=1)
            score, found = max(zip(scores, tried, strict=True), key=lambda pair: pair[0])
            if score > best + GAIN:
                print(f"{name}: {getattr(chosen, name)} to {getattr(found, name)}, score {score:.4f}", flush=True)
                chosen, best = found, score
    return chosen


def written(chosen: Weights) -> str:
    """Return the text of weights.tsv: what differs from the defaults."""
    plain = Weights()
    names = [field.name for field in fields(Weights) if getattr(chosen, field.name) != getattr(plain, field.name)]
    lines = ["# Written by `make tune` from question files that nothing was fitted to; not to be edited."]
    return "\n".join([*lines, *(f"{name}\t{getattr(chosen, name)}" for name in names)]) + "\n"


def main() -> None:
    """Search and write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="*", type=Path, default=sorted(ROUNDS.glob("*.jsonl")))
    parser.add_argument("--pack", type=Path, default=default_pack())
    arguments = parser.parse_args()
    pack, problems, _ = read_pack(arguments.pack)
    if pack is None or problems:
        parser.error("the pack has problems: see `biobot check`")
    turns = [
        replace(turn, session=f"{path.stem} {turn.session}") for path in arguments.files for turn in load_turns(path)
    ]
    chosen = search(Asker(Index(pack), turns), [field.name for field in fields(Weights)])
    (arguments.pack / weights.FILE).write_text(written(chosen), encoding="utf-8")
    print(f"wrote {weights.FILE}")


if __name__ == "__main__":
    main()
