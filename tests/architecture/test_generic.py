"""The program knows nothing of the knowledge that comes with it: another pack makes another bot."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from biobot.pack.read import read_pack
from biobot.service import default_pack
from biobot.text import words
from biobot.text.figures import figures

SRC = Path(__file__).parents[2] / "src"
DEFAULT_PACK = '"shanghai-biotech"'  # the name of the folder, in service.py and nowhere else
WORD_LISTS = {"names.py"}  # lists of a language's words, among them names of many places


def telling(form: str) -> bool:
    """Whether a name says by itself what it is the name of: no plain English words, no two letters, no number."""
    if not form.isascii():
        return len(form) > 1 and not figures(f"一{form}")
    parts = re.findall(r"[a-z]+", form)
    return len(form) > 3 and any(
        min(words.band(part), words.band(words.singular(part))) >= words.NAME for part in parts
    )


@pytest.fixture(scope="module")
def names() -> set[str]:
    """Return the names of the shipped pack's things, in both languages, by which it would be recognised."""
    pack, _, places = read_pack(default_pack())
    assert pack is not None
    things = [concept for concept in pack.concepts if places.of(concept)[0] == "entities.yaml"]
    forms = {
        form.lower() for concept in things for form in (concept.name.en, concept.name.zh, *concept.en, *concept.zh)
    }
    return {form for form in forms if telling(form)} | set(pack.manifest.id.split("-"))


MODULES = [path for path in sorted(SRC.rglob("*.py")) if path.name not in WORD_LISTS]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SRC)))
def test_no_name_of_the_knowledge_stands_in_the_program(path: Path, names: set[str]) -> None:
    text = path.read_text(encoding="utf-8").lower()
    if path.name == "service.py":
        text = text.replace(DEFAULT_PACK, "", 2)

    assert [name for name in sorted(names) if re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", text)] == []


def test_the_names_looked_for_are_telling(names: set[str]) -> None:
    assert {"shanghai", "biotech", "zhangjiang", "crispr", "fudan", "mrna vaccine"} <= names
