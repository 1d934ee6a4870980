"""Words a reply from the pack's templates, with its receipts, notes and choices. No template holds logic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from biobot.engine.values import Choice, Computed, Note, Receipt
from biobot.pack.index import Index

_LABEL = 80


def receipts(index: Index, facts: Iterable[str]) -> tuple[Receipt, ...]:
    """Return the proving stretches of those facts, each stretch once."""
    found: dict[tuple[int, int], Receipt] = {}
    for fact in facts:
        place = index.places.get(fact)
        if place and (place.start, place.end) not in found:
            quote = index.pack.text[place.start : place.end]
            found[(place.start, place.end)] = Receipt(
                fact, index.pack.source.id, place.section, quote, place.start, place.end
            )
    return tuple(found.values())


def notes(index: Index, facts: Iterable[str], language: str) -> tuple[Note, ...]:
    """Return what other sources say of those facts, each note once."""
    ids = dict.fromkeys(note for fact in facts if (note := index.facts[fact].note))
    found = (index.notes[note] for note in ids)
    return tuple(Note(note.id, note.status, note.says.get(language), note.links) for note in found)


def fill(template: str, **slots: str) -> str:
    """Return the template with its slots filled; braces in a value stay as they are."""
    for name, value in slots.items():
        template = template.replace("{" + name + "}", value)
    return template


def answer_text(index: Index, intent: str, language: str, computed: Computed | None) -> str:
    """Return the reply of an intent, with the working of a computation where it has one to show."""
    text = index.reply(intent, language)
    if computed is None:
        return text
    return fill(text, result=computed.result, working=computed.working, also=computed.also)


def with_verdict(index: Index, verdict: str, text: str, language: str) -> str:
    """Return the text with yes, no or nearly in front."""
    return index.reply(f"verdict.{verdict}", language) + text if verdict else text


def says(index: Index, facts: Sequence[str], language: str) -> str:
    """Return the statements of those facts as sentences, each once."""
    stop = "。" if language == "zh" else ". "
    found = dict.fromkeys(index.facts[fact].says.get(language) for fact in facts)
    return stop.join(found) + stop.strip()


def silence(index: Index, name: str, asked: str, facts: Sequence[str], language: str) -> str:
    """Return what is said where the source names a thing, but doesn't say what is asked of it."""
    attribute = index.concepts.get(asked)
    key = "silent.year" if asked == "other-year" else "silent.attribute" if attribute else "silent"
    text = fill(index.reply(key, language), name=name, asked=attribute.name.get(language) if attribute else "")
    return text + (fill(index.reply("silent.known", language), says=says(index, facts, language)) if facts else "")


def choices(index: Index, intents: Iterable[str], language: str) -> tuple[Choice, ...]:
    """Return those intents as choices, each once."""
    return tuple(Choice(_label(index, intent, language), intent) for intent in dict.fromkeys(intents))


def _label(index: Index, intent: str, language: str) -> str:
    """The label of an intent with the figure that it would answer with."""
    known = index.by_id[intent].intent
    derived = known.compute is not None and (known.compute.given is not None or len(known.needs) > 1)
    figure = index.facts[known.facts[0]].figure if known.facts and not derived else None
    name = known.label.get(language)
    return f"{name} ({figure.text})"[:_LABEL] if figure and figure.unit not in ("date", "year") else name[:_LABEL]
