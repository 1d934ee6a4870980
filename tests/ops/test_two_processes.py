"""Two processes with a shard each, started as a host starts them, with one PostgreSQL: what one is told reaches the other."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from biobot.service import Service, default_pack
from tests.bot.local_discord import serving
from tests.ops.conftest import TOKEN
from tests.ops.program import started
from tests.ops.servers import Servers, guild_of
from tests.ops.test_port import free_port
from tests.store.cluster import AVAILABLE, NO_POSTGRES, running

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="stops the programs by signals"),
]

CHINESE = re.compile(r"[\u4e00-\u9fff]")
PATIENCE = 20.0


@dataclass
class Program:
    """One of the processes: its shard, its settings and itself."""

    shard: int
    folder: Path
    environment: dict[str, str]
    address: str
    process: subprocess.Popen[str] = field(init=False)

    def start(self, stack: ExitStack) -> None:
        self.process = stack.enter_context(started(self.folder, self.address, self.environment))
        until(lambda: self.page("readyz") == "ready\n", f"shard {self.shard} is ready: {self.folder / 'log'}", 60)

    def page(self, name: str) -> str:
        try:
            port = self.environment["BIOBOT_HEALTH_PORT"]
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/{name}", timeout=5) as response:
                return str(response.read().decode())
        except OSError:
            return ""

    def command(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "biobot.cli", *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@dataclass
class Pair:
    """Both processes, and the Discord that they are connected to."""

    discord: Servers
    programs: list[Program]
    pack: Path

    def ask(self, question: str, guild: int, shard: int) -> str:
        """Let somebody ask in a server; return the words of the reply, or nothing where none comes."""
        number = self.discord.write(guild, question, shard)
        replies = self.replies(number)
        return str(replies[0]["embeds"][0]["description"]) if replies else ""

    def use(self, number: int) -> dict[str, Any]:
        """Return what the bot has shown for an interaction."""
        replies = self.replies(number)
        assert replies, "the interaction was never answered"
        return replies[0]

    def replies(self, number: int) -> list[dict[str, Any]]:
        end = time.monotonic() + PATIENCE
        while number not in self.discord.answers and time.monotonic() < end:
            time.sleep(0.02)
        return self.discord.answers.get(number, [])


def until(holds: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"it never came to pass that {what}"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def question() -> str:
    """A question of the pack that is surely answered, in English."""
    return Service.open().examples()[0]


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def pair(stack: ExitStack, tmp_path: Path, environment: dict[str, str]) -> Pair:
    if not AVAILABLE:
        pytest.skip(NO_POSTGRES)
    url = stack.enter_context(running()).new_database()
    shutil.copytree(default_pack().parent, tmp_path / "knowledge")
    pack = tmp_path / "knowledge" / default_pack().name
    discord = Servers()
    address = stack.enter_context(serving(discord))
    shared = {"BIOBOT_TOKEN": TOKEN, "BIOBOT_PACK": str(pack), "BIOBOT_DATABASE_URL": url, "BIOBOT_SHARD_COUNT": "2"}
    programs = []
    for shard in range(2):
        folder = tmp_path / f"process-{shard}"
        folder.mkdir()
        own = {"BIOBOT_SHARD_IDS": str(shard), "BIOBOT_HEALTH_PORT": str(free_port())}
        own["BIOBOT_DATA_FOLDER"] = str(folder)
        programs.append(Program(shard, folder, {**environment, **shared, **own}, address))
        programs[-1].start(stack)
    return Pair(discord, programs, pack)


def test_a_setting_changed_in_one_process_reaches_the_other(pair: Pair, question: str) -> None:
    guild = guild_of(0)
    before = [pair.ask(question, guild, shard) for shard in (0, 1)]
    assert [bool(reply) and not CHINESE.search(reply) for reply in before] == [True, True]

    panel = pair.use(pair.discord.command(guild, "settings", shard=0))
    changed = pair.use(pair.discord.choose(guild, "settings:language", "zh", panel, shard=0))
    assert "Kept." in changed["embeds"][0]["description"]

    # Without a word from the other process it would go on for half a minute with what it knows.
    until(lambda: bool(CHINESE.search(pair.ask(question, guild, shard=1))), "the other answers in Chinese")
    assert CHINESE.search(pair.ask(question, guild, shard=0))


def test_a_reload_of_one_process_reaches_the_other(pair: Pair) -> None:
    file = pair.pack / "pack.yaml"
    file.write_text(re.sub(r"(?m)^version: .*$", "version: 9.9.7", file.read_text("utf-8"), count=1), "utf-8")

    assert "9.9.7 now." in pair.programs[0].command("reload")
    until(lambda: all('version="9.9.7"' in one.page("metrics") for one in pair.programs), "both have loaded it")


def test_when_one_process_is_killed_the_other_answers_on_and_the_first_comes_back(
    pair: Pair, stack: ExitStack, question: str
) -> None:
    killed, other = pair.programs
    killed.process.kill()
    assert killed.process.wait() == -9
    assert killed.page("healthz") == ""

    for _ in range(3):
        assert pair.ask(question, guild_of(1), shard=1)
    assert other.page("readyz") == "ready\n"

    killed.start(stack)
    assert pair.ask(question, guild_of(0), shard=0)
