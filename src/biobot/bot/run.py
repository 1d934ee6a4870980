"""Runs the bot on Discord until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import aiohttp
import discord

from biobot.bot.client import Biobot, create_bot
from biobot.config import Settings
from biobot.errors import BiobotError, ConfigError, DiscordError
from biobot.service import Service

_log = logging.getLogger(__name__)

_STOPPING = (signal.SIGINT, signal.SIGTERM)
_PORTAL = "https://discord.com/developers/applications"
_NO_TOKEN = f"There is no token: copy .env.example to .env and set BIOBOT_TOKEN to your bot's token from {_PORTAL}."
_REFUSED_TOKEN = (
    f"Discord refused the token: make a new one at {_PORTAL} (Bot, Reset Token) and set BIOBOT_TOKEN to it."
)
_SWITCHED_OFF_INTENT = f"Discord has an intent that this bot needs switched off: switch it on at {_PORTAL} (Bot, Privileged Gateway Intents)."
_OUT_OF_REACH = (
    "Discord can't be reached ({reason}): check the network and https://discordstatus.com, then start the bot again."
)


def run(settings: Settings, service: Service) -> int:
    """Run the bot and give the exit status; what keeps it from starting is said in one sentence."""
    try:
        token = _token(settings)
        _log_to_terminal(settings.log_level)
        asyncio.run(serve(create_bot(service), token))
    except BiobotError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        pass
    return 0


async def serve(bot: Biobot, token: str) -> None:
    """Keep the bot connected until a signal to stop, then say goodbye to Discord."""
    async with bot:
        with stop_signal() as stop:
            running = asyncio.create_task(bot.start(token))
            stopping = asyncio.create_task(stop.wait())
            await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            await bot.close()
            await _finished(running)


@contextmanager
def stop_signal() -> Iterator[asyncio.Event]:
    """Give an event that Ctrl-C or a service manager's signal sets."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    # On Windows there are no such handlers; Ctrl-C arrives as KeyboardInterrupt there.
    with suppress(NotImplementedError):
        for name in _STOPPING:
            loop.add_signal_handler(name, stop.set)
    try:
        yield stop
    finally:
        with suppress(NotImplementedError):
            for name in _STOPPING:
                loop.remove_signal_handler(name)


async def _finished(running: asyncio.Task[None]) -> None:
    try:
        await running
    except discord.LoginFailure:
        raise DiscordError(_REFUSED_TOKEN) from None
    except discord.PrivilegedIntentsRequired:
        raise DiscordError(_SWITCHED_OFF_INTENT) from None
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        raise DiscordError(_OUT_OF_REACH.format(reason=type(error).__name__)) from error


def _token(settings: Settings) -> str:
    token = settings.token.get_secret_value().strip() if settings.token else ""
    if not token:
        raise ConfigError(_NO_TOKEN)
    return token


def _log_to_terminal(level: str) -> None:
    logging.basicConfig(level=level.upper(), format="%(asctime)s %(levelname)-7s %(name)s: %(message)s")
    # At debug level the library logs whole messages; questions stay out of the log at every level.
    logging.getLogger("discord").setLevel(max(logging.INFO, logging.getLogger().level))
    # The bot never speaks in voice channels; what is missing for that is no news to a host.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
