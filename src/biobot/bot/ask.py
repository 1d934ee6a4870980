"""Questions asked in a message: a mention, a direct message, a reply to the bot's own, or in a channel made for them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from weakref import WeakValueDictionary

import discord

from biobot.bot.closed import Closed
from biobot.bot.deliver import LATER, Shown, body, carry_out, notice
from biobot.bot.desk import Asker, Desk
from biobot.bot.press import conversation
from biobot.bot.recent import Recent, within
from biobot.bot.views import show
from biobot.bot.words import words, written_language
from biobot.engine.conversation import Conversation
from biobot.store.values import GuildSettings

_SPOKEN = (discord.MessageType.default, discord.MessageType.reply)
_OVERHEARD = "channel"
# For so long, and for so many questions, the reply to a question follows its changes.
AMENDABLE = timedelta(minutes=5)
ANSWERED = 1024
# What has waited longer for those before it doesn't make those after it wait: Discord has been failing for a while.
_FRESH = timedelta(seconds=10)
# Unasked, only what is beyond doubt is answered.
_SURE = 0.75
_ASKING = re.compile(r"[?？]")


@dataclass(slots=True)
class Answered:
    """A question with its reply, as long as the reply can still follow the question's changes."""

    question: str
    reply: discord.Message
    before: Conversation
    at: datetime
    embeds: bool


class Listener:
    """Hears the messages that speak to the bot and answers each once, in the order in which they came."""

    def __init__(self, desk: Desk, *, now: Callable[[], datetime] = discord.utils.utcnow) -> None:
        self._desk = desk
        self._now = now
        self._heard = Recent[int, None]()
        self._answered = Recent[int, Answered](ANSWERED)
        self._closed = Closed(now)
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def hear(self, message: discord.Message, me: discord.ClientUser) -> None:
        """Answer a message if it speaks to the bot."""
        to_me = addressed(message, me)
        if not (to_me or self._may_overhear(message)) or not self._heard.add(message.id, None):
            return
        heard = self._now()
        async with self._turn(message.channel.id):
            settings = await self._desk.kept.settings(message.guild.id if message.guild else None)
            if to_me or (_in_channel_for_it(message, settings) and self._is_sure(message, settings)):
                await self._answer(message, me, settings, surface(message) if to_me else _OVERHEARD, heard)

    async def amend(self, message: discord.Message, me: discord.ClientUser) -> None:
        """Mend the reply to a question that its author has changed."""
        if message.id not in self._answered:
            return
        async with self._turn(message.channel.id):
            answered = self._answered.get(message.id)
            asked = question(message, me)
            if answered is None or not asked or asked == answered.question:
                return
            if not self._is_past(answered):
                settings = await self._desk.kept.settings(message.guild.id if message.guild else None)
                answered.question, spoken = asked, _language(settings) or written_language(asked)
                make = partial(self._shown, message, asked, settings, answered.before)
                mend = partial(_mend, answered)
                await carry_out(make, mend, place=_place(message), surface="edit", language=spoken, again=LATER)

    async def _answer(
        self, message: discord.Message, me: discord.ClientUser, settings: GuildSettings, way: str, heard: datetime
    ) -> None:
        permissions, asked = _permissions(message, me), question(message, me)
        spoken = _language(settings) or written_language(asked)
        self._closed.shed()
        if message.channel.id in self._closed or not _speaks(message.channel, permissions):
            await self._refuse(message, permissions, spoken, way)
            return
        wait = self._desk.pace.take(message.channel.id, message.author.id)
        before = self._desk.service.said(_talk(message))
        make = partial(self._shown, message, asked, settings, before)
        if wait is not None:
            if not wait.news:
                return
            make = partial(notice, words(spoken).too_fast.format(seconds=wait.seconds))
        elif _hidden(message):
            make = partial(notice, words(spoken).unreadable)

        async def send(shown: Shown) -> None:
            reply = await _reply(message, permissions, shown)
            if wait is None:
                told = Answered(asked, reply, before, self._now(), permissions.embed_links)
                self._answered.shed(self._is_past)
                self._answered.set(message.id, told)

        again = LATER if self._now() - heard < _FRESH else ()
        refusal = await carry_out(make, send, place=_place(message), surface=way, language=spoken, again=again)
        if isinstance(refusal, discord.Forbidden):
            self._closed.add(message.channel.id)
            await self._refuse(message, permissions, spoken, way)

    async def _refuse(
        self, message: discord.Message, permissions: discord.Permissions, language: str, way: str
    ) -> None:
        # Who didn't speak to the bot needn't hear that it can't reply.
        if way != _OVERHEARD:
            await self._closed.tell(message, permissions, language)

    def _shown(self, message: discord.Message, asked: str, settings: GuildSettings, before: Conversation) -> Shown:
        reply = self._desk.service.ask(asked, conversation=_talk(message), language=_language(settings), before=before)
        feedback = self._desk.kept.counts and settings.feedback
        return show(self._desk, reply, Asker(message.author.id, feedback=feedback), question=asked)

    def _is_past(self, answered: Answered) -> bool:
        return not within(AMENDABLE, answered.at, self._now())

    def _may_overhear(self, message: discord.Message) -> bool:
        """Tell whether a message that isn't meant for the bot may be a question to everybody."""
        by_person = not message.author.bot and not message.webhook_id
        to_nobody = message.type is discord.MessageType.default and not message.mentions
        return self._desk.message_content and message.guild is not None and by_person and to_nobody

    def _is_sure(self, message: discord.Message, settings: GuildSettings) -> bool:
        if not _ASKING.search(message.content):
            return False
        reply = self._desk.service.ask(message.content, language=_language(settings))
        return reply.kind == "answer" and reply.confidence >= _SURE and not reply.reasons.leftover

    def _turn(self, channel: int) -> asyncio.Lock:
        lock = self._turns.get(channel)
        if lock is None:
            lock = self._turns[channel] = asyncio.Lock()
        return lock


