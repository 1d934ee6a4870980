"""The first minutes in a server: one short message, once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial

import discord

from biobot.bot.deliver import Shown, body, carry_out
from biobot.bot.desk import Desk
from biobot.bot.guide import examples
from biobot.bot.present import inert, notice_embed
from biobot.bot.recent import Recent
from biobot.bot.words import guide, locale_language

_log = logging.getLogger(__name__)

Person = discord.Member | discord.User
Find = Callable[[discord.Guild], Awaitable[Person | None]]


class Greeter:
    """Greets each server that the bot joins; `told` waits until Discord tells who added it there."""

    def __init__(self, desk: Desk, told: Find) -> None:
        self._desk = desk
        self._told = told
        self._greeted = Recent[int, None]()

    async def greet(self, guild: discord.Guild) -> None:
        """Say how to ask: in the system channel, else to the person who added the bot, else to the server's owner."""
        if not self._greeted.add(guild.id, None):
            return
        # Listening from the start: Discord tells it at once, and only once.
        told = asyncio.ensure_future(self._told(guild))
        try:
            if not await self._greeted_in_channel(guild):
                await self._greet_somebody(guild, told)
        finally:
            told.cancel()

    async def leave(self, guild: discord.Guild) -> None:
        """Forget a server that the bot has left; should it come back, it is greeted again."""
        self._greeted.drop(guild.id)
        await self._desk.kept.forget(guild.id)

    async def _greeted_in_channel(self, guild: discord.Guild) -> bool:
        channel = _open_channel(guild)
        if channel is None:
            return False
        embeds = channel.permissions_for(guild.me).embed_links
        return await self._sent(guild, channel, embeds=embeds)

    async def _greet_somebody(self, guild: discord.Guild, told: Awaitable[Person | None]) -> None:
        refused: set[int] = set()
        for find in (_adder_in_log, lambda _: told, _owner):
            person = await _found(find, guild)
            if person is None or person.id in refused:
                continue
            if await self._sent(guild, person):
                return
            refused.add(person.id)

    async def _sent(self, guild: discord.Guild, to: discord.abc.Messageable, *, embeds: bool = True) -> bool:
        async def send(shown: Shown) -> None:
            await to.send(**body(shown, embeds=embeds))

        language = locale_language(guild.preferred_locale) or "en"
        make = partial(self._greeting, language)
        return await carry_out(make, send, place=f"server {guild.id}", surface="welcome") is None

    def _greeting(self, language: str) -> Shown:
        title = inert(self._desk.service.title_in(language))
        embed = notice_embed(self._desk.clickable(guide(language).welcome.format(title=title)))
        return Shown((embed,), examples(self._desk, language))


def _open_channel(guild: discord.Guild) -> discord.TextChannel | None:
    channel = guild.system_channel
    if channel is None:
        return None
    permissions = channel.permissions_for(guild.me)
    return channel if permissions.view_channel and permissions.send_messages else None


async def _found(find: Find, guild: discord.Guild) -> Person | None:
    try:
        return await find(guild)
    except discord.HTTPException as error:
        _log.info("Whom to greet in server %s was not told: Discord said %s", guild.id, error.status)
        return None


async def _adder_in_log(guild: discord.Guild) -> Person | None:
    """Find who added the bot in the audit log, where the bot may read it; it doesn't ask for that."""
    if guild.me.guild_permissions.view_audit_log:
        async for entry in guild.audit_logs(limit=10, action=discord.AuditLogAction.bot_add):
            if entry.target is not None and entry.target.id == guild.me.id:
                return entry.user
    return None


async def _owner(guild: discord.Guild) -> Person | None:
    return guild.owner or (await guild.fetch_member(guild.owner_id) if guild.owner_id else None)
