"""A port for whoever watches over the bot: /healthz (it runs), /readyz (it can be asked), /metrics, and /reload."""

from __future__ import annotations

import ipaddress
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from biobot.ops.metrics import CONTENT_TYPE, Metrics, State

_log = logging.getLogger(__name__)

# A page in a browser can't send this header to another address without asking first.
RELOAD_HEADER = "X-Biobot-Reload"


@dataclass(frozen=True, slots=True)
class Reloaded:
    """What became of loading the knowledge anew: whether it was taken, in one sentence, and what was wrong with it."""

    taken: bool
    message: str
    problems: tuple[str, ...] = ()


class Port:
    """Serves the figures, the state and the wish to reload."""

    def __init__(self, metrics: Metrics, state: Callable[[], State], reload: Callable[[], Awaitable[Reloaded]]) -> None:
        self._metrics = metrics
        self._state = state
        self._reload = reload

    def application(self) -> web.Application:
        """Return the pages."""
        made = web.Application()
        made.router.add_get("/healthz", self._alive)
        made.router.add_get("/readyz", self._ready)
        made.router.add_get("/metrics", self._figures)
        made.router.add_post("/reload", self._load)
        return made

    async def _alive(self, _: web.Request) -> web.Response:
        return web.Response(text="alive\n")

    async def _ready(self, _: web.Request) -> web.Response:
        state = self._state()
        text = "ready\n" if state.ready else "".join(f"{problem}\n" for problem in state.problems)
        return web.Response(text=text, status=200 if state.ready else 503)

    async def _figures(self, _: web.Request) -> web.Response:
        return web.Response(body=self._metrics.text(), headers={"Content-Type": CONTENT_TYPE})

    async def _load(self, request: web.Request) -> web.Response:
        if not _from_here(request.remote) or RELOAD_HEADER not in request.headers:
            raise web.HTTPForbidden(text="Only `biobot reload` on the bot's own machine may do that.\n")
        done = await self._reload()
        found = {"taken": done.taken, "message": done.message, "problems": done.problems}
        return web.Response(text=json.dumps(found, ensure_ascii=False), content_type="application/json")


@asynccontextmanager
async def serving(port: Port, host: str, number: int) -> AsyncIterator[int]:
    """Serve the port while the block runs; give its number, or 0 where there is none: the bot answers without it."""
    if not number:
        yield 0
        return
    runner = web.AppRunner(port.application(), access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        yield await _bound(runner, host, number)
    finally:
        await runner.cleanup()


async def _bound(runner: web.AppRunner, host: str, number: int) -> int:
    try:
        await web.TCPSite(runner, host, number).start()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        _log.error(
            "No /healthz, /readyz and /metrics: port %d of %s can't be had (%s); set BIOBOT_HEALTH_PORT to a free one",
            number,
            host,
            reason,
        )
        return 0
    return number


def _from_here(remote: str | None) -> bool:
    try:
        return remote is not None and ipaddress.ip_address(remote).is_loopback
    except ValueError:
        return False
