"""Discord on this machine as a host meets it: slow, refusing, closing connections, split into shards."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web

from tests.bot.local_discord import LIMIT, LocalDiscord, response


def stop_this_program() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


@dataclass
class HostsDiscord(LocalDiscord):
    """Also says which shards identified, how many starts are left, and calls `when_posted` in the middle of a reply."""

    starts_left: int = 1000
    identified: list[list[int]] = field(default_factory=list)
    when_posted: Callable[[], None] | None = None
    delivered: int = 0
    advised: int = 1

    async def _gateway(self, _: web.Request) -> web.Response:
        url = self.address.replace("http", "ws", 1)
        limit = LIMIT | {"remaining": self.starts_left, "reset_after": 3_600_000}
        return response({"url": url, "shards": self.advised, "session_start_limit": limit})

    async def _connection(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 60_000}})
        async for message in socket:
            told = json.loads(message.data)
            if told["op"] == 2:
                self.identified.append(told["d"].get("shard", [0, 1]))
                await self._identified(socket)
        return socket

    async def _post(self, request: web.Request) -> web.Response:
        if self.when_posted is not None:
            self.when_posted()
            await asyncio.sleep(0.5)
        posted = await super()._post(request)
        self.delivered += 1
        return posted
