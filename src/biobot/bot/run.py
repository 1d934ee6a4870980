"""Runs the bot on Discord until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial
from typing import Any

import aiohttp
import discord

from biobot import events
from biobot.bot.client import Biobot, create_bot
from biobot.config import Settings
from biobot.errors import BiobotError, ConfigError, DiscordError, StoreError
from biobot.ops.backoff import Starts
from biobot.ops.health import Port, Reloaded, serving
from biobot.ops.logs import logging_to
from biobot.ops.metrics import Metrics, Shard, State
from biobot.ops.pauses import keep, settle, settled
from biobot.ops.reload import Loader
from biobot.service import Service
from biobot.store.create import create_store
from biobot.store.values import RELOAD, Store

_log = logging.getLogger(__name__)

_STOPPING = (signal.SIGINT, signal.SIGTERM)
_FINISH = 10.0
_WELL_AFTER = 300.0
_PORTAL = "https://discord.com/developers/applications"
_NO_TOKEN = f"There is no token: copy .env.example to .env and set BIOBOT_TOKEN to your bot's token from {_PORTAL}."
_REFUSED_TOKEN = (
    f"Discord refused the token: make a new one at {_PORTAL} (Bot, Reset Token) and set BIOBOT_TOKEN to it."
)
_SWITCHED_OFF_INTENT = f"Discord has an intent that this bot needs switched off: switch it on at {_PORTAL} (Bot, Privileged Gateway Intents)."
_OUT_OF_REACH = (
    "Discord can't be reached ({reason}): check the network and https://discordstatus.com, then start the bot again."
)
_WRONG_SHARDS = (
    "Discord refuses these shards (close code {code}): every process needs the same BIOBOT_SHARD_COUNT, and it must be "
    "high enough for the bot's servers; leave it empty and Discord decides."
)
_CLOSED = "Discord closed the connection for good (close code {code}): see https://discord.com/developers/docs/topics/opcodes-and-status-codes."
_TOKEN_CODE = 4004
_SHARD_CODES = frozenset({4010, 4011})


def run(settings: Settings, service: Service) -> int:
    """Run the bot and give the exit status; what keeps it from starting is said in one sentence."""
    with _logging(settings):
        try:
            asyncio.run(_run(settings, service, _token(settings)))
        except BiobotError as error:
            _say(settings, error)
            return 1
        except KeyboardInterrupt:
            pass
    return 0


def _say(settings: Settings, error: BiobotError) -> None:
    if settings.log_format == "json":
        _log.error("%s", error)
    else:
        sys.stderr.write(f"{error}\n")


async def _run(settings: Settings, service: Service, token: str) -> None:
    store = create_store(settings.store_url, keep_days=settings.retention_days if settings.count_questions else 0)
    bot = _bot(settings, service, store)
    starts = Starts(settings.data)
    async with opened(store), watched(bot, settings, store):
        with settled():
            await serve(bot, token, starts)
    starts.well()


def _bot(settings: Settings, service: Service, store: Store) -> Biobot:
    return create_bot(
        service,
        store,
        message_content=settings.message_content,
        shard_count=settings.shard_count,
        shard_ids=settings.shard_ids,
    )


async def serve(bot: Biobot, token: str, starts: Starts) -> None:
    """Keep the bot connected until a signal to stop; then let it finish what it is answering and say goodbye."""
    async with bot:
        with stop_signal() as stop:
            running = asyncio.create_task(_connected(bot, token, starts))
            stopping = asyncio.create_task(stop.wait())
            await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            if not running.done():
                await _finish()
            await bot.close()
            # Before it is connected, closing the bot doesn't end the waiting for its turn.
            if not bot.is_ready():
                running.cancel()
            await _ended(running)


async def _connected(bot: Biobot, token: str, starts: Starts) -> None:
    await _wait(starts.note(), "It was started often lately")
    await bot.login(token)
    limits = await bot.fetch_session_start_limits()
    if limits.remaining < len(bot.shard_ids or ()) or limits.remaining < (bot.shard_count or 1):
        await _wait(limits.reset_after / 1000, f"Discord allows {limits.remaining} more connections today")
    well = asyncio.get_running_loop().call_later(_WELL_AFTER, starts.well)
    try:
        await bot.connect()
    finally:
        well.cancel()


async def _wait(seconds: float, reason: str) -> None:
    if seconds > 0:
        _log.warning("%s: connecting in %.0f seconds, so that Discord doesn't take the token away", reason, seconds)
        await asyncio.sleep(seconds)


async def _finish() -> None:
    left = await events.finished(_FINISH)
    if left:
        _log.warning("Stopped in the middle of %d answers after waiting %.0f seconds", left, _FINISH)
    else:
        _log.info("Stopping; nothing is left to answer")


@contextmanager
def stop_signal() -> Iterator[asyncio.Event]:
    """Give an event that Ctrl-C or a service manager's signal sets."""
    stop = asyncio.Event()
    with on_signals(_STOPPING, stop.set):
        yield stop


