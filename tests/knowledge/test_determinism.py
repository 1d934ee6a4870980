"""The same question gets the same reply, byte by byte, in every process."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import biobot
from biobot.pack.models import Pack


def ask_all(questions: list[str], seed: str, cache: Path) -> bytes:
    """Return what a fresh process prints for those questions, with its own order of hashes and no kept index."""
    lines = "\n".join(json.dumps({"q": question}) for question in questions)
    run = subprocess.run(
        [sys.executable, "-m", "biobot.cli", "ask", "--jsonl"],
        input=lines.encode(),
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": seed, "XDG_CACHE_HOME": str(cache)},
    )
    return run.stdout


def test_two_processes_reply_the_same_bytes(pack: Pack, tmp_path: Path) -> None:
    questions = [golden.q for golden in pack.questions[::3]]

    one, other = (ask_all(questions, seed, tmp_path / seed) for seed in ("1", "2"))
    assert one.count(b"\n") == len(questions)
    assert one == other


def others() -> list[list[str]]:
    """The commands of other Pythons: the host's own choice, or those at hand that can use this one's packages."""
    named = os.environ.get("BIOBOT_OTHER_PYTHON")
    if named:
        return [shlex.split(named)]
    name = f"python3.{sys.version_info.minor}"
    found = {str(Path(folder) / name) for folder in os.environ.get("PATH", "").split(os.pathsep)}
    found |= {f"/usr/bin/{name}", f"/usr/local/bin/{name}"}
    return [[path] for path in sorted(found) if Path(path).exists() and version([path]) != version([sys.executable])]


def version(python: list[str]) -> str:
    return subprocess.run([*python, "-VV"], capture_output=True, check=True, text=True).stdout


def test_another_python_replies_the_same_bytes(pack: Pack, tmp_path: Path) -> None:
    """On another minor version by BIOBOT_OTHER_PYTHON, a command with biobot's packages; else on another build of this one."""
    pythons = others()
    if not pythons:
        pytest.skip("NOT TESTED: there is no other Python here; name one with BIOBOT_OTHER_PYTHON")
    questions = [golden.q for golden in pack.questions[1::3]]
    lines = "\n".join(json.dumps({"q": question}) for question in questions)
    paths = [str(Path(biobot.__file__).parents[1]), *(path for path in sys.path if path.endswith("site-packages"))]
    here = ask_all(questions, "5", tmp_path / "here")

    for python in pythons:
        environment = {**os.environ, "PYTHONHASHSEED": "6", "XDG_CACHE_HOME": str(tmp_path / "there")}
        if "BIOBOT_OTHER_PYTHON" not in os.environ:
            environment["PYTHONPATH"] = os.pathsep.join(paths)
        run = subprocess.run(
            [*python, "-m", "biobot.cli", "ask", "--jsonl"],
            input=lines.encode(),
            capture_output=True,
            check=True,
            env=environment,
        )
        assert run.stdout == here, python
