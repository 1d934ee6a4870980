"""The same question gets the same reply, byte by byte, in every process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

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
