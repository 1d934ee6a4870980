"""Reads the files of a pack: file → plain mapping with line numbers → models. The only module that touches YAML.

Scalars are read as text and pydantic decides their types, so that `no` stays a word and `12:30` a time. Every problem is
collected with its file and line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from biobot.pack.models import Chart, Concept, Fact, Forms, Golden, Intent, Manifest, Note, Pack, Source, Wording
from biobot.pack.votes import FILE as VOTES
from biobot.pack.votes import Votes, parse
from biobot.pack.weights import FILE as WEIGHTS
from biobot.pack.weights import Weights
from biobot.pack.weights import parse as parse_weights

M = TypeVar("M", bound=BaseModel)
Step = str | int
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SHOWN = 60
_ID_FORM = "letters, digits, dots and hyphens in lower case"
_EXPECTED = {
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "string_type": "one text",
    "string_too_short": "some text",
    "too_short": "at least one entry",
    "tuple_type": "a list",
    "dict_type": "keys with values",
    "model_type": "keys with values",
}


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
class _File:
    """One YAML file as plain data, with the line of every node by the steps that lead to it."""

    name: str
    data: Any = None
    lines: dict[tuple[Step, ...], int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, path: tuple[Step, ...]) -> int:
        """Return the line of a node, or of the nearest one around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def wrong(self, path: tuple[Step, ...], what: str, expected: str) -> None:
        """Note a problem at a node."""
        self.problems.append(Problem(self.name, self.line(path), what, expected))


