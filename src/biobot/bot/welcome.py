"""The first minutes in a server: one short message, once."""

from __future__ import annotations

import logging

import discord

from biobot.bot.deliver import Shown, body, carry_out
from biobot.bot.desk import Desk
from biobot.bot.guide import examples
from biobot.bot.present import inert, notice_embed
from biobot.bot.recent import Recent
from biobot.bot.words import guide, locale_language

_log = logging.getLogger(__name__)


class Greeter:
    """Greets each server that the bot joins."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._greeted = Recent[int, None]()

    async def greet(self, guild: discord.Guild) -> None:
        """Say how to ask, in the system channel or else to the person who added the bot."""
        if not self._greeted.add(guild.id, None):
            return
        language = locale_language(guild.preferred_locale) or "en"
        channel = _open_channel(guild)

        async def send(shown: Shown) -> None:
            if channel is not None:
                embeds = channel.permissions_for(guild.me).embed_links
                await channel.send(**body(shown, embeds=embeds))
                return
            person = await _adder(guild)
            if person is not None:
                await person.send(**body(shown))

        await carry_out(lambda: self._greeting(language), send, place=f"server {guild.id}", surface="welcome")

    async def leave(self, guild: discord.Guild) -> None:
        """Forget a server that the bot has left; should it come back, it is greeted again."""
        self._greeted.drop(guild.id)
        await self._desk.kept.forget(guild.id)

    def _greeting(self, language: str) -> Shown:
        title = inert(self._desk.service.title_in(language))
        embed = notice_embed(guide(language).welcome.format(title=title))
        return Shown((embed,), examples(self._desk, language))


def _open_channel(guild: discord.Guild) -> discord.TextChannel | None:
    channel = guild.system_channel
    if channel is None:
        return None
    permissions = channel.permissions_for(guild.me)
    return channel if permissions.view_channel and permissions.send_messages else None


async def _adder(guild: discord.Guild) -> discord.Member | discord.User | None:
    """Find who added the bot: the audit log tells where the bot may read it, else it is the owner's server."""
    if guild.me.guild_permissions.view_audit_log:
        async for entry in guild.audit_logs(limit=10, action=discord.AuditLogAction.bot_add):
            if entry.target is not None and entry.target.id == guild.me.id:
                return entry.user
    return guild.owner or (await guild.fetch_member(guild.owner_id) if guild.owner_id else None)
