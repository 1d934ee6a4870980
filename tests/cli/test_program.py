"""The program as a whole: help, version, completion, slips of the finger, settings, and that it starts from a shell."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from biobot import __version__
from tests.cli.conftest import Biobot

COMMANDS = ["ask", "chat", "check", "run", "preview", "bench"]


def shell(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program in a process of its own."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("BIOBOT_")}
    return subprocess.run(
        [sys.executable, "-m", "biobot.cli", *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        env={**known, "PYTHONUTF8": "0", **environment},
    )


def test_the_version_is_told(biobot: Biobot) -> None:
    assert biobot("--version") == (0, f"biobot {__version__}\n", "")


@pytest.mark.parametrize("arguments", [["--help"], []])
def test_help_names_every_command(arguments: list[str], biobot: Biobot) -> None:
    ran = biobot(*arguments)

    assert [command for command in COMMANDS if f"\n  {command} " not in ran.out + ran.err] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, biobot: Biobot) -> None:
    ran = biobot(command, "--help")

    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(f"Usage: biobot {command} ")


@pytest.mark.parametrize(
    ("slip", "meant"), [("aks", "ask"), ("chekc", "check"), ("chta", "chat"), ("preveiw", "preview"), ("rnu", "run")]
)
def test_a_slip_in_a_command_is_told_with_the_likeliest(slip: str, meant: str, biobot: Biobot) -> None:
    ran = biobot(slip)

    assert (ran.status, ran.out) == (2, "")
    assert f"No such command '{slip}'" in ran.err
    assert f"'{meant}'" in ran.err
    assert "Did you mean" in ran.err


def test_a_slip_in_an_option_is_told_with_the_likeliest(biobot: Biobot) -> None:
    ran = biobot("ask", "--explian", "how many?")

    assert (ran.status, ran.out) == (2, "")
    assert "--explain" in ran.err


def test_without_a_token_the_bot_says_what_to_do(biobot: Biobot) -> None:
    ran = biobot("run")

    assert (ran.status, ran.out) == (1, "")
    assert ran.err.count("\n") == 1
    assert "BIOBOT_TOKEN" in ran.err
    assert "Traceback" not in ran.err


def test_a_wrong_setting_is_one_sentence(biobot: Biobot, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BIOBOT_LOG_LEVEL=loud\n", encoding="utf-8")
    ran = biobot("ask", "hi")

    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("The setting BIOBOT_LOG_LEVEL is wrong: ")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_the_script_of_the_shell_completion_can_be_shown(name: str) -> None:
    ran = shell(_BIOBOT_COMPLETE=f"source_{name}")

    assert ran.returncode == 0
    assert b"_BIOBOT_COMPLETE" in ran.stdout


def test_commands_are_completed() -> None:
    ran = shell(_BIOBOT_COMPLETE="complete_bash", COMP_WORDS="biobot ch", COMP_CWORD="1")

    assert ran.stdout.decode().split() == ["chat", "check"]


def test_it_speaks_utf8_where_nothing_but_ascii_is_expected() -> None:
    ran = shell("ask", "--jsonl", stdin='{"q": "有多少名博士？"}\n'.encode(), LC_ALL="C", PYTHONIOENCODING="ascii")

    assert ran.returncode == 0
    assert "博士" in json.loads(ran.stdout.decode())["text"]


def test_a_question_is_typed_in_any_script() -> None:
    ran = shell("ask", "有多少名博士？")

    assert ran.returncode == 0
    assert "博士" in ran.stdout.decode()


def test_bytes_that_are_no_text_do_no_harm() -> None:
    ran = shell("ask", "--jsonl", stdin=b'{"q": "how many phds \xff\xfe?"}\n')

    assert ran.returncode == 0
    assert json.loads(ran.stdout)["intent"] == "talent.phd"
