"""A service of our own that replies what a test tells it to."""

from __future__ import annotations

from collections.abc import Callable

from biobot.engine.values import Choice, Receipt, Reply
from biobot.service import Named, Passage, Service, Topic

Say = Callable[[str], Reply]


class FakeService(Service):
    """Replies to everything with what `say` makes of the text."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.asked: list[tuple[str, str | None]] = []
        self.languages: list[str | None] = []
        self.forgetful = False

    @property
    def title(self) -> str:
        return "a made-up source"

    def ask(self, text: str, *, conversation: str | None = None, language: str | None = None) -> Reply:
        self.asked.append((text, conversation))
        self.languages.append(language)
        return self.say(text)

    def choose(self, intent: str, *, conversation: str | None = None, language: str = "en") -> Reply:
        if self.forgetful:
            raise KeyError(intent)
        self.asked.append((intent, conversation))
        self.languages.append(language)
        return self.say(intent)

    def topics(self, language: str = "en") -> tuple[Topic, ...]:
        return (Topic("birds", "bird", "Birds", "What is known of birds"),)

    def topic(
        self, topic: str, name: str | None = None, *, conversation: str | None = None, language: str = "en"
    ) -> Reply:
        return self.say(name or topic)

    def names(self, topic: str, partial: str, *, language: str = "en", limit: int = 25) -> tuple[Named, ...]:
        return tuple(Named(f"{partial} {number} " + "n" * 120, f"{number}") for number in range(40))

    def passage(self, fact: str) -> Passage:
        if self.forgetful:
            raise KeyError(fact)
        text = "Of birds.\n• Most *fly*.\n• Some swim."
        return Passage("Birds", text, text.index("Most"), text.index("\n• Some"), "A made-up source", "2020-02-02")

    def examples(self, language: str = "en") -> tuple[str, ...]:
        return ("do birds fly?", "what is known of birds?", "do all birds fly?")


def answer(text: str) -> Reply:
    """Reply with fixed words, whatever is asked."""
    return Reply("answer", "Most birds **fly**.", intent="birds.fly", confidence=1.0)


def clarify(text: str) -> Reply:
    """Ask back, unless a choice was made."""
    if text.startswith("birds."):
        return Reply("answer", f"You chose **{text}**.")
    choices = (Choice("Those that fly", "birds.fly"), Choice("Those that swim", "birds.swim"))
    return Reply("clarify", "Which birds?", choices=choices)


def proven(*facts: str, section: str = "Birds") -> Reply:
    """Reply with a receipt for each of those facts."""
    receipts = tuple(Receipt(fact, "A made-up source", section, "Most *fly*.", 12, 23) for fact in facts)
    return Reply("answer", "Most birds **fly**.", facts=facts, receipts=receipts)
