"""The bot itself: what it may hear, which commands it has, and to whom it passes what it hears."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial
from typing import Any

import discord
from discord import app_commands

from biobot.bot.ask import Listener
from biobot.bot.commands import commands
from biobot.bot.deliver import carry_out, notice, place_of, respond
from biobot.bot.desk import Desk
from biobot.bot.guide import PageButton
from biobot.bot.kept import Kept
from biobot.bot.locales import Locales
from biobot.bot.pace import Pace
from biobot.bot.settings import SETTINGS
from biobot.bot.sync import sync
from biobot.bot.views import BUTTONS
from biobot.bot.welcome import Greeter
from biobot.bot.words import locale_language, words
from biobot.service import Service
from biobot.store.values import Store

_log = logging.getLogger(__name__)

# Discord takes a moment to tell who added the bot to a server.
_TELLING = 10.0


class Biobot(discord.AutoShardedClient):
    """A Discord client that answers from one service."""

    def __init__(self, desk: Desk, *, shard_count: int | None = None, shard_ids: Sequence[int] | None = None) -> None:
        # An explicit None is more than the library's types allow.
        shards: dict[str, Any] = {"shard_ids": list(shard_ids)} if shard_ids else {}
        super().__init__(
            intents=intents(message_content=desk.message_content),
            allowed_mentions=discord.AllowedMentions.none(),
            activity=discord.CustomActivity("/ask"),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            shard_count=shard_count,
            **shards,
        )
        self.desk = desk
        self.tree = Tree(self)
        self._listener = Listener(desk)
        self._greeter = Greeter(desk, self._told_who_added)
        self._add_commands()

    @property
    def service(self) -> Service:
        """What the bot answers from."""
        return self.desk.service

    async def renew(self) -> None:
        """Make the commands anew from changed knowledge, and tell Discord where they differ."""
        self.tree.clear_commands(guild=None)
        self._add_commands()
        if self.application_id is not None:
            self.desk.commands = await sync(self.tree)

    def _add_commands(self) -> None:
        for command in commands(self.desk):
            self.tree.add_command(command)

    async def setup_hook(self) -> None:
        """Know the buttons of earlier replies again, and tell Discord the commands where they changed."""
        self.add_dynamic_items(*BUTTONS, PageButton, *SETTINGS)
        await self.tree.set_translator(Locales())
        self.desk.commands = await sync(self.tree)

    async def on_ready(self) -> None:
        """Say in the log that the bot is at work."""
        _log.info("Ready in %d servers", len(self.guilds))

    async def on_message(self, message: discord.Message) -> None:
        """Pass on what is heard."""
        if self.user is not None:
            await self._listener.hear(message, self.user)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Mend the reply to a question that was changed."""
        if self.user is not None:
            await self._listener.amend(payload.message, self.user)

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Note that a question is gone."""
        self.desk.gone.add(payload.message_id, None)

    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Note that many questions are gone."""
        for message in payload.message_ids:
            self.desk.gone.add(message, None)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Say hello."""
        await self._greeter.greet(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forget a server's settings."""
        await self._greeter.leave(guild)

    async def _told_who_added(self, guild: discord.Guild) -> discord.User | None:
        """Wait for the event that Discord sends just after the joining: it needs no permission to hear it."""

        def is_this(one: discord.Integration) -> bool:
            own = isinstance(one, discord.BotIntegration) and one.application.id == self.application_id
            return own and one.guild.id == guild.id

        try:
            return (await self.wait_for("integration_create", check=is_this, timeout=_TELLING)).user
        except TimeoutError:
            return None


class Tree(app_commands.CommandTree[Biobot]):
    """The commands; one that Discord still shows in an older shape is answered with a hint to reload."""

    def __init__(self, client: Biobot) -> None:
        everywhere = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
        by_anybody = app_commands.AppInstallationType(guild=True, user=True)
        super().__init__(client, allowed_contexts=everywhere, allowed_installs=by_anybody)

    async def on_error(self, interaction: discord.Interaction[Biobot], error: app_commands.AppCommandError, /) -> None:
        """Tell the person and the log."""
        _log.warning("A command in %s was not carried out: %s", place_of(interaction), type(error).__name__)
        own = words(locale_language(interaction.locale))
        send = partial(respond, interaction, private=True)
        await carry_out(lambda: notice(own.changed), send, place=place_of(interaction))


def intents(*, message_content: bool = False) -> discord.Intents:
    """Give what the bot may hear: its servers' channels, who added it, and messages, with their words where addressed.

    The words of all other messages come only where the host has allowed it, for the channels that a server names.
    """
    return discord.Intents(
        guilds=True, integrations=True, guild_messages=True, dm_messages=True, message_content=message_content
    )


def create_bot(
    service: Service,
    store: Store | None = None,
    *,
    message_content: bool = False,
    pace: Pace | None = None,
    shard_count: int | None = None,
    shard_ids: Sequence[int] | None = None,
) -> Biobot:
    """Make the bot, without side effects; Discord advises how many shards unless told, and all of them are its own."""
    desk = Desk(service, Kept(store), pace or Pace(), message_content)
    return Biobot(desk, shard_count=shard_count, shard_ids=shard_ids)
