"""A new host, from an empty home to a running copy of everything that is kept."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

from tests.ops.conftest import APPLICATION, TOKEN, Run

FIRST_SCHEMA = Path(__file__).parents[1] / "store" / "data" / "first-sqlite.sql"


def test_from_an_empty_home_to_a_backup_that_can_be_restored_and_an_upgrade(biobot: Run, home: Path) -> None:
    made = biobot("init", typed=f"{TOKEN}\n")
    assert made.returncode == 0, made.stderr
    assert f"client_id={APPLICATION}" in made.stdout

    looked = biobot("doctor", "--offline")
    assert looked.returncode == 0, looked.stdout
    assert {line.split()[0] for line in looked.stdout.splitlines()} == {"ok", "note"}

    database = next(home.rglob("biobot.sqlite3"))
    with sqlite3.connect(database) as connection:
        connection.execute(
            "INSERT INTO guild_settings (guild, language, ask_channels, private, hidden_topics, feedback) "
            "VALUES (7, 'zh', '[]', 0, '[]', 1)"
        )
    connection.close()
    kept = biobot("backup", "copy.jsonl")
    assert kept.stdout == "Wrote copy.jsonl: settings of 1 servers, 0 counted questions.\n", kept.stderr
    for file in database.parent.glob("biobot.sqlite3*"):
        file.unlink()

    back = biobot("restore", "copy.jsonl")
    assert back.stdout == "Restored the settings of 1 servers and 0 counted questions.\n", back.stderr
    with sqlite3.connect(database) as connection:
        assert connection.execute("SELECT guild, language FROM guild_settings").fetchall() == [(7, "zh")]
    connection.close()

    for file in database.parent.glob("biobot.sqlite3*"):
        file.unlink()
    with sqlite3.connect(database) as connection:
        connection.executescript(FIRST_SCHEMA.read_text(encoding="utf-8"))
        servers = connection.execute("SELECT count(*) FROM guild_settings").fetchone()[0]
    connection.close()
    upgraded = biobot("doctor", "--offline")
    assert "its tables are those of this version" in upgraded.stdout
    copied = biobot("backup", "old.jsonl")
    assert f"settings of {servers} servers" in copied.stdout
    assert servers > 0

    for done in (made, looked, kept, back, upgraded, copied):
        assert TOKEN not in done.stdout + done.stderr


def test_init_writes_a_file_that_nobody_else_can_read(biobot: Run, home: Path) -> None:
    biobot("init", typed=f"{TOKEN}\n")

    assert f"BIOBOT_TOKEN={TOKEN}\n" in (home / ".env").read_text(encoding="utf-8")
    assert stat.S_IMODE((home / ".env").stat().st_mode) == 0o600


def test_init_keeps_the_other_settings_and_narrows_who_can_read_them(biobot: Run, home: Path) -> None:
    env = home / ".env"
    env.write_text("# mine\nBIOBOT_TOKEN=\nBIOBOT_LOG_LEVEL=error\n", encoding="utf-8")
    env.chmod(0o644)
    biobot("init", typed=f"{TOKEN}\n")

    assert env.read_text(encoding="utf-8") == f"# mine\nBIOBOT_TOKEN={TOKEN}\nBIOBOT_LOG_LEVEL=error\n"
    assert stat.S_IMODE(env.stat().st_mode) == 0o600


def test_init_replaces_a_token_only_when_told_to(biobot: Run, home: Path) -> None:
    biobot("init", typed=f"{TOKEN}\n")
    other = TOKEN.replace("x", "y")

    refused = biobot("init", typed=f"{other}\n")
    assert (refused.returncode, "--replace" in refused.stderr) == (1, True)
    assert TOKEN in (home / ".env").read_text(encoding="utf-8")

    assert biobot("init", "--replace", typed=f"{other}\n").returncode == 0
    assert other in (home / ".env").read_text(encoding="utf-8")


@pytest.mark.parametrize("typed", ["", "\n", "no-token\n", "abc.def.ghi\n", f"{TOKEN.split('.')[0]}\n"])
def test_init_takes_only_what_has_a_tokens_form(typed: str, biobot: Run, home: Path) -> None:
    refused = biobot("init", typed=typed)

    assert refused.returncode == 1
    assert "That is no bot token" in refused.stderr
    assert not (home / ".env").exists()


def test_settings_shows_every_setting_as_a_file_to_fill_in(biobot: Run, repository: Path) -> None:
    assert biobot("settings").stdout == (repository / ".env.example").read_text(encoding="utf-8")


def test_privacy_shows_and_erases_what_is_kept(biobot: Run, home: Path) -> None:
    assert biobot("privacy").stdout == "No question is kept.\n"
    with sqlite3.connect(next(home.rglob("biobot.sqlite3"))) as connection:
        connection.execute(
            "INSERT INTO questions (question, kind, language, mark, day, times) "
            "VALUES ('is it far?', 'silent', 'en', 'unanswered', date('now'), 3)"
        )
    connection.close()

    shown = biobot("privacy").stdout
    assert "3  unanswered  silent" in shown
    assert "is it far?" in shown
    assert "Deleted after 90 days" in shown
    assert biobot("privacy", "--erase").stdout == "Deleted 1 counted question.\n"
    assert biobot("privacy").stdout == "No question is kept.\n"


def test_a_broken_backup_is_refused_and_nothing_is_changed(biobot: Run, home: Path) -> None:
    biobot("backup", "whole.jsonl")
    whole = (home / "whole.jsonl").read_text(encoding="utf-8")
    (home / "half.jsonl").write_text(whole[: len(whole) // 2], encoding="utf-8")

    refused = biobot("restore", "half.jsonl")

    assert refused.returncode == 1
    assert "half.jsonl isn't a whole backup" in refused.stderr


def test_without_a_running_bot_status_and_reload_say_so(biobot: Run) -> None:
    for command in ("status", "reload"):
        asked = biobot(command, BIOBOT_HEALTH_PORT="9")
        assert asked.returncode == 1
        assert "No bot answers at port 9" in asked.stderr
