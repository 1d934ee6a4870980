"""The program as a host starts it, in a process of its own; only the address of Discord is one on this machine.

LOCAL_DISCORD=http://127.0.0.1:1234 python -m tests.ops.program run
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import discord
from discord.gateway import DiscordWebSocket
from yarl import URL

from biobot.cli import main

ADDRESS = "LOCAL_DISCORD"
ROOT = Path(__file__).parents[2]


@contextlib.contextmanager
def started(folder: Path, address: str, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Run `biobot run` in a folder until the block ends; what it writes goes to the file `log` there."""
    command = [sys.executable, "-m", "tests.ops.program", "run"]
    own = {**environment, ADDRESS: address, "PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "src")))}
    with (folder / "log").open("a", encoding="utf-8") as log:
        process = subprocess.Popen(command, cwd=folder, env=own, stderr=log, text=True)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


if __name__ == "__main__":
    discord.http.Route.BASE = os.environ[ADDRESS]
    DiscordWebSocket.DEFAULT_GATEWAY = URL(os.environ[ADDRESS].replace("http", "ws", 1))
    main()