class Places:
    """Where every item of a pack stands, and each of its keys and entries."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, _File, tuple[Step, ...]]] = {}

    def note(self, item: object, file: _File, path: tuple[Step, ...]) -> None:
        """Remember where an item was read."""
        self._known[id(item)] = (item, file, path)

    def of(self, item: object, *path: Step) -> tuple[str, int]:
        """Return file and line of an item, or of what is inside it by that path."""
        _, file, start = self._known[id(item)]
        return file.name, file.line((*start, *path))


def _load(path: Path, name: str) -> _File:
    """Read one YAML file, called by that name; what is broken in it becomes a problem."""
    file = _File(name)
    text = ""
    try:
        text = path.read_bytes().decode("utf-8")
        node = yaml.compose(text, Loader=_LOADER)
        file.data = _plain(node, (), file, set()) if node is not None else None
    except FileNotFoundError:
        file.wrong((), "the file is missing", "a file of this name")
    except (UnicodeDecodeError, OSError) as error:
        file.wrong((), f"the file can't be read ({type(error).__name__})", "text in UTF-8")
    except yaml.YAMLError as error:
        line, reason = _broken(error, text)
        file.problems.append(Problem(name, line, f"broken YAML: {reason}", "well-formed YAML"))
    except RecursionError:
        file.wrong((), "broken YAML: nested too deeply", "well-formed YAML")
    return file


def _broken(error: yaml.YAMLError, text: str) -> tuple[int, str]:
    """Return the line where YAML is broken, and why."""
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        return (mark.line + 1 if mark else 1), error.problem or error.context or "unreadable"
    position = getattr(error, "position", 0)
    return text.count("\n", 0, position) + 1, str(getattr(error, "reason", error))


def _plain(node: yaml.Node, path: tuple[Step, ...], file: _File, seen: set[int]) -> Any:  # noqa: ANN401
    file.lines.setdefault(path, node.start_mark.line + 1)
    if id(node) in seen:
        raise yaml.MarkedYAMLError(problem="an alias repeats what stands here", problem_mark=node.start_mark)
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, number), file, seen) for number, item in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return str(node.value)
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if key in found:
            file.problems.append(Problem(file.name, line, f"the key “{key}” stands twice", "each key once"))
        file.lines[(*path, key)] = line
        found[key] = _plain(value_node, (*path, key), file, seen)
    return found


def _validate(file: _File, model: type[M], data: object, path: tuple[Step, ...]) -> M | None:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for item in error.errors(include_url=False):
            file.wrong(path + item["loc"], *_explain(item, model))
    return None


def _explain(error: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    """Return what is wrong with a value, and what was expected of it."""
    kind, names = error["type"], [step for step in error["loc"] if isinstance(step, str)]
    if kind == "extra_forbidden":
        return f"unknown key “{names[-1]}”", f"one of: {', '.join(_known_keys(model, names[:-1]))}"
    if kind == "missing":
        return f"the key “{'.'.join(names)}” is missing", "this key with a value"
    what = (
        f"{_given(error['input'])} is no value for “{'.'.join(names)}”"
        if names
        else f"{_given(error['input'])} is no entry"
    )
    return what, _expected(error)


def _known_keys(model: type[BaseModel], path: list[str]) -> list[str]:
    """Return the keys that are known at a place inside a model."""
    for step in path:
        annotation = model.model_fields[step].annotation
        kinds = [kind for kind in (annotation, *get_args(annotation)) if isinstance(kind, type)]
        model = next((kind for kind in kinds if issubclass(kind, BaseModel)), model)
    return sorted(info.alias or name for name, info in model.model_fields.items())


def _given(value: object) -> str:
    if isinstance(value, (list, dict)):
        return "a list" if isinstance(value, list) else "a group of keys"
    text = str(value)
    return f"“{text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}”"


def _expected(error: ErrorDetails) -> str:
    kind, about = error["type"], error.get("ctx", {})
    if kind == "literal_error":
        return str(about["expected"])
    if kind == "string_pattern_mismatch":
        pattern = str(about["pattern"])
        return _ID_FORM if ".-" in pattern else f"text of the form {pattern}"
    if kind == "string_too_long":
        return f"at most {about['max_length']} characters"
    if kind == "value_error":
        return str(about["error"])
    return _EXPECTED.get(kind) or str(error["msg"]).removeprefix("Input should be ")


class _Reader:
    """Collects problems and places while the files of a folder are read."""

    def __init__(self, root: Path, places: Places, shown: str = "") -> None:
        self.root = root
        self.places = places
        self.shown = shown
        self.problems: list[Problem] = []

    def load(self, name: str) -> _File:
        return _load(self.root / name, self.shown + name)

    def one(self, name: str, model: type[M]) -> M | None:
        """Read a file that holds one item."""
        file, item = self.load(name), None
        if file.data is not None:
            item = _validate(file, model, file.data, ())
            self.places.note(item, file, ())
        elif not file.problems:
            file.wrong((), "the file is empty", "its keys")
        self.problems += file.problems
        return item

    def many(self, names: list[str], model: type[M]) -> tuple[M, ...]:
        """Read files that each hold a list of items."""
        found: list[M] = []
        for name in names:
            file = self.load(name)
            found += self._items(file, model)
            self.problems += file.problems
        return tuple(found)

    def _items(self, file: _File, model: type[M]) -> Iterator[M]:
        if isinstance(file.data, list):
            for number, data in enumerate(file.data):
                item = _validate(file, model, data, (number,))
                if item is not None:
                    self.places.note(item, file, (number,))
                    yield item
        elif file.data is not None:
            file.wrong((), "the file holds no list", "a list of entries, each beginning with “- ”")

    def files(self, folder: str) -> list[str]:
        names = sorted(f"{folder}/{path.name}" for path in (self.root / folder).glob("*.yaml"))
        if not names:
            self.problems.append(Problem(folder, 1, "the folder is missing or empty", "at least one .yaml file"))
        return names

    def replies(self) -> dict[str, dict[str, str]]:
        """Read the replies of every language."""
        found: dict[str, dict[str, str]] = {}
        for name in self.files("replies"):
            file = self.load(name)
            if file.data is not None and not isinstance(file.data, dict):
                file.wrong((), "the file holds no replies", "keys with a text each")
            data = file.data if isinstance(file.data, dict) else {}
            for key, value in data.items():
                if not isinstance(value, str):
                    file.wrong((key,), f"the reply “{key}” is no text", "one text")
            replies = {key: value for key, value in data.items() if isinstance(value, str)}
            self.places.note(replies, file, ())
            self.problems += file.problems
            found[Path(name).stem] = replies
        return found

    def votes(self) -> Votes | None:
        """Read the votes of the wording, where the pack has some."""
        path = self.root / VOTES
        try:
            return parse(path.read_text(encoding="utf-8")) if path.is_file() else None
        except (ValueError, IndexError, OSError) as error:
            what = f"the file can't be read ({type(error).__name__})"
            self.problems.append(Problem(VOTES, 1, what, "what `make tune` writes, or no such file"))
            return None

    def weights(self) -> Weights:
        """Read the pack's own weights, where it has some."""
        path = self.root / WEIGHTS
        try:
            return parse_weights(path.read_text(encoding="utf-8")) if path.is_file() else Weights()
        except (ValueError, OSError) as error:
            what = f"the file can't be read ({error})"
            self.problems.append(Problem(WEIGHTS, 1, what, "names of weights with a number each, or no such file"))
            return Weights()

    def lines(self, name: str) -> tuple[str, ...]:
        """Read a list of names, one a line, where there is one; lines that begin with # tell of it."""
        path = self.root / name
        try:
            lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        except (UnicodeDecodeError, OSError) as error:
            self.problems.append(Problem(name, 1, f"the file can't be read ({type(error).__name__})", "text in UTF-8"))
            return ()
        return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))

    def text(self, source: str) -> str | None:
        """Read the text of a source."""
        name = f"sources/{source}.txt"
        try:
            return (self.root / name).read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            what = f"the source can't be read ({type(error).__name__})"
            self.problems.append(Problem(name, 1, what, "the cleaned text in UTF-8"))
            return None


