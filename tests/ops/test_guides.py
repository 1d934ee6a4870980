"""The guides say nothing that isn't so: every command, setting, file and target they name exists."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from biobot.cli import app
from biobot.config import PREFIX, Settings

COMMANDS = {(command.name or command.callback.__name__) for command in app.registered_commands if command.callback}
GUIDES = ["vps", "raspberry-pi", "windows", "docker", "kubernetes"]
PAGES = [*(f"docs/hosting/{name}.md" for name in GUIDES), "docs/faults.md", "docs/scaling.md"]


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, repository: Path) -> str:
    name: str = request.param
    return (repository / name).read_text(encoding="utf-8")


def test_commands_exist(page: str) -> None:
    named = set(re.findall(r"(?:`|bin/|Scripts\\|-- |exec biobot |^    )biobot ([a-z]+)", page, re.MULTILINE))

    assert named - COMMANDS == set()


def test_settings_exist(page: str) -> None:
    named = set(re.findall(rf"\b{PREFIX}[A-Z_]+[A-Z]\b", page))

    assert named - {PREFIX + name.upper() for name in Settings.model_fields} == set()


def test_files_exist(page: str, repository: Path) -> None:
    named = set(re.findall(r"(?<![\w/])(?:deploy|docs|scripts|tests)/[\w./-]*\w", page))

    assert {name for name in named if not (repository / name).exists()} == set()


def test_targets_of_make_exist(page: str, repository: Path) -> None:
    makefile = (repository / "Makefile").read_text(encoding="utf-8")

    assert {name for name in re.findall(r"`make (\w+)", page) if f"\n{name}:" not in makefile} == set()


def test_every_target_of_make_is_explained(repository: Path) -> None:
    makefile = (repository / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    listed = subprocess.run(["make", "help"], cwd=repository, capture_output=True, text=True, check=True).stdout

    assert targets - {line.split()[1] for line in listed.splitlines()} == set()
    assert set(re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split()) == targets


def test_the_steps_of_the_guide_for_a_server_are_those_of_the_unit(repository: Path) -> None:
    guide = (repository / "docs/hosting/vps.md").read_text(encoding="utf-8")
    unit = (repository / "deploy/systemd/biobot.service").read_text(encoding="utf-8")

    for line in ("User=biobot", "WorkingDirectory=/var/lib/biobot", "ExecStart=/opt/biobot/bin/biobot run"):
        assert line in unit
        assert line.split("=")[1].split()[0] in guide
