"""A pack's utterances: messages as people write them, each with the reply that is right for it.

They stand in the folder `utterances`, a line each: label, a tab, the message, and for one that goes on from a reply before,
another tab and the intent of that reply. The label is the id of an intent or one of `votes.KINDS`; `silent` may be followed by
a colon and the intent that is nearest to what the source doesn't say. Lines that begin with # tell who writes. The program
doesn't read them when it runs; `make tune` fits the pack's votes to them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from biobot.pack.models import Pack
from biobot.pack.votes import DECLINE, KINDS

FOLDER = "utterances"


@dataclass(frozen=True, slots=True)
class Utterance:
    """A message, the label of the reply that is right for it, and the intent of the reply before, if it goes on from one."""

    label: str
    text: str
    before: str = ""


def utterances(root: Path, pack: Pack, only: Path | None = None) -> list[Utterance]:
    """Return the utterances of a pack's folder and the examples of its intents, or those of one file."""
    if only:
        return [_utterance(line) for line in _lines(only)]
    found = [_utterance(line) for path in sorted((root / FOLDER).glob("*.tsv")) for line in _lines(path)]
    for intent in pack.intents:
        label = DECLINE if intent.kind == "decline" else intent.id
        found += [Utterance(label, text) for text in (*intent.examples.en, *intent.examples.zh)]
    return found


def made_of(root: Path, pack: Pack) -> str:
    """Return a name for exactly those utterances, to tell whether votes are older."""
    said = "\n".join(f"{one.label}\t{one.text}\t{one.before}" for one in utterances(root, pack))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def _utterance(line: str) -> Utterance:
    label, text, *before = line.split("\t")
    kind = label.partition(":")[0]
    return Utterance(kind if kind in KINDS else label, text, *before)
