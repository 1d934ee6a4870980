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
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, UserHandle
from simcord.env import Env
from simcord.preview import Preview

from biobot.bot.client import create_bot
from biobot.bot.run import stop_signal
from biobot.errors import DiscordError
from biobot.service import Service
from biobot.store.memory import MemoryStore
from biobot.store.values import GuildSettings

_BOT = "biobot"
_YOU = "you"
_SERVER = "Your server"
_QUESTIONS = "questions"


def preview(service: Service, *, port: int = 0, browser: bool = True, server: bool = False) -> int:
    """Serve the page until it is closed or Ctrl-C, and give the exit status; port 0 takes a free one.

    It shows a direct conversation with the bot, or a channel of a `server` that you manage.
    """
    try:
        asyncio.run(_serve(service, port, browser=browser, server=server))
    except DiscordError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        pass
    return 0


async def _serve(service: Service, port: int, *, browser: bool, server: bool) -> None:
    with stop_signal() as stop:
        async with page(service, port=port, server=server) as shown:
            sys.stdout.write(f"The bot is at {shown.url}\nCtrl-C ends it.\n")
            sys.stdout.flush()
            if browser and _has_screen():
                await asyncio.to_thread(webbrowser.open, shown.url)
            await _first(shown.wait_closed(), stop.wait())


@asynccontextmanager
async def page(service: Service, *, port: int = 0, server: bool = False) -> AsyncIterator[Preview]:
    """Serve a conversation with the bot in which its example questions were asked and answered."""
    store = MemoryStore()
    bot = create_bot(service, store, message_content=True, shard_count=1)
    async with simcord.run(bot, check_errors=False) as discord:
        discord.backend.edit_bot_profile(_BOT)
        await discord.advance_time(max(0.0, (datetime.now(UTC) - discord.now()).total_seconds()))
        channel, you = await (_channel(discord, store) if server else _direct(discord))
        for question in service.examples():
            await (you.send(channel, question) if isinstance(you, MemberActor) else you.send_dm(question))
        shown = discord.preview(channel, viewers=[you], layout="channel", port=port)
        await _opened(shown, port)
        try:
            yield shown
        finally:
            await shown.close()


async def _direct(discord: Env) -> tuple[ChannelHandle, UserHandle]:
    you = discord.create_user(_YOU)
    return you.dm_channel, you


async def _channel(discord: Env, store: MemoryStore) -> tuple[ChannelHandle, MemberActor]:
    """Make a server that you own, with a channel for questions."""
    you = discord.create_user(_YOU)
    guild = discord.create_guild(_SERVER, owner=you)
    channel = guild.create_text_channel(_QUESTIONS)
    await store.save_settings(guild.id, GuildSettings(ask_channels=(channel.id,)))
    return channel, MemberActor(discord, guild, you)


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
