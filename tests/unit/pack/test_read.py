"""Reading a pack: what a file holds, and one message with file and line for everything that can't be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from biobot.pack.models import Concept, Pack
from biobot.pack.read import language_folder, read_pack
from biobot.service import load
from tests.unit.pack.lighthouse import FILES, write

WELL_FORMED = "expected well-formed YAML"


def problems(root: Path, files: dict[str, str]) -> list[str]:
    """Return what reading alone finds wrong."""
    return [str(problem) for problem in read_pack(write(root, files))[1]]


def read(root: Path, files: dict[str, str] = FILES) -> Pack:
    pack, found, _ = read_pack(write(root, files))
    assert found == []
    assert pack is not None
    return pack


def test_a_healthy_pack_is_read_whole(tmp_path: Path) -> None:
    pack = read(tmp_path)

    assert pack.manifest.title.zh == "灯塔"
    assert [fact.id for fact in pack.facts] == ["tower.lit", "tower.height", "tower.flashes"]
    assert [concept.id for concept in pack.concepts] == ["lighthouse", "sea", "flash"]
    assert [intent.id for intent in pack.intents] == ["social.hello", "tower.height", "tower.flashes", "tower.age"]
    assert pack.intents[-1].compute is not None
    assert pack.intents[-1].compute.names == {"lit": "tower.lit"}
    assert pack.replies["en"]["tower.height"] == "**48 metres**, it says."
    assert pack.text.startswith("The lighthouse of Cape Grey")


def test_scalars_are_text_until_the_model_decides(tmp_path: Path) -> None:
    """YAML's own guesses would make False of `no`, 750 of `12:30` and 1 of `1.0`."""
    names = FILES["vocabulary.yaml"].replace("en: [flash, blink]", "weak: true\n  en: [no, 12:30, 1.0, 1_000, null]")
    concept = read(tmp_path, FILES | {"vocabulary.yaml": names}).concepts[-1]

    assert concept.en == ("no", "12:30", "1.0", "1_000", "null")
    assert concept.weak is True


def test_every_item_is_found_again_with_its_keys_and_entries(tmp_path: Path) -> None:
    pack, _, places = read_pack(write(tmp_path, FILES))
    assert pack is not None
    height = pack.intents[1]

    assert places.of(height) == ("intents/tower.yaml", 1)
    assert places.of(height, "facts") == ("intents/tower.yaml", 4)
    assert places.of(height, "examples", "en", 1) == ("intents/tower.yaml", 9)
    assert places.of(height, "nothing", "of", "that") == ("intents/tower.yaml", 1)
    assert places.of(pack.replies["zh"], "social.hello") == ("replies/zh.yaml", 4)