def language_folder(root: Path) -> Path:
    """Return the folder of the words of asking that packs share: `language` beside the pack, or in it."""
    inside = root / "language"
    return inside if inside.is_dir() else root.parent / "language"


def read_pack(root: Path) -> tuple[Pack | None, list[Problem], Places]:
    """Read the pack in that folder; return it (None where a needed part is broken), every problem, and the places."""
    places = Places()
    reader = _Reader(root, places)
    if not (root / "pack.yaml").is_file():
        return None, [Problem("pack.yaml", 1, f"there is no pack in {root}", "a folder with a pack.yaml")], places
    manifest = reader.one("pack.yaml", Manifest)
    source = reader.one(f"sources/{manifest.source}.yaml", Source) if manifest else None
    text = reader.text(manifest.source) if manifest else None
    facts = reader.many(reader.files("facts"), Fact)
    notes = reader.many(["notes.yaml"], Note)
    concepts = reader.many(["entities.yaml", "vocabulary.yaml"], Concept)
    forms = reader.many(["forms.yaml"], Forms)
    intents = reader.many(reader.files("intents"), Intent)
    replies = reader.replies()
    questions = reader.many(reader.files("questions"), Golden)
    charts = reader.many(["charts.yaml"], Chart) if (root / "charts.yaml").exists() else ()
    votes, weights = reader.votes(), reader.weights()
    shared = _Reader(language_folder(root), places, "language/")
    asking = shared.many(["asking.yaml"], Concept)
    wording = shared.one("words.yaml", Wording)
    if wording is not None:
        wording = wording.model_copy(update={"places": shared.lines("places.txt")})
    problems = sorted(reader.problems + shared.problems)
    if manifest is None or source is None or text is None or wording is None:
        return None, problems, places
    pack = Pack.model_construct(
        manifest=manifest,
        source=source,
        text=text,
        facts=facts,
        notes=notes,
        concepts=concepts,
        forms=forms,
        asking=asking,
        wording=wording,
        intents=intents,
        replies=replies,
        questions=questions,
        charts=charts,
        votes=votes,
        weights=weights,
    )
    return pack, problems, places
