"""Prints how long the bot takes for a question in Discord, as a ratio to a bot that only repeats it: `python scripts/bench_discord.py`."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))

import discord  # noqa: E402 - the path comes first
import simcord  # noqa: E402

from biobot.bot.client import create_bot  # noqa: E402
from biobot.bot.pace import Pace, Rate  # noqa: E402
from biobot.service import Service  # noqa: E402
from biobot.store.memory import MemoryStore  # noqa: E402

CHANNELS, EACH, ROUNDS = 20, 10, 5


class Echo(discord.Client):
    """Repeats what it is told."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True, guild_messages=True))

    async def on_message(self, message: discord.Message) -> None:
        """Repeat a message of somebody else."""
        if self.user is not None and message.author.id != self.user.id:
            await message.reply(message.content)


async def seconds(bot: discord.Client, questions: tuple[str, ...]) -> float:
    """Give the seconds a question takes, from its arrival to its answer, when many arrive at once."""
    async with simcord.run(bot) as env:
        guild = env.create_guild()
        channels = [guild.create_text_channel(f"channel-{number}") for number in range(CHANNELS)]
        asker = guild.add_member(env.create_user("asker"))
        rounds = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            for number in range(EACH):
                for channel in channels:
                    question = questions[number % len(questions)]
                    env.backend.create_message(channel.id, asker.id, f"<@{env.backend.bot_user.id}> {question}")
            await env.settle(timeout=120)
            rounds.append((time.perf_counter() - started) / (EACH * CHANNELS))
    return median(rounds)


async def main() -> None:
    """Measure both bots in turn."""
    service = Service.open()
    questions = service.known("", limit=EACH)
    freely = Pace(Rate(100_000, 1), Rate(100_000, 1))
    echo = await seconds(Echo(), questions)
    biobot = await seconds(create_bot(service, MemoryStore(), pace=freely, shard_count=1), questions)
    print(
        f"a question in the simulated Discord: {biobot * 1000:.1f} ms, "
        f"{biobot / echo:.1f} times a bot that only repeats it ({echo * 1000:.1f} ms)"
    )


if __name__ == "__main__":
    asyncio.run(main())
