"""The real bot in a simulated Discord, in a local browser page: no token, no network."""

from __future__ import annotations

import asyncio
import os
import sys
import webbrowser
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import simcord
from simcord.preview import Preview

from biobot.bot.client import create_bot
from biobot.bot.run import stop_signal
from biobot.errors import DiscordError
from biobot.service import Service
from biobot.store.memory import MemoryStore

_BOT = "biobot"
_YOU = "you"


def preview(service: Service, *, port: int = 0, browser: bool = True) -> int:
    """Serve the page until it is closed or Ctrl-C, and give the exit status; port 0 takes a free one."""
    try:
        asyncio.run(_serve(service, port, browser=browser))
    except DiscordError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        pass
    return 0


async def _serve(service: Service, port: int, *, browser: bool) -> None:
    with stop_signal() as stop:
        async with page(service, port=port) as shown:
            sys.stdout.write(f"The bot is at {shown.url}\nCtrl-C ends it.\n")
            sys.stdout.flush()
            if browser and _has_screen():
                await asyncio.to_thread(webbrowser.open, shown.url)
            await _first(shown.wait_closed(), stop.wait())


@asynccontextmanager
async def page(service: Service, *, port: int = 0) -> AsyncIterator[Preview]:
    """Serve a direct conversation with the bot in which its example questions were asked and answered."""
    async with simcord.run(
        create_bot(service, MemoryStore(), message_content=True, shard_count=1), check_errors=False
    ) as discord:
        discord.backend.edit_bot_profile(_BOT)
        await discord.advance_time(max(0.0, (datetime.now(UTC) - discord.now()).total_seconds()))
        you = discord.create_user(_YOU)
        for question in service.examples():
            await you.send_dm(question)
        shown = discord.preview(you.dm_channel, viewers=[you], layout="channel", port=port)
        await _opened(shown, port)
        try:
            yield shown
        finally:
            await shown.close()


async def _opened(shown: Preview, port: int) -> None:
    try:
        await shown.__aenter__()
    except simcord.SetupError as error:
        if not isinstance(error.__cause__, OSError):
            raise
        message = f"The port {port} is taken: choose another with --port, or leave it out for a free one."
        raise DiscordError(message) from None


def _has_screen() -> bool:
    # Without one, Python would open a text browser over the terminal on Linux.
    return sys.platform in ("win32", "darwin") or bool({"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys())


async def _first(*waits: Coroutine[Any, Any, object]) -> None:
    tasks = [asyncio.create_task(wait) for wait in waits]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
