"""Fits the votes of a pack (votes.tsv) to its utterances and examples: how likely each reply is by the signs of a text.

usage: tune.py [--check FILE] [--out FILE] [PACK]      (default: the pack that comes with the program)

The model is a multinomial logistic regression on tf-idf (that of scikit-learn), fitted in small batches by Adam (Kingma and Ba,
2015, https://arxiv.org/abs/1412.6980), which lets the weights of rare signs grow as fast as those of common ones, and stopped
before it knows its texts by heart; biobot.pack.votes tells how it is used. Signs seen once are left out, and weights too small to
matter. The name of a thing counts as an utterance too. Of those that stand by themselves some are taken a second time, after a
reply that has nothing to do with them, as people change the subject. With --check nothing is written: the utterances of that
file are held out, and it says how often the votes are right on them; --out writes what was fitted to that file.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from pathlib import Path
from typing import Self

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import Pipeline, make_pipeline

from biobot.engine.read import read
from biobot.pack import votes
from biobot.pack.index import Index
from biobot.pack.models import Pack
from biobot.pack.read import read_pack
from biobot.pack.signs import context_signs
from biobot.pack.utterances import Utterance, made_of, utterances
from biobot.service import default_pack
from biobot.text.normalise import normalise

FITS = 3  # fits whose mean is taken: one alone leans on the order of its texts
ROUNDS = 10  # how often every text is seen,
BATCH = 64  # … how many at a time,
STEP_SIZE = 0.005  # … and how far a weight moves at most at the first of them; less and less until the last
KEEP, KEEP_SQUARE = 0.9, 0.999  # Adam's memory of the gradient and of its square
TEXT = 4.0  # the length of a text's signs while fitting: the longer, the faster
LEAST = 0.5  # a weight below it changes nothing,
EFFECT = 5.0  # … nor does one whose product with the rarity of its sign is below this
SCALE = 100
ASKED = {votes.SILENT: 0.15}  # how often people ask it; the utterances have more, written to teach the difference
SEEN = 2  # texts that must have a sign for it to count
AGAIN = 5  # one in so many utterances is taken a second time, after another reply
STEP = 7  # … of the intents in their order, so that every one comes before some

Texts = list[tuple[str, ...]]


class Rare(BaseEstimator, TransformerMixin):  # type: ignore[misc]
    """Adds to the signs of each text what tells that a word of it was seen once or never."""

    def fit(self, texts: Texts, _: object = None) -> Self:
        """Remember the signs that more than one text has."""
        count = Counter(sign for text in texts for sign in text)
        self.known_ = {sign for sign, times in count.items() if times >= SEEN}
        return self

    def transform(self, texts: Texts) -> Texts:
        """Return the signs with those of rare words."""
        return [votes.with_rare(text, self.known_) for text in texts]


def same(text: tuple[str, ...]) -> tuple[str, ...]:
    """Return what stands there: the texts are signs already."""
    return text


class Linear(BaseEstimator, ClassifierMixin):  # type: ignore[misc]
    """Softmax over the weights of the signs of a text; `coef_` has a row a label, `intercept_` a number a label."""

    def fit(self, texts: csr_matrix, labels: list[str]) -> Self:
        """Fit the weights to texts (a row each, a column a sign): the mean of several fits, each in another order."""
        self.classes_, wanted = np.unique(labels, return_inverse=True)
        fits = [_fitted(texts, wanted, np.random.default_rng(seed)) for seed in range(FITS)]
        self.coef_ = np.mean([weights for weights, _ in fits], axis=0).T * TEXT
        self.intercept_ = np.mean([bias for _, bias in fits], axis=0)
        self.intercept_ += [self._prior(label, labels) for label in self.classes_]
        return self

    def predict(self, texts: csr_matrix) -> np.ndarray:
        """Return the likeliest label of each text."""
        return self.classes_[(texts @ self.coef_.T + self.intercept_).argmax(axis=1)]

    @staticmethod
    def _prior(label: str, labels: list[str]) -> float:
        """Return what is added to the bias of a label because people ask it more or less often than it stands in the texts."""
        return math.log(ASKED[label] / labels.count(label) * len(labels)) if label in ASKED else 0.0


def _fitted(texts: csr_matrix, wanted: np.ndarray, chance: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return the weights (a row a sign, a column a label) and the biases of one fit."""
    labels = int(wanted.max()) + 1
    weights, bias = _Adam((texts.shape[1], labels)), _Adam((1, labels))
    batches = -(-len(wanted) // BATCH)
    for step in range(ROUNDS * batches):
        if step % batches == 0:
            order = chance.permutation(len(wanted))
        first = step % batches * BATCH
        batch = order[first : first + BATCH]
        _step(texts[batch], wanted[batch], weights, bias, 1 - step / (ROUNDS * batches))
    return weights.value, bias.value[0]


def _step(texts: csr_matrix, wanted: np.ndarray, weights: _Adam, bias: _Adam, pace: float) -> None:
    signs, columns = np.unique(texts.indices, return_inverse=True)
    own = csr_matrix((texts.data * TEXT, columns, texts.indptr), (texts.shape[0], len(signs)))
    scores = own @ weights.value[signs] + bias.value
    error = np.exp(scores - scores.max(axis=1, keepdims=True))
    error /= error.sum(axis=1, keepdims=True)
    error[np.arange(len(wanted)), wanted] -= 1
    error /= len(wanted)
    weights.move(signs, own.T @ error, pace)
    bias.move(np.array([0]), error.sum(axis=0, keepdims=True), pace)


class _Adam:
    """Numbers that are moved against a gradient, a row at a time, each by the size that its own gradients have had."""

    def __init__(self, shape: tuple[int, int]) -> None:
        self.value, self._mean, self._square = (np.zeros(shape, dtype=np.float32) for _ in range(3))
        self._steps = 0

    def move(self, rows: np.ndarray, gradient: np.ndarray, pace: float) -> None:
        self._steps += 1
        mean = self._mean[rows] = KEEP * self._mean[rows] + (1 - KEEP) * gradient
        square = self._square[rows] = KEEP_SQUARE * self._square[rows] + (1 - KEEP_SQUARE) * gradient**2
        size = STEP_SIZE * pace * math.sqrt(1 - KEEP_SQUARE**self._steps) / (1 - KEEP**self._steps)
        self.value[rows] -= size * mean / (np.sqrt(square) + 1e-8)


def model() -> Pipeline:
    """Return the model, not yet fitted."""
    return make_pipeline(Rare(), TfidfVectorizer(analyzer=same, min_df=SEEN, dtype=np.float32), Linear())


def names(pack: Pack) -> list[Utterance]:
    """Return the forms of every thing as utterances: who types only its name asks for what answers the bare word."""
    things = [concept for concept in pack.concepts if concept.kind == "subject" and concept.intent and not concept.weak]
    return [Utterance(one.intent, form) for one in things if one.intent for form in (*one.en, *one.zh)]


def after_others(said: list[Utterance], intents: list[str]) -> list[Utterance]:
    """Return some of the utterances that stand by themselves, each after some other reply."""
    alone = [one for one in said if not one.before and one.label not in (votes.FOLLOW, votes.CLARIFY)][::AGAIN]
    return [Utterance(one.label, one.text, intents[number * STEP % len(intents)]) for number, one in enumerate(alone)]


def read_signs(index: Index, said: list[Utterance]) -> Texts:
    """Return the signs of each utterance, with those of the reply before."""
    found = []
    for one in said:
        normal = normalise(one.text)
        own = read(index, normal.text, normal.language).signs
        found.append((*own, *context_signs(index.by_id[one.before].intent)) if one.before else own)
    return found


def fit(index: Index, said: list[Utterance]) -> Pipeline:
    """Return the model fitted to utterances, the names of things, and some of them after other replies."""
    pack = index.pack
    said = [*said, *names(pack)]
    said += after_others(said, [intent.id for intent in pack.intents if intent.kind == "answer"])
    return model().fit(read_signs(index, said), [one.label for one in said])


def written(fitted: Pipeline, source: str) -> str:
    """Return the text of votes.tsv."""
    rarity, regression = fitted[1], fitted[2]
    lines = [f"# Written by `make tune` from the pack's utterances and examples; not to be edited.\t{source}"]
    lines += [
        f"\t{label}\t{round(float(bias) * SCALE)}"
        for label, bias in zip(regression.classes_, regression.intercept_, strict=True)
    ]
    for sign, column in sorted(rarity.vocabulary_.items()):
        weights, rare = regression.coef_[:, column], rarity.idf_[column]
        weights = weights - np.median(weights)  # what all labels share decides nothing
        numbers = np.flatnonzero((abs(weights) >= LEAST) & (abs(weights) * rare >= EFFECT))
        telling = [f"{number}:{round(float(weights[number]) * SCALE)}" for number in numbers]
        lines.append("\t".join([sign, str(round(float(rare) * SCALE)), *telling]))
    return "\n".join(lines) + "\n"


def main() -> None:
    """Fit and write, or hold out a file and say how well it is voted on."""
    parser = argparse.ArgumentParser()
    parser.add_argument("pack", nargs="?", type=Path, default=default_pack())
    parser.add_argument("--check", type=Path)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    pack, problems, _ = read_pack(arguments.pack)
    if pack is None or problems:
        parser.error("the pack has problems: see `biobot check`")
    index = Index(pack)
    held = set(utterances(arguments.pack, pack, arguments.check)) if arguments.check else set()
    said = [one for one in utterances(arguments.pack, pack) if one not in held]
    fitted = fit(index, said)
    if held:
        tested = sorted(held, key=lambda one: (one.label, one.text))
        guessed = fitted.predict(read_signs(index, tested))
        right = np.mean([one.label == label for one, label in zip(tested, guessed, strict=True)])
        print(f"{len(tested):,} utterances held out, {right:.1%} voted right; {len(said):,} fitted to")
    if arguments.out or not held:
        path = arguments.out or arguments.pack / votes.FILE
        path.write_text(written(fitted, made_of(arguments.pack, pack)), encoding="utf-8")
        print(f"wrote {path.name}, fitted to {len(said):,} utterances")


if __name__ == "__main__":
    main()
