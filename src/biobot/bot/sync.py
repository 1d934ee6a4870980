"""Tells Discord the slash commands, only where they differ from those it knows."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

import discord
from discord import app_commands

_log = logging.getLogger(__name__)

# What biobot sets; everything else in a command is Discord's to fill in.
_KEPT = ("name", "description", "type", "required", "autocomplete", "min_length", "max_length")


async def sync(tree: app_commands.CommandTree[Any]) -> bool:
    """Register the commands if they changed; tell whether they were sent.

    A failure here doesn't keep the bot from answering, so it is logged and left.
    """
    try:
        known = await tree.fetch_commands()
        if _shape(command.to_dict() for command in known) == _shape(
            command.to_dict(tree) for command in tree.get_commands()
        ):
            return False
        sent = await tree.sync()
    except discord.HTTPException as error:
        _log.error("The slash commands were not registered: Discord said %s (code %s)", error.status, error.code)
        return False
    _log.info("Registered %d slash commands", len(sent))
    return True


def _shape(commands: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return sorted((_kept(command) for command in commands), key=str)


def _kept(item: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: item[key] for key in _KEPT if item.get(key)}
    return kept | {"options": [_kept(option) for option in item.get("options") or ()]}
