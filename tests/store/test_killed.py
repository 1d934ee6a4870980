"""What was confirmed is there, whenever the bot or the database is killed."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from biobot.store.create import parse_url
from biobot.store.kept import KeptStore
from tests.store.cluster import Cluster
from tests.store.conftest import QUICK

WRITES = 200


def start(url: str, first: int, repository: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.store.writer", url, str(first), str(WRITES)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(repository), str(repository / "src")])}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=repository, env=environment
    )


def confirmed_until(writer: subprocess.Popen[str], number: int, kill: Callable[[], None]) -> list[int]:
    """Let it confirm so many writes, kill at a random moment of the next ones, and return all that it has confirmed."""
    assert writer.stdout is not None
    told = []
    for line in writer.stdout:
        told.append(int(line))
        if len(told) == number:
            time.sleep(random.uniform(0, 0.01))
            kill()
            break
    told += [int(line) for line in writer.stdout if line.endswith("\n")]
    writer.wait()
    writer.communicate()
    return told


async def all_there(url: str, confirmed: list[int]) -> None:
    store = KeptStore(parse_url(url), pace=QUICK)
    await store.open()
    questions = {one.question for one in await store.counted(limit=1000)}
    for number in confirmed:
        if number % 2:
            assert (await store.settings(number)).ask_channels == (number,), number
        else:
            assert f"question {number}" in questions, number
    await store.close()


async def test_no_confirmed_write_is_lost_when_the_bot_is_killed_again_and_again(url: str, repository: Path) -> None:
    confirmed: list[int] = []
    while len(confirmed) < WRITES:
        writer = start(url, len(confirmed) + 1, repository)
        confirmed += confirmed_until(writer, random.randint(30, 80), writer.kill)
        await all_there(url, confirmed)

    assert confirmed == list(range(1, WRITES + 1))


async def test_no_confirmed_write_is_lost_when_postgresql_is_killed(
    postgres: str, cluster: Cluster, repository: Path
) -> None:
    confirmed: list[int] = []
    while len(confirmed) < WRITES:
        confirmed += confirmed_until(start(postgres, len(confirmed) + 1, repository), 80, cluster.kill)
        if len(confirmed) < WRITES:
            cluster.start()
        await all_there(postgres, confirmed)

    assert confirmed == list(range(1, WRITES + 1))
