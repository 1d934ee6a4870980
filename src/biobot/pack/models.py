"""What a knowledge pack is made of; every model refuses keys it doesn't know.

Texts for people come in both languages (`Words`). Figures keep the verbatim string of the source beside their value.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from biobot.pack.votes import Votes
from biobot.pack.weights import Weights

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]*$", max_length=60)]
Line = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Model(BaseModel):
    """Base of all models: immutable, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _empty(value: object) -> object:
    return None if value in ("null", "~", "") else value


Optional = Annotated[Line | None, BeforeValidator(_empty)]


class Words(Model):
    """A text for people, in English and in Chinese."""

    en: Line
    zh: Line

    def get(self, language: str) -> str:
        """Return the text in that language."""
        return self.zh if language == "zh" else self.en


class Section(Model):
    """A part of the source: it begins where `starts` stands at the beginning of a line."""

    title: Line
    starts: Line


class Source(Model):
    """The record of a source text: where it comes from, when, its hash, and what was removed from it."""

    id: Id
    title: Line
    published: Line
    author: Optional = None
    address: Optional = None
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    origin: Words
    removed: Words
    sections: tuple[Section, ...]


class FactFigure(Model):
    """A figure of the source: the verbatim string, and the value, unit, period and scope that it has there.

    `value` is a number, a fraction ("1/3") or, for unit "date", the date as printed.
    """

    text: Line
    value: Line
    unit: Line
    period: Optional = None
    scope: Optional = None
    direction: Literal["up", "down"] | None = None

    @property
    def number(self) -> Fraction:
        """The value as an exact number; of a date its year."""
        return Fraction(self.value[:4]) if self.unit == "date" else Fraction(self.value)


class Fact(Model):
    """One claim of the source, with the stretch that proves it."""

    id: Id
    section: Line
    quote: Line
    about: tuple[Id, ...] = Field(min_length=1)
    attribute: Id
    figure: FactFigure | None = None
    note: Id | None = None
    says: Words


class Note(Model):
    """What other sources say of a claim."""

    id: Id
    status: Literal["disputed", "cause disputed", "not found"]
    says: Words
    links: tuple[Line, ...] = ()


class Concept(Model):
    """A thing or word that questions speak of, with the forms people write.

    kind: `subject` sustains an answer or a silence; `aspect` only qualifies; `attribute` is what is asked for; `shape` is
    how. A weak subject alone doesn't make a question one about the source; a strong attribute is answered only by an
    intent that lists it, a soft one by any that fits; one that derives asks for a computation. `loose` are those of the forms that people also use for other things:
    they speak for the concept, but not alone. `patterns` are regular
    expressions for ways of asking whose words stand apart. A `scope` is where everything of the source is, so that it never stands in
    the way of another subject. `intent` answers the bare word; `choices` are offered where the word alone leaves it open.
    """

    id: Id
    kind: Literal["subject", "aspect", "attribute", "shape"] = "subject"
    topic: Id | None = None
    weak: bool = False
    strong: bool = False
    soft: bool = False
    derives: bool = False
    scope: bool = False
    intent: Id | None = None
    choices: tuple[Id, ...] = ()
    name: Words
    en: tuple[Line, ...] = Field(min_length=1)
    zh: tuple[Line, ...] = ()
    loose: tuple[Line, ...] = ()
    patterns: tuple[Line, ...] = ()


class Forms(Model):
    """Further words that people use for a concept, beyond its names; `loose` are those that are also used otherwise."""

    id: Id
    en: tuple[Line, ...] = ()
    zh: tuple[Line, ...] = ()
    loose: tuple[Line, ...] = ()


class Second(Model):
    """A second expression over the same names, with the unit of its result."""

    expr: Line
    unit: Line


class Computation(Model):
    """An arithmetic expression over facts' figures.

    `expr` uses + - * / ** and the other keys as names; a percentage enters as its hundredth, a date as its year. `given`
    stands for a figure of the question: money or a duration. `unit` is the unit of the result ("given": the question's).
    `also` is worked out beside it.
    """

    model_config = ConfigDict(extra="allow", frozen=True)

    expr: Line
    unit: Line
    digits: int | None = None
    given: Literal["money", "duration"] | None = None
    also: Second | None = None

    @property
    def names(self) -> dict[str, str]:
        """The fact id of every name in the expression."""
        return {str(name): str(fact) for name, fact in (self.model_extra or {}).items()}


