"""The command line, run in this process as a person runs it in a shell."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from biobot.cli import main


class Ran(NamedTuple):
    """What a command left behind."""

    status: object
    out: str
    err: str


Biobot = Callable[..., Ran]


@pytest.fixture
def biobot(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Biobot:
    """Run `biobot` with those arguments and that standard input, in an empty folder and without settings."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("BIOBOT_")]:
        monkeypatch.delenv(name)

    def run(*arguments: str, stdin: str = "") -> Ran:
        monkeypatch.setattr(sys, "argv", ["biobot", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main()
        return Ran(left.value.code, *capsys.readouterr())

    return run
