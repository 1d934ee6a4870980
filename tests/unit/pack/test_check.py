"""A pack broken in one way gets one message: where, what is wrong, and what was expected."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from biobot.service import load
from tests.unit.pack.lighthouse import FILES, write


class Broken(NamedTuple):
    """One way to break a pack: in a file, what stands there becomes something else; and what is then said."""

    way: str
    file: str
    old: str
    new: str
    problems: list[str]


def problems(root: Path, files: dict[str, str]) -> list[str]:
    return [str(problem) for problem in load(write(root, files))[1]]


def test_a_healthy_pack_has_no_problem(tmp_path: Path) -> None:
    assert problems(tmp_path, FILES) == []


SECTIONS = "History, Height and light"
DIGEST = "2e7e59c347b97502266a0cec4312b8acd6beb2e670cbb82ff95bee7dada3dd73"

BROKEN = [
    # ids that stand twice
    Broken(
        "the same fact twice", "facts/tower.yaml", "- id: tower.flashes", "- id: tower.height",
        [
            "facts/tower.yaml:19: the fact id “tower.height” stands twice, expected every one once",
            "intents/tower.yaml:4: tower.height names the fact “tower.flashes”, which doesn't exist, expected the id of a known fact",
            "intents/tower.yaml:14: tower.flashes names the fact “tower.flashes”, which doesn't exist, expected the id of a known fact",
        ],
    ),
    Broken(
        "the same note twice", "notes.yaml", "- id: lit", "- {id: lit, status: not found, says: {en: Nothing., zh: 无。}}\n- id: lit",
        ["notes.yaml:2: the note id “lit” stands twice, expected every one once"],
    ),
    Broken(
        "the same concept twice", "language/asking.yaml", "- id: date", "- id: sea\n  name: {en: sea, zh: 海}\n  en: [sea]\n- id: date",
        ["language/asking.yaml:6: the concept id “sea” stands twice, expected every one once"],
    ),
    Broken(
        "further forms of the same concept twice", "forms.yaml", "  zh: [航标]", "  zh: [航标]\n- id: lighthouse",
        ["forms.yaml:4: the forms id “lighthouse” stands twice, expected every one once"],
    ),
    Broken(
        "the same intent twice", "intents/talk.yaml", "- id: social.hello", "- id: social.hello\n  kind: social\n  label: {en: Greeting, zh: 问候}\n  examples: {en: [hey]}\n- id: social.hello",
        ["intents/talk.yaml:5: the intent id “social.hello” stands twice, expected every one once"],
    ),
    Broken(
        "the same topic and command twice", "pack.yaml", "topics:\n",
        "topics:\n  - {id: tower, command: tower, section: History, overview: tower.age, title: {en: A, zh: 甲}, description: {en: B, zh: 乙}}\n",
        [
            "pack.yaml:7: the topic id “tower” stands twice, expected every one once",
            "pack.yaml:8: the command “tower” stands twice, expected every one once",
        ],
    ),
    Broken(
        "a command that the bot has of its own", "pack.yaml", "command: tower", "command: help",
        ["pack.yaml:7: the command “help” is one that every bot has, expected another name"],
    ),
    Broken(
        "the same command twice in one further language", "pack.yaml", "topics:\n",
        "topics:\n  - id: story\n    command: story\n    section: History\n    overview: tower.age\n    title: {en: A, zh: 甲}\n"
        "    description: {en: B, zh: 乙}\n    locales:\n      de: {name: turm, description: Der Turm}\n"
        "  - id: light\n    command: light\n    section: History\n    overview: tower.age\n    title: {en: A, zh: 丙}\n"
        "    description: {en: B, zh: 乙}\n    locales:\n      de: {name: turm, description: Der Turm}\n",
        ["pack.yaml:21: the command in “de” “turm” stands twice, expected every one once"],
    ),
    Broken(
        "the same section twice", "sources/log.yaml", "sections:\n", "sections:\n  - {title: History, starts: The light}\n",
        ["sources/log.yaml:9: the section “History” stands twice, expected every one once"],
    ),
    # ids that nothing bears
    Broken(
        "a fact's unknown note", "facts/tower.yaml", "note: lit", "note: dark",
        ["facts/tower.yaml:7: tower.lit names the note “dark”, which doesn't exist, expected the id of a known note"],
    ),
    Broken(
        "a fact about an unknown concept", "facts/tower.yaml", "[lighthouse, sea]", "[lighthouse,\n    moon]",
        ["facts/tower.yaml:13: tower.height names the concept “moon”, which doesn't exist, expected the id of a known concept"],
    ),
    Broken(
        "a fact's unknown attribute", "facts/tower.yaml", "attribute: date", "attribute: colour",
        ["facts/tower.yaml:5: tower.lit names the attribute “colour”, which doesn't exist, expected the id of a known attribute"],
    ),
    Broken(
        "an attribute that is none", "facts/tower.yaml", "attribute: date", "attribute: sea",
        ["facts/tower.yaml:5: tower.lit names the attribute “sea”, which doesn't exist, expected the id of a known attribute"],
    ),
    Broken(
        "a fact's unknown section", "facts/tower.yaml", "section: History", "section: Story",
        [
            f"facts/tower.yaml:2: tower.lit names the section “Story”, which doesn't exist, expected one of: {SECTIONS}",
            "sources/log.txt:1: no fact quotes “The lighthouse of Cape Grey was lit in 1871.”, expected a fact with this quote",
        ],
    ),
    Broken(
        "an intent's unknown fact", "intents/tower.yaml", "[tower.height, tower.flashes]", "[tower.height, tower.flashes, tower.colour]",
        ["intents/tower.yaml:4: tower.height names the fact “tower.colour”, which doesn't exist, expected the id of a known fact"],
    ),
    Broken(
        "an intent that asks for something unknown", "intents/tower.yaml", "asks: [count]", "asks: [count, colour]",
        ["intents/tower.yaml:3: tower.height names the attribute “colour”, which doesn't exist, expected the id of a known attribute"],
    ),
    Broken(
        "an intent that needs something unknown", "intents/tower.yaml", "lighthouse | sea", "lighthouse | moon",
        ["intents/tower.yaml:2: tower.height names the concept “moon”, which doesn't exist, expected the id of a known concept"],
    ),
    Broken(
        "a concept's unknown intent", "entities.yaml", "intent: tower.height", "intent: tower.colour",
        ["entities.yaml:3: lighthouse names the intent “tower.colour”, which doesn't exist, expected the id of a known intent"],
    ),
    Broken(
        "a concept's unknown topic", "entities.yaml", "topic: tower", "topic: shore",
        ["entities.yaml:2: lighthouse names the topic “shore”, which doesn't exist, expected the id of a known topic"],
    ),
    Broken(
        "a choice of an unknown intent", "vocabulary.yaml", "[tower.height, tower.flashes]", "[tower.height, tower.colour]",
        ["vocabulary.yaml:3: sea names the intent “tower.colour”, which doesn't exist, expected the id of a known intent"],
    ),
    Broken(
        "a topic's unknown overview", "pack.yaml", "overview: tower.height", "overview: tower.overview",
        ["pack.yaml:9: the topic tower names the intent “tower.overview”, which doesn't exist, expected the id of a known intent"],
    ),
    Broken(
        "a topic's unknown section", "pack.yaml", "section: Height and light", "section: Height",
        [f"pack.yaml:8: the topic tower names the section “Height”, which doesn't exist, expected one of: {SECTIONS}"],
    ),
    Broken(
        "forms of an unknown concept", "forms.yaml", "- id: lighthouse", "- id: moon",
        [
            "forms.yaml:1: the entry names the concept “moon”, which doesn't exist, expected the id of a known concept",
        ],
    ),
    Broken(
        "a golden question of an unknown intent", "questions/tower.yaml", "How high is the lighthouse of Cape Grey?, is: tower.height", "How high is the lighthouse of Cape Grey?, is: tower.size",
        ["questions/tower.yaml:1: the golden question “How high is the lighthouse of Cape Grey?” names the intent “tower.size”, which doesn't exist, expected the id of a known intent"],
    ),
    # the source
    Broken(
        "a quote that isn't in its section", "facts/tower.yaml", "quote: 48 metres above the sea", "quote: 48 meters above the sea",
        [
            "facts/tower.yaml:11: the quote of tower.height isn't in the source at its place, expected words of the section “Height and light”, letter by letter",
            "sources/log.txt:4: no fact quotes “• 48 metres above the sea”, expected a fact with this quote",
        ],
    ),
    Broken(
        "a text that changed", "sources/log.txt", "30 km away\n", "30 km away\n\n",
        [f"sources/log.yaml:4: the source's text has changed, expected sha256 {DIGEST}, or the text as it was"],
    ),
    Broken(
        "a section that begins nowhere", "sources/log.yaml", 'starts: "Height and light:"', "starts: Light and height",
        ["sources/log.yaml:9: no line of the source starts with “Light and height”, expected the first words of the section"],
    ),
    Broken(
        "a source of another name", "sources/log.yaml", "id: log\n", "id: diary\n",
        ["sources/log.yaml:1: the source calls itself “diary”, expected “log”, as pack.yaml and the file's name say"],
    ),
    Broken(
        "a stretch that no fact quotes", "facts/tower.yaml", "quote: 48 metres above the sea", "quote: 48 metres",
        ["sources/log.txt:4: no fact quotes “above the sea”, expected a fact with this quote"],
    ),
    # figures
    Broken(
        "a value that its text denies", "facts/tower.yaml", '    value: "48"', '    value: "84"',
        ["facts/tower.yaml:16: the value 84 of tower.height and its text “48” disagree, expected the value 48"],
    ),
    Broken(
        "a value that is no number", "facts/tower.yaml", '    value: "48"', "    value: many",
        ["facts/tower.yaml:16: “many” is no number, expected a number, a fraction, or a date as printed"],
    ),
    Broken(
        "a unit that its text denies", "facts/tower.yaml", "unit: km", "unit: mile",
        ["facts/tower.yaml:24: the unit mile of tower.flashes and its text “30 km” disagree, expected the unit km"],
    ),
    Broken(
        "a figure that its quote doesn't print", "facts/tower.yaml", '    text: "48"', '    text: "48.0"',
        ["facts/tower.yaml:15: “48.0” isn't in the quote of tower.height, expected the figure as the quote prints it"],
    ),
    Broken(
        "a figure without a figure", "facts/tower.yaml", '    text: "48"', "    text: metres",
        ["facts/tower.yaml:15: no figure can be read in “metres” of tower.height, expected digits or number words"],
    ),
    # words
    Broken(
        "an alias that two things claim", "vocabulary.yaml", "en: [flash, blink]", "en: [flash,\n    Beacons]",
        ["forms.yaml:2: both flash and lighthouse claim the alias “beacon”, expected every alias with one of them"],
    ),
    Broken(
        "a loose form that is none", "vocabulary.yaml", "loose: [ocean]", "loose: [ocean, water]",
        ["vocabulary.yaml:6: the loose “water” is no form of sea, expected a form that stands in en or zh"],
    ),
    Broken(
        "an example of two intents", "intents/tower.yaml", "      - how many metres above the sea", "      - how many metres above the sea\n      - Ahoy!",
        ["intents/tower.yaml:10: the example “Ahoy!” stands in both social.hello and tower.height, expected every example with one intent"],
    ),
    Broken(
        "a Chinese example of two intents", "intents/tower.yaml", "      - 灯塔有多高", "      - 灯塔有多高\n      - 你好！",
        ["intents/tower.yaml:12: the example “你好！” stands in both social.hello and tower.height, expected every example with one intent"],
    ),
    # replies
    Broken(
        "a reply's slot that isn't filled", "replies/en.yaml", "{result} years ({working})", "{result} {unit} ({working})",
        ["replies/en.yaml:3: the reply “tower.age” has the slot “{unit}”, which doesn't exist, expected one of: also, result, working"],
    ),
    Broken(
        "a slot where there is nothing to fill in", "replies/en.yaml", "Two flashes a", "{result} flashes a",
        ["replies/en.yaml:2: the reply “tower.flashes” has the slot “{result}”, which doesn't exist, expected no slots here"],
    ),
    Broken(
        "a refusal's slot that isn't filled", "replies/en.yaml", '\nsilent: "{name}', '\nsilent: "{title}',
        ["replies/en.yaml:5: the reply “silent” has the slot “{title}”, which doesn't exist, expected one of: name"],
    ),
    Broken(
        "a reply for no intent", "replies/en.yaml", "tower.height:", "tower.colour: Red.\ntower.height:",
        ["replies/en.yaml:1: the reply “tower.colour” belongs to no intent, expected the id of an intent"],
    ),
    Broken(
        "an intent without a reply", "replies/en.yaml", 'tower.flashes: "Two flashes a minute."\n', "",
        ["replies/en.yaml:1: there is no reply “tower.flashes”, expected a reply for every intent and every kind of refusal"],
    ),
    Broken(
        "a refusal without a reply", "replies/zh.yaml", 'decline: "."\n', "",
        ["replies/zh.yaml:1: there is no reply “decline”, expected a reply for every intent and every kind of refusal"],
    ),
    # what no golden question exercises
    Broken(
        "an intent that is never asked", "questions/tower.yaml", "- {q: Ahoy!, is: social.hello}\n", "",
        ["intents/talk.yaml:1: no golden question exercises the intent social.hello and its reply, expected a question with “is: social.hello”"],
    ),
    Broken(
        "a fact that is never asked for", "intents/tower.yaml", "[tower.height, tower.flashes]", "[tower.flashes]",
        ["facts/tower.yaml:9: no golden question exercises the fact tower.height, expected a question whose intent lists it"],
    ),
    Broken(
        "an alias that is never used", "entities.yaml", "en: [lighthouse, cape grey]", "en:\n  - lighthouse\n  - cape grey\n  - lantern tower",
        ["entities.yaml:8: no golden question exercises the alias “lantern tower” of lighthouse, expected a question that uses it"],
    ),
    Broken(
        "a Chinese alias that is never used", "entities.yaml", "zh: [灯塔]", "zh: [灯塔, 灯楼]",
        ["entities.yaml:6: no golden question exercises the alias “灯楼” of lighthouse, expected a question that uses it"],
    ),
    # intents and computations
    Broken(
        "an intent without anything to answer with", "intents/tower.yaml", "  needs: [flash]\n", "",
        ["intents/tower.yaml:12: tower.flashes answers, but has no facts or needs, expected at least one of each"],
    ),
    Broken(
        "an expression that can't be read", "intents/tower.yaml", "expr: 2000 - lit", "expr: 2000 -",
        ["intents/tower.yaml:23: the expression “2000 -” can't be worked out, expected names, numbers and + - * / **"],
    ),
    Broken(
        "an expression that is more than arithmetic", "intents/tower.yaml", "expr: 2000 - lit", "expr: round(lit)",
        [
            "intents/tower.yaml:23: the expression uses “round”, which is not given, expected one of: lit",
            "intents/tower.yaml:23: the expression “round(lit)” can't be worked out, expected names, numbers and + - * / **",
        ],
    ),
    Broken(
        "an unknown name in an expression", "intents/tower.yaml", "expr: 2000 - lit", "expr: now - lit",
        ["intents/tower.yaml:23: the expression uses “now”, which is not given, expected one of: lit"],
    ),
    Broken(
        "a computation with an unknown fact", "intents/tower.yaml", "    lit: tower.lit", "    lit: tower.colour",
        ["intents/tower.yaml:25: “lit: tower.colour” names no fact with a figure, expected the id of a fact with a figure"],
    ),
    Broken(
        "a computation with a fact that has no figure", "facts/tower.yaml", '  figure: {text: "1871", value: "1871", unit: year}\n', "",
        ["intents/tower.yaml:25: “lit: tower.lit” names no fact with a figure, expected the id of a fact with a figure"],
    ),
]  # fmt: skip


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.way)
def test_what_is_wrong_is_named_with_its_place_and_what_was_expected(broken: Broken, tmp_path: Path) -> None:
    text = FILES[broken.file]
    assert text.count(broken.old) == 1

    assert problems(tmp_path, FILES | {broken.file: text.replace(broken.old, broken.new)}) == broken.problems