@contextmanager
def on_signals(names: tuple[signal.Signals, ...], call: Callable[[], None]) -> Iterator[None]:
    """Call that on each of these signals."""
    loop = asyncio.get_running_loop()
    # On Windows there are no such handlers; Ctrl-C arrives as KeyboardInterrupt there.
    with suppress(NotImplementedError):
        for name in names:
            loop.add_signal_handler(name, call)
    try:
        yield
    finally:
        with suppress(NotImplementedError):
            for name in names:
                loop.remove_signal_handler(name)


@asynccontextmanager
async def opened(store: Store) -> AsyncIterator[None]:
    """Keep the store open; one that fails keeps nobody from being answered."""
    try:
        await store.open()
    except StoreError as error:
        _log.error("%s The bot answers all the same and tries again.", error)
    try:
        yield
    finally:
        await store.close()


@asynccontextmanager
async def watched(bot: Biobot, settings: Settings, store: Store) -> AsyncIterator[None]:
    """Let the host see how the bot is, and load changed knowledge: by the port, by SIGHUP, by the other processes."""
    loader = Loader(bot.service, settings.pack, partial(_renewed, bot))
    look = partial(state, bot, store)
    metrics = Metrics(look)
    ours = logging.getLogger("biobot")
    ours.addHandler(metrics)
    reload = partial(_reload, loader, store)
    tasks: set[asyncio.Task[object]] = set()

    def soon(load: Callable[[], Coroutine[Any, Any, object]]) -> None:
        task = asyncio.get_running_loop().create_task(load())
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    store.subscribe(lambda word: soon(loader.load_if_changed) if word == RELOAD else None)
    hang_up = (signal.SIGHUP,) if hasattr(signal, "SIGHUP") else ()
    _draw(bot.service)
    try:
        with on_signals(hang_up, lambda: soon(reload)):
            async with serving(Port(metrics, look, reload), settings.health_host, settings.health_port):
                yield
    finally:
        ours.removeHandler(metrics)


async def _renewed(bot: Biobot) -> None:
    await bot.renew()
    settle()
    _draw(bot.service)


def _draw(service: Service) -> None:
    """Draw the pictures beside other work: the first to ask for one has no time to wait for the library."""

    def drawn() -> None:
        try:
            service.prepare()
        except Exception:
            _log.exception("The pictures were not drawn in advance")

    done = asyncio.get_running_loop().run_in_executor(None, drawn)
    # The library is large: collections would walk through it like through the knowledge.
    done.add_done_callback(lambda _: keep())


async def _reload(loader: Loader, store: Store) -> Reloaded:
    done = await loader.load()
    if done.taken:
        try:
            await store.announce(RELOAD)
        except StoreError as error:
            _log.warning("The other processes were not told to load the knowledge anew: %s", error)
    return done


def state(bot: Biobot, store: Store) -> State:
    """Tell how the bot is at this moment."""
    shards = tuple(Shard(number, not shard.is_closed(), shard.latency) for number, shard in bot.shards.items())
    health = store.health
    return State(
        pack=bot.service.title,
        version=bot.service.version,
        guilds=len(bot.guilds),
        shards=shards,
        store_ok=health.ok,
        store_pending=health.pending,
        store_dropped=health.dropped,
        store_errors=health.errors,
        problems=tuple(_problems(bot, shards)),
    )


def _problems(bot: Biobot, shards: tuple[Shard, ...]) -> Iterator[str]:
    if bot.is_closed():
        yield "The bot is stopping."
    elif not bot.is_ready():
        yield "The bot is not connected to Discord yet."
    for shard in shards:
        if not shard.connected:
            yield f"Shard {shard.id} is not connected to Discord."


async def _ended(running: asyncio.Task[None]) -> None:
    try:
        await running
    except asyncio.CancelledError:
        if not running.cancelled():
            raise
    except discord.LoginFailure:
        raise DiscordError(_REFUSED_TOKEN) from None
    except discord.PrivilegedIntentsRequired:
        raise DiscordError(_SWITCHED_OFF_INTENT) from None
    except discord.ConnectionClosed as error:
        raise DiscordError(_closed(error.code)) from error
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        raise DiscordError(_OUT_OF_REACH.format(reason=type(error).__name__)) from error


def _closed(code: int) -> str:
    if code == _TOKEN_CODE:
        return _REFUSED_TOKEN
    return (_WRONG_SHARDS if code in _SHARD_CODES else _CLOSED).format(code=code)


def _token(settings: Settings) -> str:
    token = settings.token.get_secret_value().strip() if settings.token else ""
    if not token:
        raise ConfigError(_NO_TOKEN)
    return token


@contextmanager
def _logging(settings: Settings) -> Iterator[None]:
    # The bot never speaks in voice channels; what is missing for that is no news to a host.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    with logging_to(sys.stderr, level=settings.log_level, form=settings.log_format, secrets=settings.secrets):
        yield
