"""The program knows nothing of the knowledge that comes with it: another pack makes another bot."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from biobot.pack.models import Pack
from biobot.text import words
from biobot.text.figures import figures

SRC = Path(__file__).parents[2] / "src"
DEFAULT_PACK = '"shanghai-biotech"'  # the name of the folder, in service.py and nowhere else


def telling(form: str) -> bool:
    """Whether a name says by itself what it is the name of: no plain English words, no two letters, no number."""
    if not form.isascii():
        return len(form) > 1 and not figures(form)
    parts = re.findall(r"[a-z]+", form)
    return len(form) > 3 and any(
        min(words.band(part), words.band(words.singular(part))) >= words.NAME for part in parts
    )


def names(pack: Pack) -> set[str]:
    """Return the names of the shipped pack, in both languages, by which it would be recognised."""
    concepts = [
        concept for concept in pack.concepts if concept.topic and not concept.weak and concept.kind == "subject"
    ]
    forms = {
        form.lower() for concept in concepts for form in (concept.name.en, concept.name.zh, *concept.en, *concept.zh)
    }
    return {form for form in forms if telling(form)} | set(pack.manifest.id.split("-"))


@pytest.mark.parametrize("path", sorted(SRC.rglob("*.py")), ids=lambda path: str(path.relative_to(SRC)))
def test_no_name_of_the_knowledge_stands_in_the_program(path: Path, pack: Pack) -> None:
    text = path.read_text(encoding="utf-8").lower()
    if path.name == "service.py":
        text = text.replace(DEFAULT_PACK, "", 2)

    assert [name for name in sorted(names(pack)) if re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", text)] == []


def test_the_names_looked_for_are_telling(pack: Pack) -> None:
    assert {"shanghai", "biotech", "zhangjiang", "crispr", "fudan", "mrna vaccine"} <= names(pack)