def addressed(message: discord.Message, me: discord.ClientUser) -> bool:
    """Tell whether a person speaks to the bot with this message."""
    if message.author.bot or message.webhook_id or message.type not in _SPOKEN:
        return False
    return message.guild is None or any(user.id == me.id for user in message.mentions)


def surface(message: discord.Message) -> str:
    """Name the way by which a message reached the bot."""
    if message.guild is None:
        return "dm"
    return "reply" if message.type is discord.MessageType.reply else "mention"


def question(message: discord.Message, me: discord.ClientUser) -> str:
    """Take the question out of a message: everything but the bot's own mention."""
    return re.sub(rf"<@!?{me.id}>", " ", message.content).strip()


def _in_channel_for_it(message: discord.Message, settings: GuildSettings) -> bool:
    parent = message.channel.parent_id if isinstance(message.channel, discord.Thread) else 0
    return not {message.channel.id, parent}.isdisjoint(settings.ask_channels)


def _language(settings: GuildSettings) -> str | None:
    return None if settings.language == "auto" else settings.language


def _talk(message: discord.Message) -> str:
    return conversation(message.channel.id, message.author.id)


def _place(message: discord.Message) -> str:
    return f"channel {message.channel.id}"


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


async def _reply(message: discord.Message, permissions: discord.Permissions, shown: Shown) -> discord.Message:
    arguments = body(shown, embeds=permissions.embed_links)
    if message.guild is not None and permissions.read_message_history:
        arguments["reference"] = message.to_reference(fail_if_not_exists=False)
    # With the nonce Discord drops the second copy where a first try arrived although it seemed to fail.
    return await message.channel.send(**arguments, nonce=message.id)


async def _mend(answered: Answered, shown: Shown) -> None:
    arguments = {"view": None} | body(shown, embeds=answered.embeds)
    await answered.reply.edit(**arguments)
