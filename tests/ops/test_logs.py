"""The log: for people or for programs, one number for each question, never a secret, never a question."""

from __future__ import annotations

import io
import json
import logging
import re
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biobot.config import Settings
from biobot.events import event, replied
from biobot.ops.logs import HIDDEN, Hider, logging_to
from tests.ops.conftest import TOKEN

URL = "postgresql+asyncpg://bot:hunter2@db.example/biobot"
SECRETS = (TOKEN, URL, "hunter2")
log = logging.getLogger("biobot.test")


def written(form: Literal["text", "json"], write: Any, *, level: str = "info") -> str:  # noqa: ANN401
    stream = io.StringIO()
    with logging_to(stream, level=level, form=form, secrets=SECRETS):
        write()
    return stream.getvalue()


def objects(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def ask(question: str = "how far is it?") -> None:
    with event("dm"):
        log.warning("The engine took its time")
        replied("silent", "birds.fly")
    assert question


def test_a_line_for_people_has_time_level_place_and_what_happened() -> None:
    line = written("text", lambda: log.warning("Something in channel %d", 7))

    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z WARNING biobot\.test: Something in channel 7\n", line)


def test_a_line_for_programs_is_one_json_object() -> None:
    (line,) = objects(written("json", lambda: log.warning("Two\nlines, 中文")))

    assert (line["level"], line["logger"], line["message"]) == ("warning", "biobot.test", "Two\nlines, 中文")


def test_all_lines_about_one_question_bear_its_number() -> None:
    def ask_twice() -> None:
        ask()
        ask()

    lines = objects(written("json", ask_twice))

    numbers = [line["event"] for line in lines]
    assert len(set(numbers)) == 2
    assert numbers == [numbers[0], numbers[0], numbers[2], numbers[2]]


def test_the_last_line_tells_how_it_ended_and_how_long_it_took() -> None:
    *_, last = objects(written("json", ask))

    assert (last["surface"], last["kind"], last["intent"]) == ("dm", "silent", "birds.fly")
    assert isinstance(last["ms"], int)
    assert "[event=" in written("text", ask)


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_secret_gets_through(form: Literal["text", "json"]) -> None:
    def fail() -> None:
        log.info("Connecting to %s with %s", URL, TOKEN)
        try:
            raise OSError(f"{TOKEN} refused by {URL}")
        except OSError:
            log.exception("It failed")

    text = written(form, fail)
    assert not any(secret in text for secret in SECRETS)
    assert HIDDEN in text


def test_secrets_that_are_not_settings_are_known_by_their_form() -> None:
    hide = Hider()
    token = "a" * 60
    for told in (
        f"https://discord.com/api/v10/webhooks/12345678901234567/{token}/messages",
        f"https://discord.com/api/v10/interactions/12345678901234567/{token}/callback",
        TOKEN,
        "mysql://me:sesame@host/db",
    ):
        assert HIDDEN in hide(told)
        assert token not in hide(told)
        assert "sesame" not in hide(told)


@given(st.text(alphabet="abc.-_/:@ 中", max_size=60), st.text(alphabet="abc.-_/:@ 中", max_size=60))
def test_a_secret_is_hidden_whatever_surrounds_it(before: str, after: str) -> None:
    assert "hunter2" not in Hider(SECRETS)(f"{before}hunter2{after}")


def test_an_exception_raised_over_a_question_doesnt_repeat_it() -> None:
    question = " ".join(("my", "private", "question"))

    def fail() -> None:
        with event("mention"):
            try:
                raise ValueError(question)
            except ValueError:
                log.exception("Failed")

    text = written("text", fail)
    assert question not in text
    assert "ValueError" in text
    assert "test_logs.py" in text


@pytest.mark.parametrize("level", ["debug", "info"])
def test_libraries_that_would_log_messages_or_statements_are_kept_quiet(level: str) -> None:
    def talk() -> None:
        logging.getLogger("discord.gateway").debug("a whole message")
        logging.getLogger("sqlalchemy.engine").info("INSERT a question")
        logging.getLogger("aiosqlite").debug("a statement")

    assert written("text", talk, level=level) == ""


def test_afterwards_the_log_is_as_it_was() -> None:
    before = [(name, logging.getLogger(name).level) for name in (None, "biobot", "discord", "sqlalchemy")]
    handlers = list(logging.getLogger().handlers)
    written("json", ask)

    assert [(name, logging.getLogger(name).level) for name, _ in before] == before
    assert logging.getLogger().handlers == handlers


def test_the_settings_know_what_is_secret(unset: None) -> None:
    settings = Settings(_env_file=None, token=TOKEN, database_url=URL)  # type: ignore[arg-type]

    assert set(SECRETS) == set(settings.secrets)
    assert not any(secret in repr(settings) for secret in SECRETS)
