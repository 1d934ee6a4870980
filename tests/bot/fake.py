"""A service of our own that replies what a test tells it to."""

from __future__ import annotations

from collections.abc import Callable

from biobot.chart import ChartInfo, Picture
from biobot.engine.conversation import EMPTY, Conversation
from biobot.engine.values import Choice, Computed, Note, Receipt, Reply
from biobot.service import Contents, Doubt, Named, Passage, Record, Service, Topic

PNG = b"\x89PNG\r\n\x1a\n" + bytes(16)
Say = Callable[[str], Reply]


class FakeService(Service):
    """Replies to everything with what `say` makes of the text."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.asked: list[tuple[str, str | None]] = []
        self.languages: list[str | None] = []
        self.forgetful = False
        self.near: tuple[str, ...] = ()
        self.prepared = 0

    @property
    def title(self) -> str:
        return "a made-up source"

    def title_in(self, language: str) -> str:
        return "一份虚构的资料" if language == "zh" else self.title

    def ask(
        self,
        text: str,
        *,
        conversation: str | None = None,
        language: str | None = None,
        before: Conversation | None = None,
    ) -> Reply:
        self.asked.append((text, conversation))
        self.languages.append(language)
        return self.say(text)

    def said(self, conversation: str) -> Conversation:
        return EMPTY

    def known(self, partial: str, *, language: str = "en", limit: int = 25) -> tuple[str, ...]:
        return tuple(f"{partial} {number}?" for number in range(limit))

    def ask_known(self, question: str, *, conversation: str | None = None, language: str | None = None) -> Reply:
        return self.ask(question, conversation=conversation, language=language)

    def related(self, reply: Reply, *, limit: int = 5) -> tuple[str, ...]:
        return self.near

    def things(self, partial: str, *, language: str = "en", limit: int = 25) -> tuple[Named, ...]:
        return (Named("Penguins", "Penguins"), Named("Parrots", "Parrots"))

    def compare(self, one: str, other: str, *, conversation: str | None = None, language: str = "en") -> Reply:
        self.languages.append(language)
        return self.say(f"{one} beside {other}")

    def contents(self, language: str = "en") -> tuple[Contents, ...]:
        return tuple(Contents(f"Birds {n}", "bird" if n else "", n, (f"what of birds {n}?",)) for n in range(7))

    def record(self, language: str = "en") -> Record:
        note = Note("few", "disputed", "Others say fewer.", ("https://www.example.org/birds",))
        doubts = tuple(Doubt(note, (f"Claim {n}.",) * 3) for n in range(6))
        return Record(self.title, "2020-02-02", "", "", "A page.", "Two advertisements.", 6, doubts)

    def charts(self, language: str = "en") -> tuple[ChartInfo, ...]:
        return (ChartInfo("flight", "飞行" if language == "zh" else "Flight"),)

    def draw(self, picture: str, language: str = "en") -> Picture:
        if picture != "flight":
            raise KeyError(picture)
        receipts = proven("birds.fly").receipts
        return Picture(PNG, "A bar for those that fly.", "Flight", receipts, (Computed("60", "90 × 2/3 = 60"),))

    def prepare(self) -> None:
        self.prepared += 1

    def chart_of(self, reply: Reply) -> str | None:
        return "flight" if len(reply.facts) > 2 else None

    def label(self, intent: str, language: str = "en") -> str:
        return f"About {intent}"

    def name(self, concept: str, language: str = "en") -> str:
        return concept.title()

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
