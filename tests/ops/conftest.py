"""A host: an empty home, the program's command line, and a token that Discord never gave to anybody."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from biobot.config import PREFIX, Settings

Run = Callable[..., subprocess.CompletedProcess[str]]

APPLICATION = "123456789012345678"
TOKEN = f"MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.{'x' * 38}"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home folder."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    """What a new host's programs see: nothing is set but where the home is."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT", "XDG_CACHE_HOME") if name in os.environ}
    return {**kept, "HOME": str(home), "USERPROFILE": str(home), "LOCALAPPDATA": str(home)}


@pytest.fixture
def biobot(home: Path, environment: dict[str, str]) -> Run:
    """Give a function that runs the program in the home folder as a host would."""

    def run(*arguments: str, typed: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "biobot.cli", *arguments],
            cwd=home,
            env=environment | more,
            input=typed,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every setting of this machine's own out of the environment."""
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)
