"""The bot itself: what it may hear, which commands it has, and to whom it passes what it hears."""

from __future__ import annotations

import logging
from functools import partial

import discord
from discord import app_commands

from biobot.bot.ask import Listener
from biobot.bot.commands import commands
from biobot.bot.deliver import carry_out, notice, place_of, respond
from biobot.bot.sync import sync
from biobot.bot.views import BUTTONS
from biobot.bot.words import locale_language, words
from biobot.service import Service

_log = logging.getLogger(__name__)


class Biobot(discord.AutoShardedClient):
    """A Discord client that answers from one service."""

    def __init__(self, service: Service, *, shard_count: int | None = None) -> None:
        super().__init__(
            intents=intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            activity=discord.CustomActivity("/ask"),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            shard_count=shard_count,
        )
        self.service = service
        self.tree = Tree(self)
        self._listener = Listener(service)
        for command in commands(service):
            self.tree.add_command(command)

    async def setup_hook(self) -> None:
        """Know the buttons of earlier replies again, and tell Discord the commands where they changed."""
        self.add_dynamic_items(*BUTTONS)
        await sync(self.tree)

    async def on_ready(self) -> None:
        """Say in the log that the bot is at work."""
        _log.info("Ready in %d servers", len(self.guilds))

    async def on_message(self, message: discord.Message) -> None:
        """Pass on what is heard."""
        if self.user is not None:
            await self._listener.hear(message, self.user)


class Tree(app_commands.CommandTree[Biobot]):
    """The commands; one that Discord still shows in an older shape is answered with a hint to reload."""

    async def on_error(self, interaction: discord.Interaction[Biobot], error: app_commands.AppCommandError, /) -> None:
        """Tell the person and the log."""
        _log.warning("A command in %s was not carried out: %s", place_of(interaction), type(error).__name__)
        own = words(locale_language(interaction.locale))
        send = partial(respond, interaction, private=True)
        await carry_out(lambda: notice(own.changed), send, place=place_of(interaction))


def intents() -> discord.Intents:
    """Give what the bot may hear: its servers' channels, and messages, whose words Discord shows it where addressed."""
    return discord.Intents(guilds=True, guild_messages=True, dm_messages=True)


def create_bot(service: Service, *, shard_count: int | None = None) -> Biobot:
    """Make the bot, without side effects; Discord advises how many shards unless told."""
    return Biobot(service, shard_count=shard_count)