def test_the_shared_words_stand_in_the_pack_or_beside_it(tmp_path: Path) -> None:
    root = write(tmp_path / "own", FILES)
    assert language_folder(root) == root / "language"

    (root / "language").rename(tmp_path / "language")
    assert language_folder(root) == tmp_path / "language"
    assert load(root)[1] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        # broken YAML
        ("facts/tower.yaml", "[lighthouse, sea]", "[lighthouse, sea", [f"facts/tower.yaml:13: broken YAML: did not find expected ',' or ']', {WELL_FORMED}"]),
        ("notes.yaml", "  status:", " status:", [f"notes.yaml:2: broken YAML: did not find expected '-' indicator, {WELL_FORMED}"]),
        ("notes.yaml", "status: disputed", "status: disputed: yes", [f"notes.yaml:2: broken YAML: mapping values are not allowed in this context, {WELL_FORMED}"]),
        ("notes.yaml", "disputed", "dis\0puted", [f"notes.yaml:2: broken YAML: control characters are not allowed, {WELL_FORMED}"]),
        ("notes.yaml", "- id: lit", "---\n- id: lit\n---\n- id: lit", [f"notes.yaml:3: broken YAML: but found another document, {WELL_FORMED}"]),
        ("forms.yaml", "- id:", "- &one\n  id:", []),
        ("forms.yaml", "[航标]", "[航标]\n- &one {id: sea, en: &two [surf]}\n- *one", [f"forms.yaml:4: broken YAML: an alias repeats what stands here, {WELL_FORMED}"]),
        # keys
        ("notes.yaml", "  status:", "  status: not found\n  status:", ["notes.yaml:3: the key “status” stands twice, expected each key once"]),
        ("replies/zh.yaml", "tower.age:", "tower.height: 高\ntower.age:", ["replies/zh.yaml:3: the key “tower.height” stands twice, expected each key once"]),
        ("notes.yaml", "  status:", "  stat: x\n  status:", ["notes.yaml:2: unknown key “stat”, expected one of: id, links, says, status"]),
        ("facts/tower.yaml", "    unit: metres", "    unit: metres\n    period_: 1871", ["facts/tower.yaml:18: unknown key “period_”, expected one of: direction, period, scope, text, unit, value"]),
        ("questions/tower.yaml", "{q: Ahoy!, is: social.hello}", "{q: Ahoy!, intent: social.hello}", ["questions/tower.yaml:5: the key “is” is missing, expected this key with a value", "questions/tower.yaml:5: unknown key “intent”, expected one of: is, q"]),
        ("facts/tower.yaml", "  attribute: date\n", "", ["facts/tower.yaml:1: the key “attribute” is missing, expected this key with a value"]),
        ("entities.yaml", "{en: the lighthouse, zh: 灯塔}", "{en: the lighthouse}", ["entities.yaml:4: the key “name.zh” is missing, expected this key with a value"]),
        # values
        ("facts/tower.yaml", "[lighthouse, sea]", "lighthouse", ["facts/tower.yaml:12: “lighthouse” is no value for “about”, expected a list"]),
        ("facts/tower.yaml", "[lighthouse, sea]", "[]", ["facts/tower.yaml:12: a list is no value for “about”, expected at least one entry"]),
        ("facts/tower.yaml", "[lighthouse, sea]", "[lighthouse, [sea]]", ["facts/tower.yaml:12: a list is no value for “about”, expected one text"]),
        ("facts/tower.yaml", "quote: 48 metres above the sea", "quote:", ["facts/tower.yaml:11: “” is no value for “quote”, expected some text"]),
        ("facts/tower.yaml", "note: lit", "note: {id: lit}", ["facts/tower.yaml:7: a group of keys is no value for “note”, expected one text"]),
        ("facts/tower.yaml", "- id: tower.height", "- id: Tower height", ["facts/tower.yaml:9: “Tower height” is no value for “id”, expected letters, digits, dots and hyphens in lower case"]),
        ("facts/tower.yaml", "- id: tower.height", f"- id: {'x' * 61}", [f"facts/tower.yaml:9: “{'x' * 60}…” is no value for “id”, expected at most 60 characters"]),
        ("facts/tower.yaml", '{text: 30 km, value: "30", unit: km}', "30 km", ["facts/tower.yaml:24: “30 km” is no value for “figure”, expected keys with values"]),
        ("notes.yaml", "status: disputed", "status: doubtful", ["notes.yaml:2: “doubtful” is no value for “status”, expected 'disputed', 'cause disputed' or 'not found'"]),
        ("vocabulary.yaml", "kind: aspect", "kind: aspect\n  weak: maybe", ["vocabulary.yaml:3: “maybe” is no value for “weak”, expected true or false"]),
        ("intents/tower.yaml", "unit: years", "unit: years\n    digits: few", ["intents/tower.yaml:25: “few” is no value for “compute.digits”, expected a whole number"]),
        ("pack.yaml", "command: tower", "command: The tower", ["pack.yaml:7: “The tower” is no value for “topics.command”, expected text of the form ^[a-z][a-z-]{0,31}$"]),
        ("pack.yaml", "    command: tower", "    command: tower\n    locales: {it: {name: torre, description: La torre}}", ["pack.yaml:8: unknown key “it”, expected one of: de, es, fr, ja, ko"]),
        ("pack.yaml", "    command: tower", "    command: tower\n    locales: {de: {name: Turm, description: Der Turm}}", ["pack.yaml:8: “Turm” is no value for “topics.locales.de.name”, expected a name in lower case"]),
        ("pack.yaml", "    command: tower", "    command: tower\n    locales: {de: {name: der turm, description: Der Turm}}", ["pack.yaml:8: “der turm” is no value for “topics.locales.de.name”, expected text of the form ^[-'\\w]{1,32}$"]),
        ("pack.yaml", "    command: tower", "    command: tower\n    locales: {de: {name: turm}}", ["pack.yaml:8: the key “topics.locales.de.description” is missing, expected this key with a value"]),
        ("notes.yaml", "- id: lit", "- just words\n- id: lit", ["notes.yaml:1: “just words” is no entry, expected keys with values"]),
        ("replies/en.yaml", '"Ahoy!"', "[Ahoy!]", ["replies/en.yaml:4: the reply “social.hello” is no text, expected one text"]),
        # whole files
        ("notes.yaml", FILES["notes.yaml"], "lit: disputed\n", ["notes.yaml:1: the file holds no list, expected a list of entries, each beginning with “- ”"]),
        ("notes.yaml", FILES["notes.yaml"], "", []),
        ("pack.yaml", FILES["pack.yaml"], "# nothing yet\n", ["pack.yaml:1: the file is empty, expected its keys"]),
        ("replies/en.yaml", FILES["replies/en.yaml"], "- Ahoy!\n", ["replies/en.yaml:1: the file holds no replies, expected keys with a text each"]),
        ("language/words.yaml", "u: you", "u: [you]", ["language/words.yaml:1: a list is no value for “spellings.u”, expected one text"]),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_with_its_place_and_what_was_expected(
    file: str, old: str, new: str, expected: list[str], tmp_path: Path
) -> None:
    assert FILES[file].count(old) == 1

    assert problems(tmp_path, FILES | {file: FILES[file].replace(old, new)}) == expected


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        ("notes.yaml", ["notes.yaml:1: the file is missing, expected a file of this name"]),
        ("questions/tower.yaml", ["questions:1: the folder is missing or empty, expected at least one .yaml file"]),
        ("sources/log.txt", ["sources/log.txt:1: the source can't be read (FileNotFoundError), expected the cleaned text in UTF-8"]),
        ("language/asking.yaml", ["language/asking.yaml:1: the file is missing, expected a file of this name"]),
    ],
)  # fmt: skip
def test_a_missing_file_is_named(missing: str, expected: list[str], tmp_path: Path) -> None:
    files = {name: text for name, text in FILES.items() if name != missing}

    assert problems(tmp_path, files) == expected


