"""Reads the files of a pack: file → plain mapping with line numbers → models. The only module that touches YAML.

Scalars are read as text and pydantic decides their types, so that `no` stays a word and `12:30` a time. Every problem is
collected with its file and line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from biobot.pack.models import Concept, Fact, Forms, Golden, Intent, Manifest, Note, Pack, Source, Wording

M = TypeVar("M", bound=BaseModel)
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAX_BYTES = 4_000_000


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong in a pack, and what was expected, at its place."""

    file: str
    line: int
    what: str
    expected: str

    def __str__(self) -> str:
        """`file:line: what is wrong, what was expected`."""
        return f"{self.file}:{self.line}: {self.what}, expected {self.expected}"


@dataclass(slots=True)
class Places:
    """Where each item of a pack stands: (kind, id, key) → (file, line)."""

    known: dict[tuple[str, str, str], tuple[str, int]] = field(default_factory=dict)

    def of(self, kind: str, name: str, key: str = "") -> tuple[str, int]:
        """Return file and line of an item, or of one of its keys where that is known."""
        return self.known.get((kind, name, key)) or self.known.get((kind, name, "")) or ("pack.yaml", 1)


@dataclass(slots=True)
class _File:
    """One YAML file as plain data, with the line of every node by its path."""

    name: str
    data: Any
    lines: dict[tuple[str | int, ...], int]
    problems: list[Problem]

    def line(self, path: tuple[str | int, ...]) -> int:
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def _load(root: Path, name: str) -> _File:
    """Read one YAML file; what is broken in it becomes a problem."""
    file = _File(name, None, {}, [])
    try:
        raw = (root / name).read_bytes()
        text = raw[:_MAX_BYTES].decode("utf-8")
        node = yaml.compose(text, Loader=_LOADER)
    except FileNotFoundError:
        file.problems.append(Problem(name, 1, "the file is missing", "a file of this name"))
        return file
    except (UnicodeDecodeError, OSError) as error:
        file.problems.append(Problem(name, 1, f"the file can't be read ({error})", "text in UTF-8"))
        return file
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        file.problems.append(Problem(name, line, f"broken YAML: {error.problem or error.context}", "well-formed YAML"))
        return file
    except yaml.YAMLError as error:
        file.problems.append(Problem(name, 1, f"broken YAML: {error}", "well-formed YAML"))
        return file
    file.data = _plain(node, (), file) if node is not None else None
    return file


def _plain(node: yaml.Node, path: tuple[str | int, ...], file: _File) -> Any:
    file.lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            line = key_node.start_mark.line + 1
            if key in found:
                file.problems.append(Problem(file.name, line, f"the key “{key}” stands twice", "each key once"))
            found[key] = _plain(value_node, (*path, key), file)
            file.lines[(*path, key)] = line
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, number), file) for number, item in enumerate(node.value)]
    return str(node.value)


_EXPECTED = {
    "extra_forbidden": "only known keys",
    "missing": "this key",
    "literal_error": "one of the allowed words",
    "string_too_short": "some text",
    "string_pattern_mismatch": "letters, digits, dots and hyphens in lower case",
    "too_short": "at least one entry",
}


def _explain(error: Any, model: type[BaseModel]) -> tuple[str, str]:
    kind, place = error["type"], [str(part) for part in error["loc"]]
    key = place[-1] if place else ""
    if kind == "extra_forbidden":
        keys = ", ".join(sorted(info.alias or name for name, info in model.model_fields.items()))
        return f"unknown key “{key}”", f"one of: {keys}" if len(place) == 1 else "only known keys"
    if kind == "missing":
        return f"the key “{'.'.join(place)}” is missing", "this key with a value"
    if kind == "literal_error":
        return f"“{error['input']}” is no value for “{key}”", f"{error['ctx']['expected']}"
    return f"wrong value for “{'.'.join(place)}”: {str(error['msg']).lower()}", _EXPECTED.get(kind, "a value of the right type")


def _validate(file: _File, model: type[M], data: Any, path: tuple[str | int, ...]) -> M | None:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for item in error.errors(include_url=False):
            what, expected = _explain(item, model)
            place = path + tuple(part for part in item["loc"])
            file.problems.append(Problem(file.name, file.line(place), what, expected))
    return None


