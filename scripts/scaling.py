"""Measures what one process bears, and writes docs/scaling.md from it: `make scaling`, or with fewer questions

    python scripts/scaling.py --questions 2000 --show

Each figure is measured in a process of its own, on the real bot with the shipped pack.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import ctypes
import gc
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from biobot.store.values import Store

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

PAGE = ROOT / "docs" / "scaling.md"
DAY = 24 * 3600.0
BATCH = 100
SERVERS, CHANNELS, PEOPLE = 10, 5, 60
GUILDS = 1000
GIVES_WAY = {
    "person": "a question waits longer than a second for its answer",
    "gateway": "a heartbeat takes longer than a second",
    "loop": "the event loop is held up for longer than a second",
    "taken": "the bot takes fewer events than Discord sends",
}


def memory() -> float:
    """Return the resident memory in MB, after what can be let go of was let go of."""
    gc.collect()
    if platform.system() == "Linux":
        with contextlib.suppress(OSError):
            ctypes.CDLL("libc.so.6").malloc_trim(0)
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def handles() -> int:
    """Return how many files are open."""
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.is_dir() else 0


def golden() -> list[str]:
    """Return the questions of the shipped pack."""
    from biobot.service import default_pack, load

    pack, _ = load(default_pack())
    assert pack is not None
    return [one.q for one in pack.questions]


@dataclass
class Left:
    """What is there at a moment and should be no more at the end."""

    memory: float
    tasks: int
    timers: int
    handles: int

    @classmethod
    def now(cls) -> Left:
        loop: Any = asyncio.get_running_loop()
        # The simulation has timers of its own.
        timers = [
            timer
            for timer in loop._scheduled
            if not timer.cancelled() and not str(getattr(timer._callback, "__module__", "")).startswith("simcord")
        ]
        return cls(memory(), len(asyncio.all_tasks()), len(timers), handles())


async def day(count: int) -> dict[str, Any]:
    """A day in a simulated Discord: that many questions, in 50 channels of 10 servers, the clock advanced between them."""
    from simcord.env import Env

    from biobot.bot.client import create_bot
    from biobot.bot.pace import Pace
    from biobot.service import Service
    from biobot.store.create import create_store, sqlite_url

    questions = golden()
    with tempfile.TemporaryDirectory() as folder:
        store = create_store(sqlite_url(Path(folder) / "store.sqlite3"))
        await store.open()
        env = Env(create_bot(Service.open(), store, pace=Pace(), shard_count=1), settle_timeout=120)
        await env.start()
        places = list(_places(env))
        early = None
        answered = 0
        first = max(BATCH, count // 10)
        spent = 0.0
        for begin in range(0, count, BATCH):
            for number in range(begin, min(begin + BATCH, count)):
                channel, people = places[number % len(places)]
                asker = people[number // len(places) % len(people)]
                text = f"<@{env.backend.bot_user.id}> {questions[number * 7 % len(questions)]}"
                env.backend.create_message(channel.id, asker.id, text)
            start = time.perf_counter()
            await env.settle(timeout=120)
            spent += time.perf_counter() - start
            answered += _forget(env)
            await env.advance_time(DAY / count * BATCH)
            if early is None and begin + BATCH >= first:
                early = await _at_rest(store)
        late = await _at_rest(store)
        assert early is not None
        await env.shutdown()
        await store.close()
    return {
        "questions": count,
        "answered": answered,
        "first": first,
        "rate": count / spent,
        "early": early.memory,
        "late": late.memory,
        "tasks": late.tasks - early.tasks,
        "timers": late.timers - early.timers,
        "handles": late.handles - early.handles,
    }


async def _at_rest(store: Store) -> Left:
    """Look when the store has written what waited."""
    await store.flush()
    await asyncio.sleep(2)
    return Left.now()


def _places(env: Any) -> Iterator[tuple[Any, list[Any]]]:  # noqa: ANN401
    for number in range(SERVERS):
        guild = env.create_guild(f"Server {number}")
        people = [guild.add_member(env.create_user(f"person{number}-{one}")) for one in range(PEOPLE)]
        for one in range(CHANNELS):
            yield guild.create_text_channel(f"channel-{number}-{one}"), people


def _forget(env: Any) -> int:  # noqa: ANN401
    """Let the simulated Discord forget what was said, so that only the bot's own memory grows; count its replies."""
    backend, me = env.backend, env.backend.bot_user.id
    replies = 0
    for messages in backend.messages.values():
        replies += sum(message.author_id == me for message in messages.values())
        messages.clear()
    backend.http_requests.clear()
    backend.transcript.clear()
    return replies


