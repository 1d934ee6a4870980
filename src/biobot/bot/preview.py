"""The real bot in a simulated Discord, in a local browser page: no token, no network."""

from __future__ import annotations

import asyncio
import os
import sys
import webbrowser
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import simcord
from discord import Message
from simcord.actors import MemberActor, MessageLike
from simcord.builders import ChannelHandle, GuildHandle, UserHandle
from simcord.env import Env
from simcord.preview import Preview

from biobot.bot.client import Biobot, create_bot
from biobot.bot.run import stop_signal
from biobot.errors import DiscordError
from biobot.service import Service
from biobot.store.memory import MemoryStore
from biobot.store.values import Store

_BOT = "biobot"
_YOU = "you"
_SERVER = "Your server"
_QUESTIONS = "questions"
_TICK = 1.0
_BEFORE = timedelta(minutes=1)
# What to try, in a channel and in a direct conversation.
_HINTS = (
    "It is a channel of a server that you own: type a question, a command after /, or open /settings.\n",
    "It is a direct conversation: type a question, or a command after /.\n",
)


def preview(service: Service, *, port: int = 0, browser: bool = True, direct: bool = False) -> int:
    """Serve the page until it is closed or Ctrl-C, and give the exit status; port 0 takes a free one.

    It shows a channel of a server that you own, or a `direct` conversation with the bot.
    """
    try:
        asyncio.run(_serve(service, port, browser=browser, direct=direct))
    except DiscordError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        pass
    return 0


async def _serve(service: Service, port: int, *, browser: bool, direct: bool) -> None:
    with stop_signal() as stop:
        async with page(service, port=port, direct=direct) as shown:
            sys.stdout.write(f"The bot is at {shown.url}\n{_HINTS[direct]}Ctrl-C ends it.\n")
            sys.stdout.flush()
            if browser and _has_screen():
                await asyncio.to_thread(webbrowser.open, shown.url)
            await _first(shown.wait_closed(), stop.wait())


@asynccontextmanager
async def page(service: Service, *, port: int = 0, direct: bool = False) -> AsyncIterator[Preview]:
    """Serve a conversation with the bot in which its example questions were asked and answered."""
    store = MemoryStore()
    bot = create_bot(service, store, message_content=True, shard_count=1)
    async with simcord.run(bot, check_errors=False) as discord:
        discord.backend.edit_bot_profile(_BOT)
        # The page would show a command that can be clicked as its number.
        bot.desk.commands = {}
        # The example questions lie a while back, so that they don't count among those that you ask.
        _set_clock(discord, _now() - _BEFORE)
        channel, you = _direct(discord) if direct else await _channel(discord, bot, store)
        for question in service.examples():
            await (you.send(channel, question) if isinstance(you, MemberActor) else you.send_dm(question))
        _set_clock(discord, _now())
        shown = discord.preview(channel, viewers=[you], layout="channel", port=port)
        await _opened(shown, port)
        ticking = asyncio.create_task(_ticking(discord))
        try:
            yield shown
        finally:
            ticking.cancel()
            await shown.close()


class You(MemberActor):
    """The person in front of the page; what they type is said to the bot, as if they had typed its name before it."""

    def __init__(self, discord: Env, guild: GuildHandle, user: UserHandle, store: Store) -> None:
        super().__init__(discord, guild, user)
        self._store = store
        self._mention = f"<@{discord.backend.bot_user.id}>"

    async def send(
        self,
        channel: ChannelHandle,
        content: str = "",
        *,
        reply_to: MessageLike | None = None,
        attachments: Sequence[tuple[str, bytes]] = (),
    ) -> Message:
        """Send a message: with a mention, unless it speaks to the bot anyway or the channel was chosen for questions."""
        settings = await self._store.settings(self.guild.id)
        spoken = reply_to is not None or self._mention in content or channel.id in settings.ask_channels
        said = content if spoken else f"{self._mention} {content}"
        return await super().send(channel, said, reply_to=reply_to, attachments=attachments)


def _direct(discord: Env) -> tuple[ChannelHandle, UserHandle]:
    you = discord.create_user(_YOU)
    return you.dm_channel, you


async def _channel(discord: Env, bot: Biobot, store: Store) -> tuple[ChannelHandle, MemberActor]:
    """Make a server that you own, with a channel in which the bot says hello."""
    user = discord.create_user(_YOU)
    guild = discord.create_guild(_SERVER, owner=user)
    channel = guild.create_text_channel(_QUESTIONS)
    discord.backend.edit_guild(guild.id, {"system_channel_id": channel.id})
    await discord.settle()
    joined = bot.get_guild(guild.id)
    if joined is not None:
        await bot.on_guild_join(joined)
    return channel, You(discord, guild, user, store)


def _now() -> datetime:
    return datetime.now(UTC)


def _set_clock(discord: Env, to: datetime) -> None:
    discord.backend.advance_clock(max(0.0, (to - discord.now()).total_seconds()))


async def _ticking(discord: Env) -> None:
    """Let time pass in the simulation, which would otherwise stand still: the bot counts by it who asks too fast."""
    while True:
        _set_clock(discord, _now())
        await asyncio.sleep(_TICK)


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
