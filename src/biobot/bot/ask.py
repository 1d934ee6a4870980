"""Questions asked in a message: a mention, a direct message, or a reply to the bot's own message."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import discord

from biobot.bot.deliver import Shown, body, carry_out, notice
from biobot.bot.recent import Recent
from biobot.bot.views import conversation, show
from biobot.bot.words import words
from biobot.service import Service

_log = logging.getLogger(__name__)

_SPOKEN = (discord.MessageType.default, discord.MessageType.reply)
_CANNOT_SPEAK = "🔇"
# After a refusal a channel is left alone for a while: Discord bars addresses that keep knocking.
_PAUSE = timedelta(minutes=10)


class Listener:
    """Hears the messages that speak to the bot and answers each once."""

    def __init__(self, service: Service, *, now: Callable[[], datetime] = discord.utils.utcnow) -> None:
        self._service = service
        self._now = now
        self._heard = Recent[int, None]()
        self._closed = Recent[int, datetime]()
        self._told = Recent[tuple[int, int], None]()

    async def hear(self, message: discord.Message, me: discord.ClientUser) -> None:
        """Answer a message if it speaks to the bot."""
        if not addressed(message, me) or not self._heard.add(message.id, None):
            return
        permissions = _permissions(message, me)
        if self._paused(message.channel.id) or not await self._may_speak(message, permissions):
            return
        make = partial(self._answer, message, me)
        place = f"channel {message.channel.id}"
        refusal = await carry_out(make, partial(_reply, message, permissions), place=place)
        if isinstance(refusal, discord.Forbidden):
            self._closed.set(message.channel.id, self._now())

    def _answer(self, message: discord.Message, me: discord.ClientUser) -> Shown:
        if _hidden(message):
            return notice(words(None).unreadable)
        talk = conversation(message.channel.id, message.author.id)
        return show(self._service, self._service.ask(question(message, me), conversation=talk), message.author.id)

    def _paused(self, channel: int) -> bool:
        since = self._closed.get(channel)
        return since is not None and self._now() - since < _PAUSE

    async def _may_speak(self, message: discord.Message, permissions: discord.Permissions) -> bool:
        if _speaks(message.channel, permissions):
            return True
        if self._told.add((message.channel.id, message.author.id), None):
            _log.warning("Asked in channel %s, where I may not send messages", message.channel.id)
            await _sign(message, permissions)
        return False


def addressed(message: discord.Message, me: discord.ClientUser) -> bool:
    """Tell whether a person speaks to the bot with this message."""
    if message.author.bot or message.webhook_id or message.type not in _SPOKEN:
        return False
    return message.guild is None or any(user.id == me.id for user in message.mentions)


def question(message: discord.Message, me: discord.ClientUser) -> str:
    """Take the question out of a message: everything but the bot's own mention."""
    return re.sub(rf"<@!?{me.id}>", " ", message.content).strip()


def _hidden(message: discord.Message) -> bool:
    """Tell whether Discord keeps the words from the bot, as it does for replies to a command's answer."""
    replied = message.guild is not None and message.type is discord.MessageType.reply
    return replied and not (message.content or message.attachments or message.stickers)


def _permissions(message: discord.Message, me: discord.ClientUser) -> discord.Permissions:
    """Give what the bot may do in the message's channel; where it isn't known, Discord will tell."""
    member = message.guild.get_member(me.id) if message.guild else None
    if member is None or isinstance(message.channel, discord.PartialMessageable):
        return discord.Permissions.all()
    return message.channel.permissions_for(member)


def _speaks(channel: discord.abc.MessageableChannel, permissions: discord.Permissions) -> bool:
    in_thread = isinstance(channel, discord.Thread)
    return permissions.send_messages_in_threads if in_thread else permissions.send_messages


async def _sign(message: discord.Message, permissions: discord.Permissions) -> None:
    if permissions.add_reactions and permissions.read_message_history:
        try:
            await message.add_reaction(_CANNOT_SPEAK)
        except discord.HTTPException as error:
            _log.info("No sign in channel %s either: Discord said %s", message.channel.id, error.status)


async def _reply(message: discord.Message, permissions: discord.Permissions, shown: Shown) -> None:
    arguments = body(shown, embeds=permissions.embed_links)
    if message.guild is not None and permissions.read_message_history:
        arguments["reference"] = message.to_reference(fail_if_not_exists=False)
    # With the nonce Discord drops the second copy where a first try arrived although it seemed to fail.
    await message.channel.send(**arguments, nonce=message.id)
