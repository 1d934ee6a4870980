"""Channels that the bot may not write in: it leaves them alone, and tells those who ask it there, once a day."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import discord

from biobot.bot.deliver import body, notice
from biobot.bot.recent import Recent, within
from biobot.bot.words import words

_log = logging.getLogger(__name__)

_SIGN = "🔇"
# Discord bars addresses that keep knocking at a closed door.
_PAUSE = timedelta(minutes=10)
# For so long it is remembered who was told.
TOLD = timedelta(days=1)


class Closed:
    """Remembers, in memory only, which channels refused a reply and who was told."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._refused = Recent[int, datetime]()
        self._told = Recent[tuple[int, int], datetime]()

    def __contains__(self, channel: int) -> bool:
        since = self._refused.get(channel)
        return since is not None and within(_PAUSE, since, self._now())

    def add(self, channel: int) -> None:
        """Leave a channel alone for a while: Discord has refused a reply there."""
        self._refused.set(channel, self._now())

    def shed(self) -> None:
        """Forget those who were told so long ago that they would be told again."""
        self._told.shed(lambda at: not within(TOLD, at, self._now()))

    async def tell(self, message: discord.Message, permissions: discord.Permissions, language: str) -> None:
        """Tell who asked that there will be no answer: in a direct message, or with a sign on the question."""
        place = (message.channel.id, message.author.id)
        last = self._told.get(place)
        if message.guild is None or (last is not None and within(TOLD, last, self._now())):
            return
        self._told.set(place, self._now())
        _log.warning("Asked in channel %s, where I may not send messages", message.channel.id)
        if not await _wrote(message, language):
            await _signed(message, permissions)


async def _wrote(message: discord.Message, language: str) -> bool:
    line = words(language).cannot_speak.format(channel=f"<#{message.channel.id}>")
    try:
        await message.author.send(**body(notice(line)))
    except discord.HTTPException as error:
        _log.info("No direct message about channel %s: Discord said %s", message.channel.id, error.status)
        return False
    return True


async def _signed(message: discord.Message, permissions: discord.Permissions) -> None:
    if permissions.add_reactions and permissions.read_message_history:
        try:
            await message.add_reaction(_SIGN)
        except discord.HTTPException as error:
            _log.info("No sign in channel %s either: Discord said %s", message.channel.id, error.status)
