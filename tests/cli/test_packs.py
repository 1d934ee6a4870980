"""`biobot check`, and what every command says of a pack that can't be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from biobot.pack.models import Pack
from tests.cli.conftest import Biobot
from tests.unit.pack.lighthouse import FILES, write

BROKEN = FILES | {
    "notes.yaml": FILES["notes.yaml"].replace("disputed", "doubtful"),
    "facts/tower.yaml": FILES["facts/tower.yaml"].replace('    value: "48"', '    value: "84"'),
}
PROBLEMS = [
    "facts/tower.yaml:16: the value 84 of tower.height and its text “48” disagree, expected the value 48",
    "notes.yaml:2: “doubtful” is no value for “status”, expected 'disputed', 'cause disputed' or 'not found'",
]


@pytest.fixture
def healthy(tmp_path: Path) -> str:
    return str(write(tmp_path / "lighthouse", FILES))


@pytest.fixture
def broken(tmp_path: Path) -> str:
    return str(write(tmp_path / "lighthouse", BROKEN))


def test_a_healthy_pack_is_counted(biobot: Biobot, healthy: str) -> None:
    ran = biobot("check", healthy)

    assert (ran.status, ran.err) == (0, "")
    assert ran.out == "lighthouse 1.0.0: 3 facts, 4 intents, 5 golden questions, no problem.\n"


def test_the_shipped_pack_is_checked_where_none_is_named(biobot: Biobot, pack: Pack) -> None:
    ran = biobot("check")

    assert ran.status == 0
    assert ran.out.startswith(f"{pack.manifest.id} {pack.manifest.version}: {len(pack.facts)} facts, ")


def test_every_problem_is_named_with_its_file_and_line(biobot: Biobot, broken: str) -> None:
    ran = biobot("check", broken)

    assert ran.status == 1
    assert ran.out.splitlines() == PROBLEMS
    assert ran.err == f"2 problems in {broken}.\n"


@pytest.mark.parametrize("command", [["ask", "hi"], ["ask", "--json", "hi"], ["ask", "--jsonl"], ["chat"]])
def test_no_command_answers_from_a_broken_pack(command: list[str], biobot: Biobot, broken: str) -> None:
    ran = biobot(*command, "--pack", broken, stdin='{"q": "hi"}\n')

    assert (ran.status, ran.out) == (1, "")
    assert ran.err.splitlines() == [
        *PROBLEMS,
        f"The knowledge pack in {broken} can't be used: biobot check names every problem.",
    ]


def test_a_folder_without_a_pack_is_told(biobot: Biobot, tmp_path: Path) -> None:
    ran = biobot("ask", "--pack", str(tmp_path / "nowhere"), "hi")

    assert ran.status == 1
    assert ran.err.startswith(f"pack.yaml:1: there is no pack in {tmp_path / 'nowhere'}, expected a folder")


def test_another_pack_makes_another_bot(biobot: Biobot, healthy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = biobot("ask", "how high is the lighthouse?", "--pack", healthy)
    assert asked.out.splitlines() == ["48 metres, it says.", "  “48 metres above the sea” (Height and light)", "  “two flashes a minute, seen 30 km away” (Height and light)"]  # fmt: skip

    monkeypatch.setenv("BIOBOT_PACK", healthy)
    assert biobot("ask", "how high is the lighthouse?").out == asked.out
    assert biobot("check").out.startswith("lighthouse 1.0.0: ")


def test_a_pack_that_was_mended_is_read_anew(biobot: Biobot, healthy: str) -> None:
    assert biobot("ask", "ahoy", "--pack", healthy).out.startswith("Ahoy!")

    replies = Path(healthy) / "replies" / "en.yaml"
    replies.write_text(replies.read_text(encoding="utf-8").replace("Ahoy!", "Ahoy, sailor!"), encoding="utf-8")
    assert biobot("ask", "ahoy", "--pack", healthy).out.startswith("Ahoy, sailor!")
