"""A crash loop can't burn the starts that Discord allows a day."""

from __future__ import annotations

from pathlib import Path

import pytest

from biobot.ops.backoff import FILE, Starts, pause

DAY = 24 * 3600.0


class Clock:
    now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def starts(tmp_path: Path, clock: Clock) -> Starts:
    return Starts(tmp_path, clock)


def test_the_first_starts_wait_for_nothing_and_then_ever_longer() -> None:
    assert [pause(number) for number in range(11)] == [0, 0, 0, 15, 30, 60, 120, 240, 480, 900, 900]


def test_a_day_of_crashing_at_once_stays_far_below_what_discord_allows(starts: Starts, clock: Clock) -> None:
    begun, count = clock.now, 0
    while clock.now < begun + DAY:
        clock.now += starts.note() + 1
        count += 1

    assert count < 250


def test_a_start_that_went_well_is_forgotten(starts: Starts, tmp_path: Path) -> None:
    for _ in range(6):
        starts.note()
    starts.well()

    assert starts.note() == 0
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_a_clock_that_was_set_back_locks_nobody_out(starts: Starts, clock: Clock) -> None:
    for _ in range(20):
        starts.note()
    clock.now -= 10 * DAY

    assert starts.note() == 0


def test_starts_of_long_ago_dont_count(starts: Starts, clock: Clock) -> None:
    for _ in range(20):
        starts.note()
    clock.now += DAY

    assert starts.note() == 0


@pytest.mark.parametrize("text", ["", "{", '"x"', "[1, null]", "\udcff"])
def test_a_damaged_file_is_a_fresh_beginning(text: str, starts: Starts, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8", errors="surrogateescape")

    assert starts.note() == 0
    assert starts.note() == 0


def test_without_a_folder_to_write_to_nothing_is_remembered_and_nothing_fails(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "file").touch()
    starts = Starts(tmp_path / "file" / "folder", clock)

    assert [starts.note() for _ in range(6)] == [0] * 6
    starts.well()