def test_a_folder_without_a_pack_is_named(tmp_path: Path) -> None:
    assert problems(tmp_path, {}) == [
        f"pack.yaml:1: there is no pack in {tmp_path}, expected a folder with a pack.yaml"
    ]


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    root = write(tmp_path, FILES)
    (root / "notes.yaml").write_bytes(b"- id: \xff\n")
    (root / "sources" / "log.txt").write_bytes(b"\xff")

    assert [str(problem) for problem in read_pack(root)[1]] == [
        "notes.yaml:1: the file can't be read (UnicodeDecodeError), expected text in UTF-8",
        "sources/log.txt:1: the source can't be read (UnicodeDecodeError), expected the cleaned text in UTF-8",
    ]


def test_a_file_nested_beyond_reason_is_named(tmp_path: Path) -> None:
    files = FILES | {"notes.yaml": "[" * 2000 + "]" * 2000}

    assert problems(tmp_path, files) == [f"notes.yaml:1: broken YAML: nested too deeply, {WELL_FORMED}"]


def test_problems_of_many_kinds_and_files_are_all_named_at_once(tmp_path: Path) -> None:
    """What may only seem wrong, because an entry beside it couldn't be read, is not blamed."""
    files = FILES | {
        "notes.yaml": FILES["notes.yaml"].replace("status: disputed", "status: doubtful"),
        "entities.yaml": FILES["entities.yaml"].replace("topic: tower", "topik: tower"),
        "facts/tower.yaml": FILES["facts/tower.yaml"].replace('    value: "48"', '    value: "84"'),
        "replies/en.yaml": FILES["replies/en.yaml"].replace("Ahoy!", "Ahoy, {name}!"),
        "sources/log.yaml": FILES["sources/log.yaml"].replace("starts: The lighthouse", "starts: A lighthouse"),
    }

    assert [str(problem) for problem in load(write(tmp_path, files))[1]] == [
        f"entities.yaml:2: unknown key “topik”, expected one of: {', '.join(sorted(Concept.model_fields))}",
        "facts/tower.yaml:16: the value 84 of tower.height and its text “48” disagree, expected the value 48",
        "notes.yaml:2: “doubtful” is no value for “status”, expected 'disputed', 'cause disputed' or 'not found'",
        "replies/en.yaml:4: the reply “social.hello” has the slot “{name}”, which doesn't exist, expected no slots here",
        "sources/log.yaml:8: no line of the source starts with “A lighthouse”, expected the first words of the section",
    ]
