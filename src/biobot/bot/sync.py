"""Tells Discord the slash commands, only where they differ from those it knows."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

import discord
from discord import app_commands

_log = logging.getLogger(__name__)

_CHAT = discord.AppCommandType.chat_input.value
# What biobot sets; everything else in a command is Discord's to fill in.
_KEPT = (
    "name",
    "description",
    "type",
    "required",
    "autocomplete",
    "min_length",
    "max_length",
    "name_localizations",
    "description_localizations",
)


async def sync(tree: app_commands.CommandTree[Any]) -> dict[str, int]:
    """Register the commands if they changed; give the number of each, by its name.

    A failure here doesn't keep the bot from answering, so it is logged and left.
    """
    try:
        known = await _registered(tree)
        if _shape(known) == _shape(await payloads(tree)):
            return {command["name"]: int(command["id"]) for command in known if command["type"] == _CHAT}
        sent = await tree.sync()
    except discord.HTTPException as error:
        _log.error("The slash commands were not registered: Discord said %s (code %s)", error.status, error.code)
        return {}
    _log.info("Registered %d slash commands", len(sent))
    return {command.name: command.id for command in sent if command.type is discord.AppCommandType.chat_input}


async def payloads(tree: app_commands.CommandTree[Any]) -> list[dict[str, Any]]:
    """Give every command as Discord is told it, in all its languages."""
    commands, translator = tree.get_commands(), tree.translator
    if translator is None:
        return [command.to_dict(tree) for command in commands]
    return [await command.get_translated_payload(tree, translator) for command in commands]


async def _registered(tree: app_commands.CommandTree[Any]) -> list[dict[str, Any]]:
    # The library's own way leaves the languages out: Discord sends them only where they are asked for.
    path = "/applications/{application_id}/commands"
    route = discord.http.Route("GET", path, application_id=tree.client.application_id)
    known: list[dict[str, Any]] = await tree.client.http.request(route, params={"with_localizations": "true"})
    return known


def _shape(commands: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return sorted((_kept(command) | _reach(command) for command in commands), key=str)


def _kept(item: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: item[key] for key in _KEPT if item.get(key)}
    return kept | {"options": [_kept(option) for option in item.get("options") or ()]}


def _reach(command: Mapping[str, Any]) -> dict[str, Any]:
    places = {key: sorted(command.get(key) or ()) for key in ("contexts", "integration_types")}
    return places | {"permissions": str(command.get("default_member_permissions") or "")}
