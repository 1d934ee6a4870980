"""The host looks at the bot in a local page: the real bot, in a simulated Discord, without a token."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import webbrowser
from datetime import UTC, datetime, timedelta

import pytest
from simcord.preview import Preview

from biobot.bot.preview import page, preview
from biobot.service import Service
from tests.bot.limits_held import assert_held
from tests.bot.world import read, response


async def seen(shown: Preview) -> list[tuple[str, str]]:
    """Who wrote what, as the page shows it."""
    messages = (await shown.snapshot())["messages"].values()
    return [(message["author"]["name"], message["content"]) for message in messages]


async def test_in_a_server_the_bot_says_hello_and_example_questions_are_asked_and_answered(service: Service) -> None:
    async with page(service) as shown:
        hello, *messages = await seen(shown)
        greeting = next(iter((await shown.snapshot())["messages"].values()))

    assert hello[0] == "biobot"
    assert "Hello!" in str(greeting["embeds"])
    assert "`/ask`" in str(greeting["embeds"])
    assert [author for author, _ in messages] == ["you", "biobot"] * 3
    assert messages[0][1].endswith("> do birds fly?")


async def test_there_you_may_open_the_settings_and_what_they_say_holds(service: Service) -> None:
    async with page(service) as shown:
        you, channel = shown.viewers[0], shown.channel
        opened = response(await you.slash(channel, "settings"))
        assert "Settings of this server" in read(opened)
        await you.click(opened, label="Answer privately")

        assert (await you.slash(channel, "bird")).ephemeral
        for request in shown.env.http_requests:
            assert_held(request.path, request.json)


async def test_what_you_type_is_said_to_the_bot_until_the_channel_is_one_for_questions(service: Service) -> None:
    async with page(service) as shown:
        you, channel = shown.viewers[0], shown.channel
        mention = f"<@{shown.env.backend.bot_user.id}>"
        typed = [await you.send(channel, "do birds dream?"), await you.send(channel, f"do birds dream, {mention}?")]
        replied = await you.send(channel, "and why?", reply_to=channel.last_message)
        opened = response(await you.slash(channel, "settings"))
        await you.select(opened, [channel], custom_id="settings:channels")
        overheard = await you.send(channel, "do birds dream?")

    assert [one.content for one in typed] == [f"{mention} do birds dream?", f"do birds dream, {mention}?"]
    assert (replied.content, overheard.content) == ("and why?", "do birds dream?")


async def test_a_direct_conversation_can_be_looked_at_as_well(service: Service) -> None:
    async with page(service, direct=True) as shown:
        messages = await seen(shown)

    assert [author for author, _ in messages] == ["you", "biobot"] * 3
    assert messages[0][1] == "do birds fly?"


async def test_its_clock_is_the_real_one_and_goes_on(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has asked too much at once would otherwise wait for ever."""
    start = datetime.now(UTC)
    monkeypatch.setattr("biobot.bot.preview._TICK", 0)
    monkeypatch.setattr("biobot.bot.preview._now", lambda: start)
    async with page(service) as shown:
        you, channel = shown.viewers[0], shown.channel
        assert shown.env.now() == start
        for _ in range(10):
            assert not any("a lot at once" in read(message) for message in channel.history())
            await you.send(channel, "do birds fly?")
        await you.send(channel, "do birds fly?")
        assert any("a lot at once" in read(message) for message in channel.history())

        monkeypatch.setattr("biobot.bot.preview._now", lambda: start + timedelta(minutes=1))
        for _ in range(10):
            await asyncio.sleep(0)
        await you.send(channel, "do birds fly?")
        assert read(channel.last_message).startswith("Most birds **fly**.")


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
