"""Measures biobot on this machine: the cold start, the time of one question, and the ratio to a plain fuzzy search."""

from __future__ import annotations

import json
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rapidfuzz import fuzz, process

from biobot.engine.answer import answer
from biobot.engine.conversation import EMPTY
from biobot.pack.index import Index
from biobot.service import default_pack, load

_STARTS = 5
_ROUNDS = 3


def _cold_starts(question: str) -> tuple[float, float]:
    """Return the median wall seconds of `biobot ask`, each in a new process, and the peak memory in MB of one."""
    seconds = []
    for _ in range(_STARTS + 1):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "biobot.cli", "ask", question], check=True, capture_output=True)  # noqa: S603
        seconds.append(time.perf_counter() - start)
    unit = 1 if platform.system() == "Darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit
    return statistics.median(seconds[1:]), peak / 1e6


def _times(ask: Callable[[str], object], questions: list[str]) -> list[float]:
    """Return the seconds of each question: the least of a few rounds, so that the machine's noise counts less."""
    best = [float("inf")] * len(questions)
    for _ in range(_ROUNDS):
        for number, question in enumerate(questions):
            start = time.perf_counter()
            ask(question)
            best[number] = min(best[number], time.perf_counter() - start)
    return sorted(best)


def _questions(path: Path | None, index: Index) -> list[str]:
    if path is None:
        return [golden.q for golden in index.pack.questions]
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        found += [turn["q"] for turn in item.get("turns") or [item]]
    return found


def bench(path: Path | None = None) -> str:
    """Return the report over the questions of that file, or over the pack's golden questions."""
    pack, problems = load(default_pack())
    if pack is None or problems:
        return "The pack can't be used: biobot check names every problem."
    index = Index(pack)
    questions = _questions(path, index)
    examples = [example.text for entry in index.entries for example in entry.examples]
    ours = _times(lambda text: answer(index, EMPTY, text), questions)
    plain = _times(lambda text: process.extractOne(text, examples, scorer=fuzz.WRatio), questions)
    wall, peak = _cold_starts(questions[0])
    median, other = statistics.median(ours), statistics.median(plain)
    return "\n".join(
        (
            f"cold start of `biobot ask`: {wall:.2f} s (median of {_STARTS}), peak memory {peak:.0f} MB",
            f"one question, over {len(questions)}: median {median * 1e3:.2f} ms, 99th percentile {ours[int(len(ours) * 0.99)] * 1e3:.2f} ms",
            f"rapidfuzz extractOne (WRatio) over the same {len(examples)} examples: median {other * 1e3:.2f} ms",
            f"ratio of the medians, biobot to extractOne: {median / other:.2f}",
        )
    )
