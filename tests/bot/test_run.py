"""The host starts the bot: what keeps it from starting is one sentence that says what to do, and exit status 1."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import discord
import pytest
from pydantic import SecretStr

from biobot.bot.client import create_bot
from biobot.bot.run import run
from biobot.config import Settings
from biobot.service import Service
from tests.bot.fake import FakeService
from tests.bot.local_discord import LocalDiscord, serving

TOKEN = "a-made-up-token"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, token=SecretStr(TOKEN), data_folder=tmp_path, health_port=0)


@pytest.fixture(autouse=True)
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Keep the log, and put its levels back as they were: a run of the bot sets them for good."""
    library = logging.getLogger("discord")
    level = library.level
    caplog.set_level(logging.INFO)
    yield caplog
    library.setLevel(level)
    assert TOKEN not in caplog.text


def last_sentence(printed: str) -> str:
    sentence = printed.splitlines()[-1]
    assert sentence.endswith(".")
    assert TOKEN not in sentence
    return sentence


@pytest.mark.parametrize("token", [None, SecretStr(""), SecretStr(" ")])
def test_a_missing_token(token: SecretStr | None, service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(Settings(_env_file=None, token=token), service) == 1
    assert "copy .env.example to .env" in last_sentence(capsys.readouterr().err)


def test_a_refused_token(
    settings: Settings, service: Service, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(LocalDiscord(refuses=True)) as address:
        monkeypatch.setattr(discord.http.Route, "BASE", address)
        assert run(settings, service) == 1

    assert "Discord refused the token: make a new one" in last_sentence(capsys.readouterr().err)


def test_a_switched_off_intent(
    settings: Settings, service: Service, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(LocalDiscord(closes_with=4014)) as address:
        monkeypatch.setattr(discord.http.Route, "BASE", address)
        assert run(settings, service) == 1

    assert "Privileged Gateway Intents" in last_sentence(capsys.readouterr().err)


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "http://nowhere.invalid"], ids=["no network", "no DNS"])
def test_discord_out_of_reach(
    address: str,
    settings: Settings,
    service: Service,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(discord.http.Route, "BASE", address)
    assert run(settings, service) == 1

    assert "Discord can't be reached" in last_sentence(capsys.readouterr().err)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_the_bot_cleanly(
    stop: signal.Signals,
    settings: Settings,
    service: Service,
    monkeypatch: pytest.MonkeyPatch,
    log: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with serving(LocalDiscord(when_done=lambda: os.kill(os.getpid(), stop))) as address:
        monkeypatch.setattr(discord.http.Route, "BASE", address)
        assert run(settings, service) == 0

    assert "Shard ID 0 has connected" in log.text
    assert "Traceback" not in log.text
    assert "ERROR" not in capsys.readouterr().err


def test_making_the_bot_does_nothing_yet(service: Service) -> None:
    bot = create_bot(service)

    assert bot.user is None
    assert {"ask", "bird", "settings"} <= {command.name for command in bot.tree.get_commands()}


def test_a_passing_fault_of_discord_is_waited_out_and_the_person_gets_one_answer(
    settings: Settings, service: Service, monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture
) -> None:
    local = LocalDiscord(
        message="do birds fly?", faults=[429, 502], when_done=lambda: os.kill(os.getpid(), signal.SIGTERM)
    )
    with serving(local) as address:
        monkeypatch.setattr(discord.http.Route, "BASE", address)
        assert run(settings, service) == 0

    assert [post["embeds"][0]["description"] for post in local.posts] == ["Most birds **fly**."] * 3
    assert {(post["nonce"], post["enforce_nonce"]) for post in local.posts} == {("5", True)}
    assert "lost" not in log.text


def test_the_pictures_are_drawn_at_the_start_so_that_nobody_waits_for_them(
    settings: Settings, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    local = LocalDiscord(when_done=lambda: os.kill(os.getpid(), signal.SIGTERM))
    with serving(local) as address:
        monkeypatch.setattr(discord.http.Route, "BASE", address)
        assert run(settings, service) == 0

    assert service.prepared == 1


def test_pictures_that_cannot_be_drawn_in_advance_keep_nobody_from_being_answered(
    settings: Settings, service: FakeService, monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture
) -> None:
    service.prepare = lambda: 1 / 0  # type: ignore[method-assign,assignment]
    local = LocalDiscord(message="do birds fly?", when_done=lambda: os.kill(os.getpid(), signal.SIGTERM))
    with serving(local) as address:
        monkeypatch.setattr(discord.http.Route, "BASE", address)
        assert run(settings, service) == 0

    assert len(local.posts) == 1
    assert "The pictures were not drawn in advance" in log.text


def test_a_connection_that_is_renewed_in_the_middle_of_a_reply_loses_and_doubles_nothing(
    settings: Settings, service: Service, monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture
) -> None:
    local = LocalDiscord(message="do birds fly?", drops=True, when_done=lambda: os.kill(os.getpid(), signal.SIGTERM))
    with serving(local) as address:
        monkeypatch.setattr(discord.http.Route, "BASE", address)
        assert run(settings, service) == 0

    assert local.resumed == 1
    assert [post["embeds"][0]["description"] for post in local.posts] == ["Most birds **fly**."]
    assert "lost" not in log.text
