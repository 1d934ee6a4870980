"""Raises the rate of events for the real program, connected to a Discord on this machine, until something gives way."""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
import os
import re
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request
import zlib
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from aiohttp import web

from tests.bot.local_discord import serving
from tests.ops.program import started
from tests.ops.servers import Servers, chatter, guild_of

# Each rate is held for so long, and something has given way where it takes longer than a second.
SECONDS = 15.0
LATE = 1.0
FIRST, FACTOR, LAST = 1_000.0, 2.0, 200_000.0
NARROWER = 4
# A moment's events are sent together; beyond so many bytes that the bot doesn't take, Discord would cut it off.
_TICK = 0.01
_MOST_BYTES = 4_000_000
_PATIENCE = 30.0
_QUESTION = "what do you know?"


@dataclass
class Busy(Servers):
    """Compresses what it sends, as Discord does, and sends as many events a second as it is told to."""

    heartbeat: float = 1.0
    transport: asyncio.WriteTransport | None = None
    at: dict[int, float] = field(default_factory=dict)
    _packed: Any = field(default_factory=zlib.compressobj)
    _frame: bytes = b""

    async def tell(self, socket: web.WebSocketResponse, payload: dict[str, Any]) -> None:
        await socket.send_bytes(self._pack(payload))

    async def _connection(self, request: web.Request) -> web.WebSocketResponse:
        assert request.transport is not None
        self.transport = request.transport
        self._packed = zlib.compressobj()
        return await super()._connection(request)

    async def _answered(self, request: web.Request) -> web.Response:
        response = await super()._answered(request)
        for number in self.answers.keys() - self.at.keys():
            self.at[number] = time.perf_counter()
        return response

    async def flood(self, rate: float, seconds: float) -> int:
        """Send messages between people at that rate; return how many the bot has left room for."""
        assert self.transport is not None
        if not self._frame:
            self._frame = _frame(self._pack({"op": 0, "t": "MESSAGE_CREATE", "s": 4, "d": chatter(guild_of(0))}))
        start, sent, due = time.perf_counter(), 0, 0
        while (passed := time.perf_counter() - start) < seconds:
            now = int(rate * passed) - due
            due += now
            if self.transport.get_write_buffer_size() < _MOST_BYTES:
                self.transport.write(self._frame * now)
                sent += now
            await asyncio.sleep(_TICK)
        return sent

    def start_flood(self, rate: float, seconds: float) -> Future[int]:
        """Begin to send."""
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(self.flood(rate, seconds), self._loop)

    def _pack(self, payload: dict[str, Any]) -> bytes:
        # After a full flush nothing builds on what was before, so one packed event can be sent again and again.
        return bytes(self._packed.compress(json.dumps(payload).encode()) + self._packed.flush(zlib.Z_FULL_FLUSH))


def _frame(payload: bytes) -> bytes:
    """Return a binary frame of a WebSocket."""
    return struct.pack("!BBH", 0x82, 126, len(payload)) + payload


@dataclass(frozen=True)
class Step:
    """What was seen at a rate: how long the program, the gateway and a person had to wait, and how busy a core was."""

    rate: float
    taken: float
    loop: float
    gateway: float
    person: float
    core: float

    @property
    def longest(self) -> float:
        """How long the slowest of them took."""
        return max(self.loop, self.gateway, self.person)

    @property
    def gave_way(self) -> str:
        """What took too long first, or nothing."""
        if self.longest > LATE:
            return max(("loop", "gateway", "person"), key=lambda name: float(getattr(self, name)))
        return "taken" if self.taken < 0.95 * self.rate else ""


@dataclass
class Program:
    """The program, its port and its processor time."""

    process: subprocess.Popen[str]
    port: int

    def page(self, name: str) -> str:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{name}", timeout=_PATIENCE) as response:
                return str(response.read().decode())
        except OSError:
            return ""

    def seconds(self) -> float:
        """Return the processor time used so far."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")

    def latency(self) -> float:
        """Return the gateway's latency, as the dashboard shows it."""
        found = re.search(r'biobot_gateway_latency_seconds\{shard="0"\} (\S+)', self.page("metrics"))
        return float(found[1]) if found else math.nan


@contextlib.contextmanager
def connected() -> Iterator[tuple[Busy, Program]]:
    """Start the program and wait until it is ready."""
    busy = Busy()
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder, serving(busy) as address:
        own = {
            "BIOBOT_TOKEN": "x",
            "BIOBOT_SHARD_COUNT": "1",
            "BIOBOT_HEALTH_PORT": str(port),
            "BIOBOT_DATA_FOLDER": folder,
        }
        with started(Path(folder), address, {**os.environ, **own}) as process:
            program = Program(process, port)
            while program.page("readyz") != "ready\n":
                if process.poll() is not None:
                    raise SystemExit((Path(folder) / "log").read_text(encoding="utf-8"))
                time.sleep(0.2)
            yield busy, program


def step(busy: Busy, program: Program, rate: float, seconds: float = SECONDS) -> Step:
    """Hold a rate for a while, ask something every second, and look how long everything takes."""
    began, used = time.perf_counter(), program.seconds()
    sending = busy.start_flood(rate, seconds)
    asked: dict[int, float] = {}
    loop = gateway = 0.0
    while not sending.done():
        now = time.perf_counter()
        if len(asked) < now - began:
            asked[busy.write(guild_of(0), _QUESTION, shard=0)] = now
        gateway = max(gateway, program.latency())
        loop = max(loop, time.perf_counter() - now)
        time.sleep(0.1)
    core = (program.seconds() - used) / (time.perf_counter() - began)
    person = max(_waited(busy, number, at) for number, at in asked.items())
    return Step(rate, sending.result() / seconds, loop, gateway, person, core)


def _waited(busy: Busy, number: int, since: float) -> float:
    while number not in busy.at:
        if time.perf_counter() - since > _PATIENCE:
            return math.inf
        time.sleep(0.01)
    return busy.at[number] - since


def tried(busy: Busy, program: Program, rate: float) -> Step:
    """Hold a rate, and where something gave way once more: on a shared machine it may have been somebody else's doing."""
    seen = step(busy, program, rate)
    return min(seen, step(busy, program, rate), key=lambda one: one.longest) if seen.gave_way else seen


def measure() -> dict[str, Any]:
    """Return the highest rate that was held, the lowest at which something gave way, and what that was."""
    with connected() as (busy, program):
        held = tried(busy, program, FIRST)
        given = tried(busy, program, held.rate * FACTOR)
        while not given.gave_way and given.rate < LAST:
            held, given = given, tried(busy, program, given.rate * FACTOR)
        for _ in range(NARROWER):
            middle = tried(busy, program, (held.rate + given.rate) / 2)
            held, given = (held, middle) if middle.gave_way else (middle, given)
    return {"held": vars(held), "given": vars(given), "what": given.gave_way}


if __name__ == "__main__":
    with connected() as (busy, program):
        for each in map(float, sys.argv[1:]):
            print(step(busy, program, each))
