"""The host looks at the bot in a local page: the real bot, in a simulated Discord, without a token."""

from __future__ import annotations

import os
import signal
import socket
import webbrowser
from datetime import UTC, datetime

import pytest

from biobot.bot.preview import page, preview
from biobot.service import Service


async def test_the_example_questions_are_asked_and_answered(service: Service) -> None:
    async with page(service) as shown:
        messages = list((await shown.snapshot())["messages"].values())

    assert [message["author"]["name"] for message in messages] == ["you", "biobot"] * 3
    assert messages[0]["content"] == "do birds fly?"


async def test_a_channel_of_a_server_can_be_looked_at_as_well(service: Service) -> None:
    async with page(service, server=True) as shown:
        messages = list((await shown.snapshot())["messages"].values())

    assert [message["author"]["name"] for message in messages] == ["you", "biobot"] * 3


async def test_its_clock_is_the_real_one(service: Service) -> None:
    async with page(service) as shown:
        assert abs((shown.env.now() - datetime.now(UTC)).total_seconds()) < 60


def test_a_taken_port_is_one_sentence(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert preview(service, port=port, browser=False) == 1

    assert capsys.readouterr().err.startswith(f"The port {port} is taken: choose another")


def test_it_prints_its_address_opens_a_browser_and_ends_when_told(
    service: Service, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def browser(address: str) -> bool:
        opened.append(address)
        os.kill(os.getpid(), signal.SIGINT)
        return True

    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(webbrowser, "open", browser)
    assert preview(service) == 0

    printed = capsys.readouterr()
    assert opened[0] in printed.out
    assert printed.err == ""
