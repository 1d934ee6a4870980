"""What is remembered between the messages of one person in one channel: the last subject, what was asked, what was offered."""

from __future__ import annotations

from dataclasses import dataclass, replace

from biobot.engine.read import Group, Reading, attributes, subjects
from biobot.engine.values import Choice
from biobot.pack.index import Index
from biobot.text.figures import Figure

_RECENT = 3


@dataclass(frozen=True, slots=True)
class Conversation:
    """The state after a message; a new one is made for each, the old one stays as it is.

    `subjects` and `asked` are the telling stretches of the last question that was understood; `recent` its intents, newest
    first; `choices` what was offered; `listed` the intents of the things that the last reply listed, in its order.
    """

    subjects: tuple[Group, ...] = ()
    asked: tuple[Group, ...] = ()
    recent: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    listed: tuple[str, ...] = ()
    silent: bool = False
    figures: tuple[Figure, ...] = ()


EMPTY = Conversation()


def after_answer(
    index: Index, before: Conversation, reading: Reading, intent: str, listed: tuple[str, ...]
) -> Conversation:
    """Return the state after an answer by that intent."""
    needs = index.by_id[intent].needs
    named = tuple(subjects(index, reading)) or tuple(
        group for group in reading.groups if any(need.intersection(group.concepts) for need in needs[:1])
    )
    if not named:
        entry = index.by_id[intent]
        about = [concept for need in entry.needs[:1] for concept in sorted(need) if concept in index.concepts]
        named = tuple(
            Group((concept,), index.weights[concept], index.concepts[concept].name.en) for concept in about[:1]
        )
    asked = tuple(attributes(index, reading))
    recent = (intent, *(other for other in before.recent if other != intent))[:_RECENT]
    return Conversation(named, asked, recent, (), listed)


def after_several(after: Conversation, intents: list[str]) -> Conversation:
    """Return the state after a reply that set several figures side by side: each of them may be gone on from."""
    known = [intent for intent in intents if intent]
    return replace(after, recent=tuple(dict.fromkeys((*known, *after.recent)))[:_RECENT])


def after_silence(index: Index, before: Conversation, reading: Reading) -> Conversation:
    """Return the state after a silence: the subject stays the one that was named."""
    named = tuple(subjects(index, reading) or subjects(index, reading, weak=True)) or before.subjects
    return replace(before, subjects=named, choices=(), silent=True)


def after_choices(index: Index, before: Conversation, reading: Reading, choices: tuple[Choice, ...]) -> Conversation:
    """Return the state after asking back."""
    return replace(before, asked=tuple(attributes(index, reading)), choices=choices)
