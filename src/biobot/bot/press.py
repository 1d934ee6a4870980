"""What every button and menu does alike when it is used."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import discord

from biobot.bot.deliver import AT_ONCE, Make, carry_out, place_of, replace, respond
from biobot.bot.desk import Asker, Desk

if TYPE_CHECKING:
    from biobot.bot.client import Biobot


def desk_of(interaction: discord.Interaction[Any]) -> Desk:
    """Give the desk of the bot that is spoken to."""
    client: Biobot = interaction.client
    return client.desk


async def asker_of(interaction: discord.Interaction[Any], *, private: bool) -> Asker:
    """Tell for whom the reply to an interaction is."""
    kept = desk_of(interaction).kept
    settings = await kept.settings(interaction.guild_id)
    return Asker(interaction.user.id, private=private, feedback=kept.counts and settings.feedback)


async def answer_press(make: Make, interaction: discord.Interaction[Any], language: str, *, private: bool) -> None:
    """Answer the use of a button with a message."""
    send = partial(respond, interaction, private=private)
    await carry_out(make, send, place=place_of(interaction), surface="button", language=language, again=AT_ONCE)


async def answer_in_place(make: Make, interaction: discord.Interaction[Any], language: str) -> None:
    """Put the answer where the button was."""
    send = partial(replace, interaction)
    await carry_out(make, send, place=place_of(interaction), surface="button", language=language, again=AT_ONCE)


def is_private(interaction: discord.Interaction[Any]) -> bool:
    """Tell whether the message whose button was used is shown to one person alone."""
    return interaction.message is not None and interaction.message.flags.ephemeral


def label_of(item: discord.ui.Item[Any]) -> str:
    """Give the label of a button as it stands in Discord."""
    label = item.label if isinstance(item, discord.ui.Button) else None
    return label or "·"


def conversation_of(interaction: discord.Interaction[Any]) -> str:
    """Name the conversation of a person in a channel."""
    return conversation(interaction.channel_id, interaction.user.id)


def conversation(channel: int | None, person: int) -> str:
    """Name the conversation of a person in a channel."""
    return f"{channel}:{person}"