def start() -> dict[str, Any]:
    """The memory of a process that has everything loaded, of each server it is in, and of the pictures."""
    from biobot.bot.client import create_bot
    from biobot.service import Service

    service = Service.open()

    async def servers() -> tuple[float, float]:
        bot = create_bot(service, shard_count=1)
        state: Any = bot._connection
        before = memory()
        for number in range(GUILDS):
            state._add_guild_from_data(_guild(number))
        return before, (memory() - before) / GUILDS * 1000

    before, each = asyncio.run(servers())
    after = memory()
    service.prepare()
    return {"memory": before, "server": each, "charts": memory() - after}


def _guild(number: int) -> dict[str, Any]:
    """A server with 20 channels and 10 roles, as Discord describes it to a bot without the members intent."""
    own = (number + 1) << 22
    channels = [
        {"id": str(own + one), "type": 0, "name": f"channel-{one}", "position": one, "permission_overwrites": []}
        for one in range(1, 21)
    ]
    roles = [
        {"id": str(own + one), "name": f"role {one}", "permissions": "0", "position": one, "color": 0, "hoist": False}
        | {"managed": False, "mentionable": False}
        for one in range(10)
    ]
    return {"id": str(own), "name": f"Server {number}", "roles": roles, "channels": channels, "emojis": [], "features": []} | {
        "owner_id": "1", "member_count": 500, "members": [], "threads": [], "large": True, "unavailable": False
    }  # fmt: skip


def engine() -> dict[str, Any]:
    """Questions a second in the engine alone."""
    from biobot.service import Service

    service, questions = Service.open(), golden()
    return {"rate": _rate(lambda number: service.ask(questions[number % len(questions)]), 2000)}


def events() -> dict[str, Any]:
    """The rate of events from the gateway that the real program bears, and what gives way beyond it."""
    from scripts.load import measure

    return measure()


def _rate(call: Callable[[int], object], count: int) -> float:
    start = time.perf_counter()
    for number in range(count):
        call(number)
    return count / (time.perf_counter() - start)