def _items(file: _File, model: type[M], kind: str, places: Places) -> Iterator[M]:
    """Yield the valid items of a file that holds a list, noting where each stands."""
    if file.data is None:
        return
    if not isinstance(file.data, list):
        file.problems.append(Problem(file.name, 1, "the file holds no list", "a list of entries, each beginning with “- ”"))
        return
    for number, data in enumerate(file.data):
        item = _validate(file, model, data, (number,))
        if item is None:
            continue
        name = str(getattr(item, "id", "") or f"{file.name}#{number}")
        places.known.setdefault((kind, name, ""), (file.name, file.line((number,))))
        for key in data:
            places.known.setdefault((kind, name, key), (file.name, file.line((number, key))))
        for number_in, _ in enumerate(_examples(data)):
            places.known.setdefault((kind, name, f"examples.en.{number_in}"), (file.name, file.line((number, "examples", "en", number_in))))
        yield item


def _examples(data: dict[str, Any]) -> list[Any]:
    examples = data.get("examples")
    return list(examples.get("en") or []) if isinstance(examples, dict) else []


class _Reader:
    """Collects files, problems and places while a pack is read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.places = Places()

    def one(self, name: str, model: type[M], kind: str) -> M | None:
        file = _load(self.root, name)
        item = None
        if file.data is not None:
            item = _validate(file, model, file.data, ())
            for key in file.data if isinstance(file.data, dict) else ():
                self.places.known[(kind, kind, key)] = (file.name, file.line((key,)))
        elif not file.problems:
            file.problems.append(Problem(name, 1, "the file is empty", "its keys"))
        self.problems += file.problems
        return item

    def many(self, names: list[str], model: type[M], kind: str) -> tuple[M, ...]:
        found: list[M] = []
        for name in names:
            file = _load(self.root, name)
            found += _items(file, model, kind, self.places)
            self.problems += file.problems
        return tuple(found)

    def files(self, folder: str) -> list[str]:
        names = sorted(f"{folder}/{path.name}" for path in (self.root / folder).glob("*.yaml"))
        if not names:
            self.problems.append(Problem(folder, 1, "the folder is missing or empty", "at least one .yaml file"))
        return names

    def replies(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for name in self.files("replies"):
            file = _load(self.root, name)
            language = Path(name).stem
            data = file.data if isinstance(file.data, dict) else {}
            found[language] = {key: value for key, value in data.items() if isinstance(value, str)}
            for key in data:
                self.places.known[("reply", f"{language}/{key}", "")] = (name, file.line((key,)))
                if not isinstance(data[key], str):
                    file.problems.append(Problem(name, file.line((key,)), f"the reply “{key}” is no text", "one text"))
            self.problems += file.problems
        return found

    def text(self, source: str) -> str | None:
        name = f"sources/{source}.txt"
        try:
            return (self.root / name).read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            self.problems.append(Problem(name, 1, f"the source can't be read ({type(error).__name__})", "the cleaned text in UTF-8"))
            return None


def language_folder(root: Path) -> Path:
    """Return the folder of the words of asking that packs share: `language` beside the pack, or in it."""
    inside = root / "language"
    return inside if inside.is_dir() else root.parent / "language"


def read_pack(root: Path) -> tuple[Pack | None, list[Problem], Places]:
    """Read the pack in that folder; return it (None where a needed part is broken), every problem, and the places."""
    reader = _Reader(root)
    if not (root / "pack.yaml").is_file():
        return None, [Problem("pack.yaml", 1, f"there is no pack in {root}", "a folder with a pack.yaml")], reader.places
    manifest = reader.one("pack.yaml", Manifest, "pack")
    name = manifest.source if manifest else "article"
    source = reader.one(f"sources/{name}.yaml", Source, "source")
    text = reader.text(name)
    facts = reader.many(reader.files("facts"), Fact, "fact")
    notes = reader.many(["notes.yaml"], Note, "note")
    concepts = reader.many(["entities.yaml", "vocabulary.yaml"], Concept, "concept")
    forms = reader.many(["forms.yaml"], Forms, "forms")
    intents = reader.many(reader.files("intents"), Intent, "intent")
    replies = reader.replies()
    questions = reader.many(reader.files("questions"), Golden, "question")
    shared = _Reader(language_folder(root))
    asking = shared.many(["asking.yaml"], Concept, "concept")
    wording = shared.one("words.yaml", Wording, "words")
    problems = reader.problems + shared.problems
    reader.places.known.update(shared.places.known)
    if manifest is None or source is None or text is None or wording is None:
        return None, sorted(problems), reader.places
    pack = Pack.model_construct(
        manifest=manifest, source=source, text=text, facts=facts, notes=notes, concepts=concepts, forms=forms, asking=asking,
        wording=wording, intents=intents, replies=replies, questions=questions,
    )  # fmt: skip
    return pack, sorted(problems), reader.places
