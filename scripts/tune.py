"""Fits the votes of a pack (votes.tsv) to its utterances and examples: how likely each reply is by the signs of a text.

usage: tune.py [--check FILE] [--out FILE] [PACK]      (default: the pack that comes with the program)

The model is scikit-learn's multinomial logistic regression on tf-idf; biobot.pack.votes tells how it is used. Signs seen once
are left out, and weights too small to matter. Of the utterances that stand by themselves some are taken a second time, after a
reply that has nothing to do with them, as people change the subject. With --check nothing is written: the utterances of that
file are held out, and it says how often the votes are right on them; --out writes what was fitted to that file.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import Self

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

from biobot.engine.read import read
from biobot.pack import votes
from biobot.pack.index import Index
from biobot.pack.read import read_pack
from biobot.pack.signs import context_signs
from biobot.pack.utterances import Utterance, made_of, utterances
from biobot.service import default_pack
from biobot.text.normalise import normalise

STRENGTH = 30.0  # how freely weights may grow (the inverse of the regularisation)
LEAST = 0.2  # a weight below it changes nothing,
EFFECT = 2.0  # … nor does one whose product with the rarity of its sign is below this
SCALE = 100
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


def model() -> Pipeline:
    """Return the model, not yet fitted."""
    rarity = TfidfVectorizer(analyzer=same, min_df=SEEN)
    return make_pipeline(Rare(), rarity, LogisticRegression(C=STRENGTH, max_iter=200))


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
    said += after_others(said, [intent.id for intent in pack.intents if intent.kind == "answer"])
    fitted = model().fit(read_signs(index, said), [one.label for one in said])
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
