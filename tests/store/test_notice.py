"""The notice on privacy says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from biobot.bot.ask import AMENDABLE, ANSWERED
from biobot.bot.closed import TOLD
from biobot.bot.desk import ASKED
from biobot.bot.recent import SIZE
from biobot.config import PREFIX, Settings
from biobot.privacy import LONGEST, redact
from biobot.service import CONVERSATIONS, REMEMBERED
from biobot.store.rows import MOST_ROWS
from biobot.store.tables import erasures, guild_settings, metadata, questions
from biobot.store.values import KEEP_DAYS, LONGEST_QUESTION

MARKED = [
    "<@123456789012345678>",
    "123456789012345678",
    "anna@example.org",
    "anna at example dot org",
    "example.org/anna",
    "192.0.2.1",
    "/home/anna",
    "+1 202-555-0143",
    "4111 1111 1111 1111",
    "frosty_owl#4821",
    "my password is hunter2",
    "my name is Anna",
    "Mrs Smith",
    "我叫王小明",
    "王先生",
    "12 Main Street",
    "dob: 1990-05-03",
]


@pytest.fixture(scope="module")
def notice(repository: Path) -> str:
    return (repository / "docs" / "privacy.md").read_text(encoding="utf-8")


def first_column(notice: str, heading: str) -> list[str]:
    table = notice.partition(heading)[2].partition("| --- | --- |\n")[2].partition("\n\n")[0]
    return re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)


def test_it_names_every_column_that_is_kept_and_no_other(notice: str) -> None:
    assert first_column(notice, "**Of a server**") == [column.name for column in guild_settings.columns]
    assert first_column(notice, "**Of questions**") == [column.name for column in questions.columns]
    assert f"(`{erasures.name}`)" in notice
    assert set(metadata.tables) == {"guild_settings", "questions", "erasures"}
    assert [column.name for column in erasures.columns] == ["id", "at"]


def test_its_figures_are_those_of_the_code(notice: str) -> None:
    assert f"after {KEEP_DAYS} days" in notice
    assert f"{LONGEST} characters at most" in notice
    assert f"At most {MOST_ROWS:,} rows" in notice
    assert LONGEST == LONGEST_QUESTION


def test_what_it_remembers_for_a_while_is_as_much_as_the_code_does(notice: str) -> None:
    kept = notice.partition("## What it remembers")[2].partition("\n## ")[0]
    rows = [line for line in kept.splitlines() if line.startswith("| ")][2:]
    told = [tuple(re.findall(r"\d[\d,]*", line.split(" | ")[1])) for line in rows]

    assert told == [
        (f"{CONVERSATIONS:,}", str(REMEMBERED // 60)),
        (f"{ANSWERED:,}", str(AMENDABLE.seconds // 60)),
        (f"{ASKED:,}",),
        (f"{SIZE:,}", str(TOLD.days)),
        (f"{SIZE:,}",),
    ]


def test_its_settings_exist(notice: str) -> None:
    named = set(re.findall(rf"`{PREFIX}(\w+?)(?:=\w+)?`", notice))

    assert named == {"RETENTION_DAYS", "COUNT_QUESTIONS", "MESSAGE_CONTENT"}
    assert {name.lower() for name in named} <= set(Settings.model_fields)
    assert Settings.model_fields["retention_days"].default == KEEP_DAYS


def test_its_marks_are_those_that_are_put_in(notice: str) -> None:
    told = set(re.findall(r"\| `\[(\w+)\]` \|", notice))
    put = {mark for text in MARKED for mark in re.findall(r"\[(\w+)\]", redact(text))}

    assert told == put
