"""The values that the engine returns: a reply with its receipts, choices and reasons.

Terminal and Discord only present these; nothing here knows how.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["answer", "silent", "clarify", "decline", "social"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """The stretch of the source that proves a claim.

    `start` and `end` are character offsets into the cleaned source text, `quote` is that very stretch.
    """

    fact: str
    source: str
    section: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Note:
    """What other sources say of a claim: one line, and the addresses of those sources."""

    id: str
    status: str
    text: str
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One reading to choose from: a label a person recognises (80 characters at most) and the intent it stands for."""

    label: str
    intent: str


@dataclass(frozen=True, slots=True)
class Computed:
    """A figure that the source doesn't print: its value as text, and the working with the source's figures in it.

    `also` is a second value that is worked out beside it.
    """

    result: str
    working: str
    also: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One intent that was considered, with the reasons for its score (each from 0 to 1)."""

    intent: str
    score: float
    reasons: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Word:
    """One stretch of the question and what it was taken for.

    `role` is one of: subject, aspect, attribute, shape, figure, filler, foreign, unknown.
    """

    text: str
    role: str
    concepts: tuple[str, ...] = ()
    mended: str = ""


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why the reply is what it is: the words read, the candidates, what was left over, the rule that decided."""

    words: tuple[Word, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    leftover: tuple[str, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says to one message.

    `markdown` holds the reply's own words, with the deciding figure in `**bold**`; `text` is the same without marks.
    `suggestions` are questions that surely get an answer; `parts` are the replies to each of several questions in one
    message, each with its `label`; a reply with parts repeats their receipts, facts and notes.
    """

    kind: Kind
    markdown: str
    language: str = "en"
    label: str = ""
    intent: str = ""
    facts: tuple[str, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    notes: tuple[Note, ...] = ()
    choices: tuple[Choice, ...] = ()
    suggestions: tuple[str, ...] = ()
    computed: Computed | None = None
    confidence: float = 0.0
    parts: tuple[Reply, ...] = ()
    reasons: Reasons = field(default_factory=Reasons)

    @property
    def text(self) -> str:
        """The reply's own words without marks."""
        return self.markdown.replace("**", "")
