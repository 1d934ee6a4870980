"""A few of Discord's addresses on this machine, for what the simulation leaves out: logging in and connecting."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

PERSON: dict[str, object] = {"id": "4", "username": "ann", "discriminator": "0", "avatar": None}
USER: dict[str, object] = {"id": "1", "username": "biobot", "discriminator": "0", "avatar": None, "bot": True}
APPLICATION = {
    "id": "1",
    "name": "biobot",
    "icon": None,
    "description": "",
    "bot_public": True,
    "bot_require_code_grant": False,
    "verify_key": "",
    "owner": USER,
    "flags": 0,
}
_PATIENCE = 15
_IDENTIFY, _RESUME, _RECONNECT = 2, 6, 7
LIMIT = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}


@dataclass
class LocalDiscord:
    """Takes every token unless it `refuses`, and every connection unless it `closes_with` a code.

    Once the bot is connected a person writes `message`. Posts of the bot are kept; the first ones meet the `faults`.
    One that `drops` asks for a new connection in the middle of the reply, and then delivers the message again.
    """

    refuses: bool = False
    closes_with: int | None = None
    message: str = ""
    faults: list[int] = field(default_factory=list)
    drops: bool = False
    resumed: int = 0
    when_done: Callable[[], None] = lambda: None
    posts: list[dict[str, Any]] = field(default_factory=list)
    address: str = ""

    def application(self) -> web.Application:
        made = web.Application()
        made.router.add_get("/users/@me", self._me)
        made.router.add_get("/oauth2/applications/@me", self._json(APPLICATION))
        made.router.add_get("/applications/1/commands", self._json([]))
        made.router.add_put("/applications/1/commands", self._json([]))
        made.router.add_get("/gateway/bot", self._gateway)
        made.router.add_post("/channels/3/messages", self._post)
        made.router.add_get("/", self._connection)
        return made

    def _json(self, value: object) -> Callable[[web.Request], Any]:
        async def handle(_: web.Request) -> web.Response:
            return response(value)

        return handle

    async def _me(self, _: web.Request) -> web.Response:
        if self.refuses:
            return response({"message": "401: Unauthorized", "code": 0}, status=401)
        return response(USER)

    async def _gateway(self, _: web.Request) -> web.Response:
        url = self.address.replace("http", "ws", 1)
        return response({"url": url, "shards": 1, "session_start_limit": LIMIT})

    async def _connection(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 60_000}})
        async for message in socket:
            received = json.loads(message.data)["op"]
            if received == _IDENTIFY:
                await self._identified(socket)
            elif received == _RESUME:
                await self._resumed(socket)
        return socket

    async def _identified(self, socket: web.WebSocketResponse) -> None:
        if self.closes_with:
            await socket.close(code=self.closes_with)
            return
        ready: dict[str, object] = {"user": USER, "guilds": [], "session_id": "s", "shard": [0, 1]}
        ready |= {"resume_gateway_url": self.address, "v": 10, "application": {"id": "1", "flags": 0}, "_trace": []}
        await socket.send_json({"op": 0, "t": "READY", "s": 1, "d": ready})
        asyncio.get_running_loop().call_later(_PATIENCE, self.when_done)
        if self.message:
            await self._say(socket)
        else:
            asyncio.get_running_loop().call_later(0.2, self.when_done)

        if self.drops:
            await socket.send_json({"op": _RECONNECT, "d": None})

    async def _say(self, socket: web.WebSocketResponse) -> None:
        await socket.send_json({"op": 0, "t": "MESSAGE_CREATE", "s": 2, "d": _message(PERSON, self.message)})

    async def _resumed(self, socket: web.WebSocketResponse) -> None:
        self.resumed += 1
        await self._say(socket)
        await socket.send_json({"op": 0, "t": "RESUMED", "s": 3, "d": {}})
        asyncio.get_running_loop().call_later(0.3, self.when_done)

    async def _post(self, request: web.Request) -> web.Response:
        self.posts.append(await request.json())
        if self.faults:
            return response({"message": "", "code": 0, "retry_after": 0.01}, self.faults.pop(0))
        if self.drops:
            await asyncio.sleep(0.2)
        else:
            asyncio.get_running_loop().call_later(0.1, self.when_done)
        return response(_message(USER, ""))


def _message(author: dict[str, object], content: str) -> dict[str, object]:
    about = {"id": "5", "channel_id": "3", "channel_type": 1, "type": 0, "timestamp": "2026-01-01T00:00:00+00:00"}
    empty = {"edited_timestamp": None, "tts": False, "mention_everyone": False, "pinned": False}
    lists: dict[str, object] = {name: [] for name in ("mentions", "mention_roles", "attachments", "embeds")}
    return {**about, **empty, **lists, "author": author, "content": content}


def response(value: object, status: int = 200) -> web.Response:
    # As Discord does it: JSON without a charset, and with the proxy's mark, or a 429 would count as an outright ban.
    body, proxy = json.dumps(value).encode(), {"Via": "1.1 google"}
    return web.Response(body=body, status=status, content_type="application/json", headers=proxy)


@contextmanager
def serving(discord: LocalDiscord) -> Iterator[str]:
    """Serve it from a thread of its own and give its address."""
    started = threading.Event()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def serve() -> None:
        runner = web.AppRunner(discord.application(), shutdown_timeout=0.1, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        discord.address = "http://{}:{}".format(*runner.addresses[0][:2])
        started.set()
        await stop.wait()
        await runner.cleanup()

    thread = threading.Thread(target=_run, args=(loop, serve))
    thread.start()
    started.wait(5)
    try:
        yield discord.address
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(5)


def _run(loop: asyncio.AbstractEventLoop, serve: Callable[[], Any]) -> None:
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(serve())
