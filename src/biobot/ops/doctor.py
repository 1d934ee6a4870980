"""Looks over everything that the bot needs: a line each, `ok` or what to do; no secret is ever shown."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import sys
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from biobot import __version__
from biobot.config import ENV_FILE, Settings, load_settings
from biobot.errors import ConfigError, PackError, StoreError
from biobot.ops.invite import application_of

Mark = Literal["ok", "note", "wrong"]

_ROOM = 100 * 1024 * 1024
# Nobody starts this version before it was written: a clock that says so is wrong.
_WRITTEN = 1_760_000_000.0
_LATEST = 4_102_444_800.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: how it is, and what to do where it is wrong."""

    mark: Mark
    about: str
    text: str

    def __str__(self) -> str:
        """One line for the terminal."""
        return f"{self.mark:<5}  {self.about:<11}  {self.text}"


Online = Callable[[Settings], Awaitable[list[Finding]]]


async def examine(env_file: Path = ENV_FILE, online: Online | None = None) -> list[Finding]:
    """Look over everything on this machine and, if told how, at Discord."""
    found = [_version(), _env_file(env_file)]
    try:
        settings = load_settings(env_file)
    except ConfigError as error:
        return [*found, Finding("wrong", "settings", str(error))]
    token = _token(settings)
    found += [
        Finding("ok", "settings", "every setting is known and can be read"),
        token,
        _pack(settings),
        await _database(settings),
        _disk(settings.data),
        _clock(),
        _port(settings),
        _shards(settings),
    ]
    if online is None:
        return [*found, Finding("note", "Discord", "not asked, because of --offline")]
    if token.mark == "wrong":
        return [*found, Finding("note", "Discord", "not asked: there is no token to ask with")]
    return [*found, *await online(settings)]


def status(findings: Iterable[Finding]) -> int:
    """Return the exit status: 0 where nothing is wrong."""
    return int(any(finding.mark == "wrong" for finding in findings))


def _version() -> Finding:
    return Finding("ok", "version", f"biobot {__version__} on Python {sys.version.split()[0]}")


def _env_file(path: Path) -> Finding:
    try:
        mode = path.stat().st_mode
    except OSError:
        return Finding("note", ".env", "there is none here: the settings come from the environment alone")
    if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
        return Finding("wrong", ".env", f"other users of this machine may read it: chmod 600 {path}")
    return Finding("ok", ".env", "only its owner may read it" if os.name == "posix" else "it is there")


def _token(settings: Settings) -> Finding:
    text = settings.token.get_secret_value() if settings.token else ""
    if not text.strip():
        return Finding("wrong", "token", "there is none: run `biobot init`, or set BIOBOT_TOKEN")
    try:
        application = application_of(text)
    except ConfigError as error:
        return Finding("wrong", "token", f"{error} Then run `biobot init`.")
    return Finding("ok", "token", f"it has a token's form, for the application {application}")


def _pack(settings: Settings) -> Finding:
    from biobot.service import Service, default_pack  # noqa: PLC0415

    root = settings.pack or default_pack()
    try:
        service = Service.open(root)
    except PackError as error:
        first = f" The first of {len(error.problems)}: {error.problems[0]}" if error.problems else ""
        return Finding("wrong", "pack", f"{error}{first}")
    except OSError as error:
        return Finding("wrong", "pack", f"{root} can't be read: {error.strerror or type(error).__name__}")
    return Finding("ok", "pack", f"{service.title}, version {service.version}")


async def _database(settings: Settings) -> Finding:
    from biobot.store.create import create_store, parse_url  # noqa: PLC0415

    try:
        url = parse_url(settings.store_url)
        store = create_store(settings.store_url, keep_days=settings.retention_days)
    except ConfigError as error:
        return Finding("wrong", "database", f"{error} It is set by BIOBOT_DATABASE_URL.")
    place = url.database if url.drivername.startswith("sqlite") else f"PostgreSQL at {url.host or 'this machine'}"
    try:
        await store.open()
        await store.ping()
    except StoreError as error:
        return Finding("wrong", "database", f"{error} The bot answers without it, but keeps no settings: {place}")
    finally:
        await store.close()
    return Finding("ok", "database", f"{place} is open, its tables are those of this version")


def _disk(folder: Path) -> Finding:
    there = next((path for path in (folder, *folder.parents) if path.exists()), folder)
    try:
        free = shutil.disk_usage(there).free
    except OSError as error:
        return Finding("wrong", "disk", f"{there} can't be looked at: {error.strerror}")
    megabytes = free // 1024**2
    if free < _ROOM:
        return Finding("wrong", "disk", f"only {megabytes} MB are free at {there}: make room")
    if not os.access(there, os.W_OK):
        return Finding("wrong", "disk", f"{there} can't be written to: set BIOBOT_DATA_FOLDER to a folder that can")
    return Finding("ok", "disk", f"{megabytes} MB are free at {there}")


def _clock(now: Callable[[], float] = time.time) -> Finding:
    moment = now()
    told = time.strftime("%Y-%m-%d %H:%M", time.gmtime(moment))
    if not _WRITTEN < moment < _LATEST:
        return Finding("wrong", "clock", f"it says {told} UTC: set it, or switch its synchronisation on")
    return Finding("ok", "clock", f"{told} UTC")


def _port(settings: Settings) -> Finding:
    host, port = settings.health_host, settings.health_port
    if not port:
        return Finding("note", "port", "switched off: no /healthz, /readyz, /metrics and no `biobot reload`")
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family[0], socket.SOCK_STREAM) as trial:
            if os.name == "posix":
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(family[4])
    except OSError as error:
        if "in use" in str(error).lower():
            return Finding(
                "note",
                "port",
                f"{host}:{port} is in use: by the bot, if it runs, else set BIOBOT_HEALTH_PORT to a free one",
            )
        return Finding(
            "wrong",
            "port",
            f"{host}:{port} can't be had ({error.strerror}): change BIOBOT_HEALTH_HOST or BIOBOT_HEALTH_PORT",
        )
    return Finding("ok", "port", f"{host}:{port} is free")


def _shards(settings: Settings) -> Finding:
    if settings.shard_count is None:
        return Finding("ok", "shards", "as many as Discord advises, all of them in this process")
    own = len(settings.shard_ids) or settings.shard_count
    if own < settings.shard_count and settings.store_url.startswith("sqlite"):
        text = "several processes share no SQLite file: set BIOBOT_DATABASE_URL to a PostgreSQL database"
        return Finding("wrong", "shards", text)
    return Finding("ok", "shards", f"{own} of {settings.shard_count} in this process")
