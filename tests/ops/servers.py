"""Discord on this machine with a server for each shard, in which people write, use commands and choose from menus."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.bot.local_discord import USER, LocalDiscord, response

_IDENTIFY, _HEARTBEAT = 2, 1
_COMMAND, _COMPONENT = 2, 3
_MANAGER = str(1 << 5 | 1 << 10 | 1 << 11)
_SLOW = 5.0
_FAR = 0.02


def guild_of(shard: int) -> int:
    """Return the server that Discord's formula gives to a shard."""
    return (1000 + shard) << 22


def channel_of(guild: int) -> int:
    """Return the one channel of a server."""
    return guild + 1


@dataclass
class Servers(LocalDiscord):
    """Keeps the newest connection of each shard, and what was answered to each message and interaction."""

    heartbeat: float = 5.0
    connected: dict[int, web.WebSocketResponse] = field(default_factory=dict)
    answers: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    _numbers: Callable[[], int] = field(default_factory=lambda: itertools.count(10_000).__next__)
    _loop: asyncio.AbstractEventLoop | None = None

    def application(self) -> web.Application:
        made = super().application()
        made.router.add_post("/channels/{channel}/messages", self._answered)
        made.router.add_post("/interactions/{number}/{token}/callback", self._called_back)
        return made

    def write(self, guild: int, text: str, shard: int) -> int:
        """Let somebody who wasn't there before write in the server's channel, to the bot; return the message's number."""
        number = self._numbers()
        content = f"<@{USER['id']}> {text}"
        self._send(shard, "MESSAGE_CREATE", _message(number, guild, _person(number), content, mentions=[USER]))
        return number

    def command(self, guild: int, name: str, shard: int) -> int:
        """Let a manager of the server use a command; return the interaction's number."""
        return self._interact(guild, shard, _COMMAND, {"id": "9", "name": name, "type": 1})

    def choose(self, guild: int, menu: str, value: str, panel: dict[str, Any], shard: int) -> int:
        """Let a manager choose from a menu of a panel that the bot has shown; return the interaction's number."""
        shown = _message(self._numbers(), guild, USER, "", components=panel["components"])
        data = {"custom_id": menu, "component_type": 3, "values": [value]}
        return self._interact(guild, shard, _COMPONENT, data, message=shown)

    def _interact(self, guild: int, shard: int, kind: int, data: dict[str, Any], **more: object) -> int:
        number = self._numbers()
        member: dict[str, Any] = {
            "user": _person(number),
            "roles": [],
            "joined_at": None,
            "deaf": False,
            "mute": False,
            "flags": 0,
        }
        self._send(shard, "INTERACTION_CREATE", {
            "id": str(number), "application_id": "1", "token": "t", "version": 1, "type": kind, "data": data,
            "guild_id": str(guild), "channel_id": str(channel_of(guild)), "channel": _channel(guild),
            "member": member | {"permissions": _MANAGER}, "app_permissions": _MANAGER, "locale": "en-US",
            "attachment_size_limit": 10_000_000, "entitlements": [],
            "authorizing_integration_owners": {"0": str(guild)}, "context": 0, **more,
        })  # fmt: skip
        return number

    def _send(self, shard: int, event: str, data: dict[str, Any]) -> None:
        assert self._loop is not None
        sending = self.tell(self.connected[shard], {"op": 0, "t": event, "s": 3, "d": data})
        asyncio.run_coroutine_threadsafe(sending, self._loop).result(_SLOW)

    async def tell(self, socket: web.WebSocketResponse, payload: dict[str, Any]) -> None:
        """Send something over a connection."""
        await socket.send_json(payload)

    async def _connection(self, request: web.Request) -> web.WebSocketResponse:
        self._loop = asyncio.get_running_loop()
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await self.tell(socket, {"op": 10, "d": {"heartbeat_interval": int(self.heartbeat * 1000)}})
        async for message in socket:
            told = json.loads(message.data)
            if told["op"] == _HEARTBEAT:
                # As if from afar: the library takes its time after a heartbeat, which an answer at once would come before.
                await asyncio.sleep(_FAR)
                await self.tell(socket, {"op": 11})
            elif told["op"] == _IDENTIFY:
                await self._welcome(socket, *told["d"].get("shard", [0, 1]))
        return socket

    async def _welcome(self, socket: web.WebSocketResponse, shard: int, count: int) -> None:
        ready = {"user": USER, "guilds": [], "session_id": "s", "v": 10, "application": {"id": "1", "flags": 0}}
        ready |= {"resume_gateway_url": self.address, "shard": [shard, count]}
        await self.tell(socket, {"op": 0, "t": "READY", "s": 1, "d": ready})
        # All of them on every shard: so a test can ask each process about one server, as after a new division of shards.
        for guild in map(guild_of, range(count)):
            await self.tell(socket, {"op": 0, "t": "GUILD_CREATE", "s": 2, "d": _guild(guild)})
        self.connected[shard] = socket

    async def _answered(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.answers.setdefault(int(body["nonce"]), []).append(body)
        return response(_message(self._numbers(), 0, USER, ""))

    async def _called_back(self, request: web.Request) -> web.Response:
        number, body = int(request.match_info["number"]), await request.json()
        self.answers.setdefault(number, []).append(body.get("data", {}))
        return response({"interaction": {"id": str(number), "type": 2}})


def _guild(guild: int) -> dict[str, Any]:
    everyone = {"id": str(guild), "name": "@everyone", "permissions": "0", "position": 0, "color": 0, "hoist": False}
    roles = [everyone | {"managed": False, "mentionable": False}]
    return {"id": str(guild), "name": "Server", "roles": roles, "channels": [_channel(guild)], "emojis": []} | {
        "features": [], "owner_id": "1", "member_count": 5, "members": [], "threads": [], "unavailable": False
    }  # fmt: skip


def chatter(guild: int) -> dict[str, Any]:
    """Return a message between people, as a bot gets it that may not read it: without its words."""
    member = {"roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "deaf": False, "mute": False, "flags": 0}
    return _message(77, guild, _person(4), "", member=member)


def _channel(guild: int) -> dict[str, Any]:
    about = {"id": str(channel_of(guild)), "type": 0, "name": "general", "position": 0, "permission_overwrites": []}
    return about | {"guild_id": str(guild)}


def _person(number: int) -> dict[str, Any]:
    return {"id": str(number + 1), "username": "somebody", "discriminator": "0", "avatar": None}


def _message(number: int, guild: int, author: dict[str, Any], content: str, **more: object) -> dict[str, Any]:
    lists: dict[str, Any] = {name: [] for name in ("mentions", "mention_roles", "attachments", "embeds")}
    flags = {"tts": False, "mention_everyone": False, "pinned": False, "edited_timestamp": None, "type": 0}
    place = {"channel_id": str(channel_of(guild)), "guild_id": str(guild)}
    said = {"id": str(number), "author": author, "content": content, "timestamp": "2026-01-01T00:00:00+00:00"}
    return {**lists, **flags, **place, **said, **more}
