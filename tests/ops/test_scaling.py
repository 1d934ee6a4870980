"""A simulated day leaves nothing behind; docs/scaling.md is what the script writes, and its figures hold what was promised."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.scaling import page

QUESTIONS = 300


@pytest.mark.slow
def test_a_short_day_answers_everything_and_leaves_nothing_behind(repository: Path) -> None:
    command = [sys.executable, "scripts/scaling.py", "--part", "day", "--questions", str(QUESTIONS)]
    done = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])

    assert found["answered"] == QUESTIONS
    assert (found["tasks"], found["timers"], found["handles"]) == (0, 0, 0)


class TestPage:
    @pytest.fixture
    def text(self, repository: Path) -> str:
        return " ".join((repository / "docs/scaling.md").read_text(encoding="utf-8").split())

    def test_the_day_had_fifty_thousand_questions_and_all_were_answered(self, text: str) -> None:
        assert "50,000 questions in 50 channels" in text
        assert "50,000 replies" in text

    def test_memory_grew_by_a_tenth_at_most_and_nothing_was_left_over(self, text: str) -> None:
        growth = re.search(r"MB; at the end: \d+ MB \(([+-][\d.]+) %\)", text)

        assert growth is not None
        assert abs(float(growth[1])) <= 10
        assert "0 tasks, 0 timers, 0 file handles" in text

    def test_the_words_are_those_of_the_script(self, text: str) -> None:
        made = page(
            {
                "start": {"memory": 1.0, "server": 1.0, "charts": 1.0},
                "engine": {"rate": 1.0},
                "events": {"rate": 1.0},
                "day": {
                    "questions": 1,
                    "answered": 1,
                    "first": 1,
                    "rate": 1.0,
                    "early": 1.0,
                    "late": 1.0,
                    "tasks": 0,
                    "timers": 0,
                    "handles": 0,
                },
            }
        )

        assert plain(text) == plain(" ".join(made.split()))


def plain(text: str) -> str:
    """Take the figures out."""
    return re.sub(r"[-+]?\d[\d,.]*", "#", text)