class Examples(Model):
    """Example phrasings of an intent."""

    en: tuple[Line, ...] = Field(min_length=1)
    zh: tuple[Line, ...] = ()


class Intent(Model):
    """One entry of the intent table: what a question must be about (`needs`), what it asks for, and what answers it.

    Every entry of `needs` names a concept, or several joined by "|" of which one is enough. An intent that answers both `role`
    and `specialty` names the thing itself first there, then what is its own, so that a claim of another's can be put right.
    """

    id: Id
    kind: Literal["answer", "social", "decline"] = "answer"
    needs: tuple[Line, ...] = ()
    asks: tuple[Id, ...] = ()
    facts: tuple[Id, ...] = ()
    label: Words
    compute: Computation | None = None
    examples: Examples


# The commands that every bot has, whatever its pack.
OWN_COMMANDS = ("ask", "compare", "chart", "topics", "source", "help", "privacy", "settings")


def _lower(value: str) -> str:
    if value != value.lower():
        message = "a name in lower case"
        raise ValueError(message)
    return value


class Called(Model):
    """How a command is called and described in one language."""

    name: Annotated[str, StringConstraints(pattern=r"^[-'\w]{1,32}$"), AfterValidator(_lower)]
    description: Annotated[Line, StringConstraints(max_length=100)]


class Locales(Model):
    """The further languages in which a command may be called and described; replies are not written in them."""

    de: Called | None = None
    es: Called | None = None
    fr: Called | None = None
    ja: Called | None = None
    ko: Called | None = None

    @property
    def known(self) -> dict[str, Called]:
        """What there is, by language."""
        found: dict[str, Called | None] = dict(self)
        return {language: called for language, called in found.items() if called is not None}


class Topic(Model):
    """A section of the pack with a command of its own.

    In English the command is called `command`, in Chinese by its title; `locales` may name it in further languages.
    """

    id: Id
    command: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]{0,31}$")]
    section: Line
    overview: Id
    title: Words
    description: Words
    locales: Locales = Locales()


class Manifest(Model):
    """pack.yaml: what the pack is, its source, and its topics in order."""

    id: Id
    version: Line
    title: Words
    source: Id
    topics: tuple[Topic, ...]


class Golden(Model):
    """A question with the intent that must answer it."""

    q: Line
    is_: Id = Field(alias="is")


class FillerWords(Model):
    """Words without meaning of their own, separated by spaces."""

    en: Line
    zh: Line


class ForeignNames(Model):
    """Names of places and bodies that are not the source's."""

    en: tuple[Line, ...]
    zh: tuple[Line, ...]


class Wording(Model):
    """The words of a language that mean nothing on their own, phone spellings, and foreign names.

    `places` are names that may also be of persons: they count as foreign only where they stand like a place.
    """

    spellings: dict[str, Line]
    fillers: FillerWords
    foreign: ForeignNames
    places: tuple[Line, ...] = ()


class ChartCell(Model):
    """What stands at one place of a chart: the figure of a fact or of a computing intent, and words of their quotes.

    The English words stand in a quote, letter by letter; a cell without anything stays empty.
    """

    fact: Id | None = None
    intent: Id | None = None
    words: Words | None = None


class ChartRow(Model):
    """One row of a chart: what it is called, and its cells (one, in a table as many as there are columns)."""

    label: Words
    cells: tuple[ChartCell, ...] = Field(min_length=1)


class Chart(Model):
    """A picture of some figures. `alt` describes it in words; its slots are the ids of the facts and intents drawn.

    kind: `bars` compares amounts of one unit; `share` shows the parts of a whole, where a part that isn't a percentage
    takes what the others leave; `table` holds words under `columns`; `changes` shows each figure, and for a percentage
    what was before and what is left or reached.
    """

    id: Id
    kind: Literal["bars", "share", "table", "changes"]
    title: Words
    columns: tuple[Words, ...] = ()
    rows: tuple[ChartRow, ...] = Field(min_length=1)
    alt: Words


class Pack(Model):
    """A whole pack as read, before it is checked against its source."""

    manifest: Manifest
    source: Source
    text: str
    facts: tuple[Fact, ...]
    notes: tuple[Note, ...]
    concepts: tuple[Concept, ...]
    forms: tuple[Forms, ...]
    asking: tuple[Concept, ...]
    wording: Wording
    intents: tuple[Intent, ...]
    replies: dict[str, dict[str, str]]
    questions: tuple[Golden, ...]
    charts: tuple[Chart, ...] = ()
    votes: Votes | None = None
    weights: Weights = Weights()
