"""Who may import whom: the direction of imports, and what the inner parts never touch."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src"
TEXT = ["errors", "text"]
PACK = [*TEXT, "pack.votes", "pack.weights", "pack.models", "pack.lexicon", "pack.signs", "pack.index"]
CORE = [*PACK, "engine"]
SERVICE = [*CORE, "service"]
KEPT = ["config", "events", "store", "privacy"]
MAY_IMPORT = {
    "errors": [],
    "text": ["errors"],
    "pack.votes": TEXT,
    "pack.weights": [],
    "pack.models": [*TEXT, "pack.votes", "pack.weights"],
    "pack.lexicon": [*TEXT, "pack.models"],
    "pack.signs": [*TEXT, "pack.models", "pack.lexicon"],
    "pack.index": [*TEXT, "pack.models", "pack.lexicon"],
    "engine": PACK,
    # what stands beside the engine and is joined to it by the service
    "pack.read": [*TEXT, "pack.models", "pack.votes", "pack.weights"],
    "pack.utterances": ["pack.models", "pack.votes"],
    "pack.charts": [*PACK, "pack.read"],
    "pack.check": [*PACK, "pack.read", "pack.charts"],
    "pack.compiled": [*PACK, "pack.read", "pack.utterances"],
    "sheet": CORE,
    "plot": ["sheet"],
    "chart": [*CORE, "sheet", "plot"],
    "service": [*CORE, "pack.read", "pack.check", "pack.compiled", "sheet", "chart"],
    # what knows nothing of questions
    "config": ["errors"],
    "events": ["errors"],
    "store": ["errors"],
    "names": [],
    "privacy": [*TEXT, "names"],
    # the doors: none knows of another, and the command line joins them
    "ops": [*SERVICE, "config", "events", "store"],
    "terminal": SERVICE,
    "bench": SERVICE,
    "evaluate": SERVICE,
    "bot": [*SERVICE, *KEPT, "ops"],
    "hosting": [*SERVICE, *KEPT, "ops", "bot"],
    "cli": [*SERVICE, *KEPT, "ops", "bot", "hosting", "terminal", "bench", "evaluate"],
}
ONLY = {
    "discord": "bot",
    "simcord": "bot",
    "aiohttp": ("bot", "ops"),
    "yaml": "pack.read",
    "opencc": "text",
    "matplotlib": "plot",
    "sqlalchemy": "store",
    "alembic": "store",
    "prometheus_client": "ops",
    "pydantic_settings": "config",
    "typer": ("cli", "hosting"),
    "rich": ("cli", "terminal"),
    "prompt_toolkit": "terminal",
}
# The engine and what it stands on have no files, no clock, no chance and no log: they import this and nothing else.
PURE = {
    "errors",
    "text",
    "pack.votes",
    "pack.weights",
    "pack.models",
    "pack.lexicon",
    "pack.signs",
    "pack.index",
    "engine",
}
HARMLESS = {
    *(
        "__future__",
        "array",
        "ast",
        "collections",
        "dataclasses",
        "decimal",
        "fractions",
        "functools",
        "itertools",
        "math",
    ),
    *("operator", "re", "string", "typing", "unicodedata"),
    *("pydantic", "rapidfuzz", "opencc"),
}
OWN_DATA = {"biobot.text.words": {"importlib"}}  # the list of English words lies in the package
EFFECTS = {"open", "print", "input", "eval", "exec", "__import__", "breakpoint"}


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_name(path): path for path in sorted(SRC.rglob("*.py"))}


@cache
def imported(path: Path) -> list[str]:
    """Return the modules (and names in them) that a file imports anywhere, for the types' sake too."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def part_of(name: str) -> str | None:
    """Return the part of the program that a module, or a name in it, belongs to."""
    inside = name.removeprefix("biobot.")
    return next((part for part in MAY_IMPORT if f"{inside}.".startswith(f"{part}.")), None)


def own(name: str) -> bool:
    return name.split(".", maxsplit=1)[0] == "biobot"


INNER = [name for name in MODULES if name not in ("biobot", "biobot.pack")]


@pytest.mark.parametrize("module", INNER)
def test_a_module_imports_only_what_lies_further_in(module: str) -> None:
    part = part_of(module)
    assert part is not None, f"{module} belongs to no part of the table"
    names = [name for name in imported(MODULES[module]) if own(name) and name != "biobot.__version__"]

    assert [name for name in names if part_of(name) not in (part, *MAY_IMPORT[part])] == []


@pytest.mark.parametrize("module", [module for module in INNER if part_of(module) in PURE])
def test_the_inner_parts_import_nothing_that_has_effects(module: str) -> None:
    outside = {name.split(".")[0] for name in imported(MODULES[module]) if not own(name)}

    assert outside - HARMLESS - OWN_DATA.get(module, set()) == set()


@pytest.mark.parametrize("module", [module for module in INNER if part_of(module) in PURE])
def test_the_inner_parts_call_nothing_that_has_effects(module: str) -> None:
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}

    assert called & EFFECTS == set()


@pytest.mark.parametrize(("library", "parts"), ONLY.items())
def test_a_library_is_imported_by_its_own_part_only(library: str, parts: str | tuple[str, ...]) -> None:
    users = {
        part_of(module)
        for module in INNER
        if any(name == library or name.startswith(f"{library}.") for name in imported(MODULES[module]))
    }

    assert users - set([parts] if isinstance(parts, str) else parts) == set()


FOREIGN = [
    "discord",
    "simcord",
    "yaml",
    "sqlite3",
    "sqlalchemy",
    "asyncio",
    "aiohttp",
    "typer",
    "rich",
    "prompt_toolkit",
]


def loaded_by(statement: str) -> set[str]:
    """Return the top modules that a fresh process has loaded after a statement."""
    code = f"{statement}\nimport json, sys\nprint(json.dumps(sorted({{name.split('.')[0] for name in sys.modules}})))"
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, encoding="utf-8")
    return set(json.loads(run.stdout))


def test_the_engine_pulls_in_nothing_of_the_world() -> None:
    loaded = loaded_by("import biobot.engine.answer")

    assert loaded & {*FOREIGN, "logging", "opencc"} == set()


def test_the_command_line_starts_without_what_only_some_commands_need() -> None:
    assert loaded_by("import biobot.cli") & {"discord", "simcord", "yaml", "pydantic", "sqlalchemy", "asyncio"} == set()


def test_asking_in_the_terminal_needs_no_discord() -> None:
    assert loaded_by("import biobot.service, biobot.terminal") & {"discord", "simcord", "aiohttp", "asyncio"} == set()


def test_parts_form_no_circle() -> None:
    """A part that may import another is never, by any way, imported by it."""

    def reached(part: str, seen: frozenset[str]) -> frozenset[str]:
        for inner in MAY_IMPORT[part]:
            if inner not in seen:
                seen = reached(inner, seen | {inner})
        return seen

    assert [part for part in MAY_IMPORT if part in reached(part, frozenset())] == []
