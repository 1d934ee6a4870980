"""The votes of a question's wording: how likely each intent, a silence or a refusal is, by the signs of its text.

A linear model, softmax over the sum of the weights of all signs, each sign weighted by its inverse document frequency and the
text scaled to length one (multinomial logistic regression on tf-idf). The weights stand in the pack's `votes.tsv`; `make tune`
fits them to the pack's utterances. A pack without that file has no votes, and is read by its words and examples alone.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Container, Sequence
from dataclasses import dataclass

from biobot.text import words

SILENT = "silent"
DECLINE = "decline"
CLARIFY = "clarify"  # too vague by itself
COMPARE = "compare"  # several facts set against each other
SEVERAL = "several"  # several questions in one
FOLLOW = "follow"  # goes on from something said before
KINDS = frozenset({SILENT, DECLINE, CLARIFY, COMPARE, SEVERAL, FOLLOW})
FILE = "votes.tsv"
_MARKS = ("=", ">", "#", "?", "+", "@")  # what signs that are no words begin with
_RARE = "?"
_SEVERAL = 3
_FAR = 9.0  # a label so far behind, in natural logarithms, is as good as none
_SCALE = 100  # weights are kept as whole hundredths


@dataclass(frozen=True, slots=True)
class Votes:
    """The weights of all signs for all labels (ids of intents, or `KINDS`), in hundredths.

    `signs` gives each sign its number, by which `rarity` has its inverse document frequency and `starts` where its weights
    begin; `numbers` are the labels that the `weights` are for. In long arrays, for there are some hundred thousand.
    """

    made_of: str
    labels: tuple[str, ...]
    bias: tuple[int, ...]
    signs: dict[str, int]
    rarity: Sequence[int]
    starts: Sequence[int]
    numbers: Sequence[int]
    weights: Sequence[int]

    def shares(self, signs: tuple[str, ...]) -> dict[str, float]:
        """Return the probability of each label for the signs of a text, those near to none left out; they add up to 1."""
        if not any(sign in self.signs for sign in signs):
            return {}
        known = [self.signs[sign] for sign in with_rare(signs, self.signs) if sign in self.signs]
        length = math.sqrt(sum(self.rarity[sign] ** 2 for sign in known))
        scores = [0.0] * len(self.labels)
        for sign in known:
            part = self.rarity[sign] / length
            first, last = self.starts[sign], self.starts[sign + 1]
            for number, weight in zip(self.numbers[first:last], self.weights[first:last], strict=True):
                scores[number] += part * weight
        scores = [score + bias for score, bias in zip(scores, self.bias, strict=True)]
        least = max(scores) - _FAR * _SCALE
        powers = {
            label: math.exp(score / _SCALE) for label, score in zip(self.labels, scores, strict=True) if score > least
        }
        total = math.fsum(powers.values())  # the same in every Python: its own sum of floats changed in 3.12
        return {label: power / total for label, power in powers.items()}


def foremost(shares: dict[str, float]) -> tuple[str, float]:
    """Return the label with the largest share, the first of equals, and its share; no label and 0 where there are none."""
    return max(shares.items(), key=lambda item: item[1], default=("", 0.0))


def with_rare(signs: tuple[str, ...], known: Container[str]) -> tuple[str, ...]:
    """Return the signs of a text with those of its words that aren't known: how many, and how common each is in English."""
    rare = [sign for sign in signs if sign not in known and " " not in sign and not sign.startswith(_MARKS)]
    bands = dict.fromkeys(f"{_RARE}{words.band(word)}" for word in rare)
    return (*signs, *bands, f"{_RARE}{_RARE}{min(_SEVERAL, len(rare))}")


def parse(text: str) -> Votes:
    """Return the votes of a file's text; raises ValueError or IndexError where it isn't one."""
    lines = text.splitlines()
    labels: list[str] = []
    bias: list[int] = []
    signs: dict[str, int] = {}
    rarity, starts, numbers, weights = array("H"), array("L", [0]), array("H"), array("h")
    for line in lines[1:]:
        sign, first, *rest = line.split("\t")
        if sign == "":
            labels.append(first)
            bias.append(int(rest[0]))
            continue
        pairs = [weight.split(":") for weight in rest]
        numbers.extend(int(label) for label, _ in pairs)
        weights.extend(int(value) for _, value in pairs)
        signs[sign] = len(signs)
        rarity.append(int(first))
        starts.append(len(weights))
    return Votes(lines[0].split("\t")[1], tuple(labels), tuple(bias), signs, rarity, starts, numbers, weights)
