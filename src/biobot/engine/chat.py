"""Recognises messages that are no question to the source: greetings, thanks, questions about the bot, known refusals."""

from __future__ import annotations

import re

from rapidfuzz import fuzz, process

from biobot.engine.case import Decision, bare, unknown_weight
from biobot.engine.consider import Outcome
from biobot.engine.read import Reading, attributes, subjects
from biobot.pack.index import Entry, Index
from biobot.pack.weights import Weights

TOKENS = 14
_LIKE = 80
_ABOUT_THE_BOT = ("social.who", "social.help")


def chat(index: Index, reading: Reading, weights: Weights) -> Outcome | None:
    """Return the outcome for a short message of that kind, or None for any other."""
    if reading.tokens > TOKENS or subjects(index, reading):
        return None
    entry, score = _alike(index, reading)
    if entry is None:
        entry, score = _by_words(index, reading, weights), 0.8
    if entry is None:
        return None
    rule = f"it is {entry.intent.kind}: {entry.id}"
    return Outcome(Decision(entry.intent.kind, rule, bare(entry), confidence=score), reading)


def _alike(index: Index, reading: Reading) -> tuple[Entry | None, float]:
    if reading.figures:
        return None, 0.0
    text = re.sub(r"[^\w\s]", "", reading.text).strip()
    found = process.extractOne(text, index.chat_texts, scorer=fuzz.ratio, score_cutoff=_LIKE)
    if found is None:
        return None, 0.0
    return index.entries[index.chat_entries[found[2]]], round(found[1] / 100, 3)


def _by_words(index: Index, reading: Reading, weights: Weights) -> Entry | None:
    """The intent whose words the message holds, where it asks for nothing else."""
    named = [concept for group in reading.groups for concept in group.concepts if concept in index.by_id]
    if not named or reading.has("advice") or (reading.figures and "social.thanks" not in named):
        return None
    if unknown_weight(index, reading, years=False) > 2 * weights.leftover:
        return None
    asked = any(not any(_polite(index, concept) for concept in group.concepts) for group in attributes(index, reading))
    asks = [name for name in named if name in _ABOUT_THE_BOT]
    return None if asked and not asks else index.by_id[(asks or named)[-1]]


def _polite(index: Index, concept: str) -> bool:
    """Whether a concept may stand in a greeting without making it a question."""
    return concept in index.by_id or (concept in index.concepts and index.concepts[concept].soft)
