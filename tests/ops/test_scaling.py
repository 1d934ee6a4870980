"""A simulated day leaves nothing behind; docs/scaling.md is what the script writes, and its figures hold what was promised."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.load import Step, connected, step
from scripts.scaling import GIVES_WAY, page

QUESTIONS = 300
STEP = {"rate": 1.0, "taken": 1.0, "loop": 1.0, "gateway": 1.0, "person": 1.0, "core": 1.0}


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

    def test_it_names_a_rate_that_was_held_and_the_next_at_which_something_gave_way(self, text: str) -> None:
        held, given = (self.row(text, number) for number in (0, 1))

        assert max(held[2:5]) <= 1 < held[0] < given[0]
        assert max(given[2:5]) >= 1 or given[1] < given[0]
        assert held[0] >= 1_000, "what ten thousand servers are reckoned to send"
        assert what_gave_way(text)

    def row(self, text: str, number: int) -> list[float]:
        table = text.partition("of one core | | --- | --- | --- | --- | --- | --- | ")[2]
        cells = table.split("## ")[0].split(" | | ")[number].strip("| ").split(" | ")
        return [float(cell.split()[0].replace(",", "")) for cell in cells[:6]]

    def test_the_words_are_those_of_the_script(self, text: str) -> None:
        made = page(
            {
                "start": {"memory": 1.0, "server": 1.0, "charts": 1.0},
                "engine": {"rate": 1.0},
                "events": {"held": STEP, "given": STEP, "what": what_gave_way(text)},
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


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="looks into /proc")
def test_the_real_program_takes_the_events_and_answers_meanwhile() -> None:
    with connected() as (busy, program):
        seen = step(busy, program, rate=200, seconds=2)

    assert seen.taken > 0
    assert 0 < seen.person < float("inf")
    assert seen.gateway > 0


@pytest.mark.parametrize(
    ("late", "what"),
    [({}, ""), ({"person": 1.1}, "person"), ({"loop": 1.2, "person": 1.1}, "loop"), ({"taken": 90}, "taken")],
)
def test_what_takes_longest_has_given_way_if_it_takes_longer_than_a_second(late: dict[str, float], what: str) -> None:
    quick = {"rate": 100, "taken": 100, "loop": 0.1, "gateway": 0.1, "person": 0.1, "core": 0.5}

    assert Step(**quick | late).gave_way == what


def what_gave_way(text: str) -> str:
    """Find which of the things it is that the page says gave way."""
    (found,) = [name for name, words in GIVES_WAY.items() if f": {words} |" in text]
    return found


def plain(text: str) -> str:
    """Take the figures out."""
    return re.sub(r"[-+]?\d[\d,.]*", "#", text)
