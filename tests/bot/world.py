"""What a test walks about in, and what a person sees there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle
from simcord.env import Env
from simcord.results import InteractionResult, ResponseMessage

Seen = discord.Message | ResponseMessage


@dataclass
class World:
    """One server, one channel, two people and the bot."""

    env: Env
    guild: GuildHandle
    channel: ChannelHandle
    ann: MemberActor
    ben: MemberActor

    @property
    def bot_id(self) -> int:
        return self.env.backend.bot_user.id

    async def mention(self, question: str, *, by: MemberActor | None = None) -> discord.Message:
        """Ask in the channel and give the newest message there."""
        await (by or self.ann).send(self.channel, f"<@{self.bot_id}> {question}")
        return self.newest

    @property
    def newest(self) -> discord.Message:
        message = self.channel.last_message
        assert message is not None
        return message

    @property
    def replies(self) -> list[discord.Message]:
        """What the bot wrote in the channel for everybody to see."""
        return [message for message in self.channel.history() if message.author.id == self.bot_id]


def read(seen: Seen | InteractionResult | None) -> str:
    """Everything a person reads in a message: its content and its embeds."""
    message = response(seen) if isinstance(seen, InteractionResult) else seen
    assert message is not None
    parts = [message.content]
    for embed in message.embeds:
        parts += [embed.title or "", embed.description or "", embed.footer.text or ""]
    return _CLICKABLE.sub(r"`/\1`", "\n".join(filter(None, parts)))


def response(result: InteractionResult) -> ResponseMessage:
    """The message that a command or a button was answered with."""
    assert result.response is not None
    return result.response


def forbid(world: World, **permissions: bool) -> None:
    """Open a channel with these permissions taken from the bot, and go there."""
    me = world.env.bot.user
    assert me is not None
    taken = discord.PermissionOverwrite(**permissions)
    world.channel = world.guild.create_text_channel("restricted", overwrites={me: taken})


# Discord shows a command that can be clicked by its name.
_CLICKABLE = re.compile(r"</([-\w]+):\d+>")
SMALL = ("why:", "mark:", "delete:")


def buttons(seen: Seen) -> list[str]:
    """The labels of the buttons under a message, but for the small ones."""
    return [one["label"] for one in _components(seen) if one["type"] == 2 and not one["custom_id"].startswith(SMALL)]


def small_buttons(seen: Seen) -> list[str]:
    """What the small buttons under a message show: their words or their sign."""
    small = [one for one in _components(seen) if one["custom_id"].startswith(SMALL)]
    return [one.get("label") or one["emoji"]["name"] for one in small]


def menus(seen: Seen) -> dict[str, list[str]]:
    """The menus under a message: what each offers."""
    found = [one for one in _components(seen) if one["type"] != 2]
    return {one["custom_id"]: [option["label"] for option in one.get("options", [])] for one in found}


def placeholders(seen: Seen) -> dict[str, str]:
    """What the menus under a message say as long as nothing is chosen."""
    return {one["custom_id"]: one["placeholder"] for one in _components(seen) if one.get("placeholder")}


def custom_ids(seen: Seen) -> list[str]:
    return [button["custom_id"] for button in _components(seen)]


def id_of(seen: Seen, start: str) -> str:
    """The id of the one button or menu that begins so."""
    (found,) = [one for one in custom_ids(seen) if one.startswith(start)]
    return found


def _components(seen: Seen) -> list[dict[str, Any]]:
    rows: list[Any] = [row if isinstance(row, dict) else row.to_dict() for row in seen.components]
    return [button for row in rows for button in row["components"]]