def measured(part: str, count: int) -> dict[str, Any]:
    """Measure one part in a process of its own."""
    command = [sys.executable, __file__, "--part", part, "--questions", str(count)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def page(found: dict[str, dict[str, Any]]) -> str:
    """Return the page."""
    from scripts.load import SECONDS

    first, own, alone, heard = (found[name] for name in ("start", "day", "engine", "events"))
    growth = (own["late"] / own["early"] - 1) * 100
    fits = round((1024 - first["memory"]) / first["server"]) * 1000
    held, given = heard["held"], heard["given"]
    return f"""# What one process bears, and what to do beyond it

Written by `make scaling` (scripts/scaling.py), which measures all of this anew on the machine it runs on: here Python
{platform.python_version()} on {os.cpu_count()} shared processor cores. Take the figures for orders of magnitude.

## Measured

| What | Figure |
| --- | --- |
| Memory of a process with everything loaded | {first["memory"]:.0f} MB |
| Memory of 1,000 more servers (20 channels and 10 roles each) | {first["server"]:.0f} MB |
| Memory of the library that draws charts, where it is installed | {first["charts"]:.0f} MB |
| Questions a second, engine alone, one core | {alone["rate"]:,.0f} |
| Questions a second through the bot, in the simulated Discord, one core | {own["rate"]:,.0f} |
| Events a second from the gateway that one process bears | {held["rate"]:,.0f} |
| Events a second at which the first thing gives way | {given["rate"]:,.0f}: {GIVES_WAY[heard["what"]]} |

**A simulated day**: {own["questions"]:,} questions in {SERVERS * CHANNELS} channels of {SERVERS} servers through the bot, with its
database, the clock advanced by 24 hours. {own["answered"]:,} replies. Memory after the first {own["first"]:,} questions:
{own["early"]:.0f} MB; at the end: {own["late"]:.0f} MB ({growth:+.1f} %). Left over at the end: {own["tasks"]} tasks, {own["timers"]} timers,
{own["handles"]} file handles more than after the first.

## What gives way first

Measured with the real program in a process of its own, connected to a Discord on this machine that sends messages between people,
compressed as Discord sends them, at a rate that rises until within {SECONDS:.0f} seconds, and in a second try
as well, something takes longer than one; meanwhile somebody asks the bot a question every second.

| Events a second | taken by the bot | a question waits for its answer | gateway latency | the event loop takes | of one core |
| --- | --- | --- | --- | --- | --- |
{_seen(held)}
{_seen(given)}

By the processor time that it took, a core all to itself reads about {held["taken"] / held["core"]:,.0f} a second; where the last column
stays far below 100 %, other programs had the rest.

Not the questions are the bound: Discord lets a bot send about 50 messages a second in all, far less than one core answers. What
gives way first is **one core that reads events**: Discord tells a bot of every message in every channel that it can see. Beyond
the bound they wait unread in the connection, and behind them everything else: questions, and the answers to heartbeats, until
Discord cuts the connection. The program itself stays responsive meanwhile, so /healthz tells nothing of it: the figure to watch
is the gateway's latency on the dashboard (deploy/grafana/biobot.json). The second thing is memory: by the figures above 1 GB holds
about {fits:,} such servers.

## What it means

How much the servers write is not measured but assumed: one message in ten seconds, day and night, on average over all of them.
With your own figure the processes change in proportion.

| Servers | Events a second | Processes | Database | What to do |
| --- | --- | --- | --- | --- |
| 10 | 1 | 1 | SQLite | nothing: a Raspberry Pi or the smallest server |
| 10,000 | 1,000 | {_processes(1_000, held["rate"])} | SQLite up to one process, else PostgreSQL | the library makes the shards that Discord asks for, from 2,500 servers on, inside one process |
| 1,000,000 | 100,000 | {_processes(100_000, held["rate"])} | PostgreSQL | deploy/kubernetes/sharded.yaml with as many replicas; Discord advises the shards, about one for each 1,000 servers |

The processes are reckoned at half the rate that one bears, so that there is room for peaks. They share nothing but PostgreSQL, which is
asked once for each server and written to a few times a second at most, whatever the number of questions: counts are gathered
and written together. At a million servers Discord's own limits need an agreement with Discord (larger `max_concurrency`, higher
limits for messages), whatever the program.

## How it is split

`BIOBOT_SHARD_COUNT` is the number of shards over all processes, `BIOBOT_SHARD_IDS` those of this one ("0-15"). Direct messages
come to shard 0. A changed setting and a `biobot reload` reach all processes through PostgreSQL (LISTEN and NOTIFY); a process that was
cut off catches up when it is back. On Kubernetes a StatefulSet gives each pod its number, and from it its shards:
docs/hosting/kubernetes.md.
"""


def _seen(step: dict[str, float]) -> str:
    waits = " | ".join(f"{step[name]:.2f} s" for name in ("person", "gateway", "loop"))
    return f"| {step['rate']:,.0f} | {step['taken']:,.0f} | {waits} | {step['core'] * 100:.0f} % |"


def _processes(events: int, rate: float) -> int:
    return max(1, -(-events * 2 // int(rate)))


PARTS: dict[str, Callable[[int], dict[str, Any]]] = {
    "start": lambda _: start(),
    "engine": lambda _: engine(),
    "events": lambda _: events(),
    "day": lambda count: asyncio.run(day(count)),
}


def main() -> None:
    """Measure and write, or measure one part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=50_000, help="of the simulated day")
    parser.add_argument("--show", action="store_true", help="show the page instead of writing it")
    parser.add_argument("--part", choices=PARTS, help="measure this alone, and print it as JSON")
    chosen = parser.parse_args()
    if chosen.part:
        print(json.dumps(PARTS[chosen.part](chosen.questions)))
        return
    text = page({part: measured(part, chosen.questions) for part in PARTS})
    if chosen.show:
        print(text)
    else:
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
