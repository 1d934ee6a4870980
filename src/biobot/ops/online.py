"""What `biobot doctor` asks Discord: token, application, intents, servers, commands, starts left, clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from biobot.config import Settings
from biobot.ops.doctor import Finding
from biobot.ops.invite import draws_charts, missing, server_link

API = "https://discord.com/api/v10"

_SECONDS = 15
_PAGE = 200
_MOST_PAGES = 5
_SHOWN = 5
_SKEW = 30.0
_FEW_STARTS = 50
_ADMINISTRATOR = 1 << 3
_CONTENT = (1 << 18) | (1 << 19)
_UNAUTHORIZED = 401
_PORTAL = "https://discord.com/developers/applications"


class _RefusedError(Exception):
    """Discord answered something else than was asked for."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True)
class _Got:
    value: Any
    date: str


async def ask_discord(settings: Settings, commands: Iterable[str], now: Callable[[], float]) -> list[Finding]:
    """Look over what Discord knows of the bot; where it can't be asked, one line says why."""
    token = settings.token.get_secret_value().strip() if settings.token else ""
    # With trust_env a proxy that the host needs is used here too.
    async with aiohttp.ClientSession(
        headers={"Authorization": f"Bot {token}", "User-Agent": "DiscordBot (biobot doctor, 1)"},
        timeout=aiohttp.ClientTimeout(total=_SECONDS),
        trust_env=True,
    ) as session:
        try:
            return await _look(session, settings, frozenset(commands), now)
        except _RefusedError as error:
            return [_refused(error)]
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            text = f"it can't be reached ({type(error).__name__}): check the network, DNS and https://discordstatus.com"
            return [Finding("wrong", "Discord", text)]


async def _look(
    session: aiohttp.ClientSession, settings: Settings, commands: frozenset[str], now: Callable[[], float]
) -> list[Finding]:
    me = await _get(session, "/users/@me")
    application = (await _get(session, "/applications/@me")).value
    gateway = (await _get(session, "/gateway/bot")).value
    known = (await _get(session, f"/applications/{application['id']}/commands")).value
    return [
        Finding("ok", "login", f"Discord takes the token: {me.value.get('username', 'the bot')}"),
        _application(application),
        _intents(application, wanted=settings.message_content),
        _starts(gateway["session_start_limit"]),
        _shards(settings, int(gateway["shards"])),
        _commands(known, commands),
        *await _servers(session, application["id"]),
        _clock(me.date, now()),
    ]


async def _get(session: aiohttp.ClientSession, path: str, **query: str) -> _Got:
    async with session.get(f"{API}{path}", params=query) as response:
        if response.status != 200:  # noqa: PLR2004 - as HTTP has it
            raise _RefusedError(response.status)
        return _Got(await response.json(), response.headers.get("Date", ""))


def _refused(error: _RefusedError) -> Finding:
    if error.status == _UNAUTHORIZED:
        text = f"Discord refuses the token: make a new one at {_PORTAL} (Bot, Reset Token) and run `biobot init`"
        return Finding("wrong", "login", text)
    return Finding(
        "wrong", "Discord", f"it answers with status {error.status}: see https://discordstatus.com and try again later"
    )


def _application(application: Mapping[str, Any]) -> Finding:
    name = application.get("name", "")
    if application.get("bot_require_code_grant"):
        text = f"{name} asks for a code grant, so nobody can invite it: switch that off at {_PORTAL} (Bot)"
        return Finding("wrong", "application", text)
    if not application.get("bot_public", True):
        return Finding("note", "application", f"{name} is private: only its owner can invite it")
    return Finding("ok", "application", f"{name} can be invited by everybody")


def _intents(application: Mapping[str, Any], *, wanted: bool) -> Finding:
    has = bool(int(application.get("flags", 0)) & _CONTENT)
    if wanted and not has:
        text = f"BIOBOT_MESSAGE_CONTENT needs Message Content Intent: switch it on at {_PORTAL} (Bot, Privileged Gateway Intents)"
        return Finding("wrong", "intents", text)
    if has and not wanted:
        return Finding(
            "note",
            "intents",
            "Message Content Intent is on but not needed: switch it off, or set BIOBOT_MESSAGE_CONTENT",
        )
    return Finding("ok", "intents", "those that are needed, no more")


def _starts(limit: Mapping[str, Any]) -> Finding:
    left, total = int(limit["remaining"]), int(limit["total"])
    text = f"{left} of {total} connections are left for today"
    if left < _FEW_STARTS:
        return Finding("wrong", "starts", f"{text}: find out why the bot starts so often, its log tells")
    return Finding("ok", "starts", text)


def _shards(settings: Settings, advised: int) -> Finding:
    if settings.shard_count is not None and settings.shard_count < advised:
        return Finding(
            "note", "advice", f"Discord advises {advised} shards, BIOBOT_SHARD_COUNT is {settings.shard_count}"
        )
    return Finding("ok", "advice", f"Discord advises {advised} shard{'s' if advised != 1 else ''}")


def _commands(known: list[Mapping[str, Any]], wanted: frozenset[str]) -> Finding:
    lacking = sorted(wanted - {str(command["name"]) for command in known})
    if lacking:
        return Finding(
            "note", "commands", f"not registered yet: {', '.join(lacking)}; `biobot run` does it when it starts"
        )
    return Finding("ok", "commands", f"all {len(wanted)} are registered")


async def _servers(session: aiohttp.ClientSession, application: str) -> list[Finding]:
    servers: list[Mapping[str, Any]] = []
    for _ in range(_MOST_PAGES):
        after = str(servers[-1]["id"]) if servers else "0"
        page = (await _get(session, "/users/@me/guilds", limit=str(_PAGE), after=after)).value
        servers += page
        if len(page) < _PAGE:
            break
    link = server_link(application, charts=draws_charts())
    if not servers:
        return [Finding("note", "servers", f"it is in none yet: invite it by {link}")]
    short = [(server, lacking) for server in servers if (lacking := _lacking(server))]
    more = "at least " if len(servers) == _PAGE * _MOST_PAGES else ""
    if not short:
        return [Finding("ok", "servers", f"in {more}{len(servers)}, with every permission that is needed")]
    found = [
        Finding(
            "wrong", "permissions", f"server {server['id']} lacks {', '.join(lacking)}: give them to the bot's role"
        )
        for server, lacking in short[:_SHOWN]
    ]
    if len(short) > _SHOWN:
        found.append(
            Finding(
                "wrong",
                "permissions",
                f"and {len(short) - _SHOWN} more servers lack some; inviting it again by {link} asks for them",
            )
        )
    return found


def _lacking(server: Mapping[str, Any]) -> list[str]:
    permissions = int(server.get("permissions", 0))
    return [] if permissions & _ADMINISTRATOR else missing(permissions, charts=draws_charts())


def _clock(date: str, now: float) -> Finding:
    try:
        skew = now - parsedate_to_datetime(date).timestamp()
    except (ValueError, TypeError):
        return Finding("note", "time", "Discord didn't tell the time")
    if abs(skew) > _SKEW:
        text = f"this machine's clock is {abs(skew):.0f} seconds {'ahead' if skew > 0 else 'behind'}: switch its synchronisation on"
        return Finding("wrong", "time", text)
    return Finding("ok", "time", "this machine's clock agrees with Discord's")
