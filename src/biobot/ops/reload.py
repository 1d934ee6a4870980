"""Loads changed knowledge into a running bot; what is broken never takes the place of what works."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp

from biobot.config import Settings
from biobot.errors import BiobotError, PackError
from biobot.ops.health import RELOAD_HEADER, Reloaded
from biobot.service import Service, default_pack, open_index, stamp

_log = logging.getLogger(__name__)

_SECONDS = 60
_NOT_RUNNING = "No bot answers at port {port} of this machine: start it with `biobot run`, or set BIOBOT_HEALTH_PORT to the port of the one that runs."


class Loader:
    """Loads the knowledge anew, one wish after the other."""

    def __init__(self, service: Service, pack: Path | None, taken: Callable[[], Awaitable[None]]) -> None:
        self._service = service
        self._pack = pack
        self._taken = taken
        self._turn = asyncio.Lock()
        self._loaded = self._fingerprint()

    async def load_if_changed(self) -> None:
        """Load the pack unless it is the one that was loaded last."""
        if await asyncio.to_thread(self._fingerprint) != self._loaded:
            await self.load()

    async def load(self) -> Reloaded:
        """Read, check and take the pack; where it is broken everything stays as it is, and the log says why."""
        async with self._turn:
            self._loaded = await asyncio.to_thread(self._fingerprint)
            done = await self._load()
        level = logging.INFO if done.taken else logging.ERROR
        _log.log(level, "%s", done.message, extra={"reload": "taken" if done.taken else "refused"})
        for problem in done.problems:
            _log.error("%s", problem)
        return done

    def _fingerprint(self) -> str:
        try:
            return stamp(self._pack)
        except OSError:
            return ""

    async def _load(self) -> Reloaded:
        root = self._pack or default_pack()
        before = self._service.version
        try:
            index = await asyncio.to_thread(open_index, root)
        except PackError as error:
            return Reloaded(False, f"{error} The bot goes on with version {before}.", error.problems)
        except Exception as error:
            _log.exception("Loading the knowledge failed")
            return Reloaded(
                False, f"{root} can't be read ({type(error).__name__}). The bot goes on with version {before}."
            )
        self._service.use(index)
        await self._taken()
        return Reloaded(True, f"The bot answers from {root.name} {self._service.version} now.")


async def ask_to_reload(settings: Settings) -> Reloaded:
    """Ask the bot that runs on this machine to load its knowledge anew; raises BiobotError where there is none."""
    url = f"http://{_address(settings.health_host)}:{settings.health_port}/reload"
    timeout = aiohttp.ClientTimeout(total=_SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(url, headers={RELOAD_HEADER: "1"}) as response,
        ):
            found = json.loads(await response.text())
            return Reloaded(bool(found["taken"]), str(found["message"]), tuple(map(str, found["problems"])))
    except (aiohttp.ClientError, OSError, TimeoutError):
        raise BiobotError(_NOT_RUNNING.format(port=settings.health_port)) from None
    except (ValueError, KeyError, TypeError):
        message = (
            f"Something else than biobot answers at port {settings.health_port}: set BIOBOT_HEALTH_PORT to the bot's."
        )
        raise BiobotError(message) from None


async def ask_whether_ready(settings: Settings) -> tuple[bool, str]:
    """Ask the bot that runs on this machine whether it can be asked; raises BiobotError where there is none."""
    url = f"http://{_address(settings.health_host)}:{settings.health_port}/readyz"
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session,
            session.get(url) as response,
        ):
            return response.status == 200, (await response.text()).strip()  # noqa: PLR2004 - as HTTP has it
    except (aiohttp.ClientError, OSError, TimeoutError):
        raise BiobotError(_NOT_RUNNING.format(port=settings.health_port)) from None


def _address(host: str) -> str:
    """Return where to reach a server on this machine that listens at that address."""
    if host in {"0.0.0.0", "::", ""}:  # noqa: S104 - nothing is opened here
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
