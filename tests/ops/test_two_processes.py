"""Two processes that share a PostgreSQL database: what one of them is told reaches the other."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import SecretStr

from biobot.bot.client import Biobot, create_bot
from biobot.bot.run import opened, watched
from biobot.config import Settings
from biobot.ops.reload import ask_to_reload
from biobot.service import Service, default_pack
from biobot.store.create import create_store
from biobot.store.values import GuildSettings, Store
from tests.ops.conftest import TOKEN
from tests.ops.test_port import free_port
from tests.store.cluster import AVAILABLE, NO_POSTGRES, running

GUILD = 7


@dataclass
class Process:
    """One of the processes: its own bot, store and port."""

    settings: Settings
    bot: Biobot
    store: Store


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    if not AVAILABLE:
        pytest.skip(NO_POSTGRES)
    with running() as cluster:
        yield cluster.new_database()


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    shutil.copytree(default_pack().parent, tmp_path / "knowledge")
    return tmp_path / "knowledge" / default_pack().name


@pytest.fixture
async def processes(url: str, pack: Path, unset: None) -> AsyncIterator[list[Process]]:
    async with AsyncExitStack() as stack:
        made = []
        for number in range(2):
            settings = Settings(
                _env_file=None,
                token=SecretStr(TOKEN),
                pack=pack,
                database_url=SecretStr(url),
                shard_count=2,
                shard_ids=(number,),
                health_port=free_port(),
            )
            store = create_store(settings.store_url)
            bot = create_bot(Service.open(pack), store, shard_count=2, shard_ids=settings.shard_ids)
            await stack.enter_async_context(opened(store))
            await stack.enter_async_context(watched(bot, settings, store))
            made.append(Process(settings, bot, store))
        # Both listen: only then a word reaches both.
        heard: list[str] = []
        for process in made:
            process.store.subscribe(heard.append)
        while len(set(heard)) < 1 or heard.count("hello") < len(made):
            await made[0].store.announce("hello")
            await asyncio.sleep(0.05)
        yield made


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    for _ in range(400):
        if await holds():
            return
        await asyncio.sleep(0.05)
    pytest.fail("it never came to pass")


async def test_a_reload_reaches_both(processes: list[Process], pack: Path) -> None:
    file = pack / "pack.yaml"
    before = processes[0].bot.service.version
    file.write_text(file.read_text(encoding="utf-8").replace(before, "9.9.7", 1), encoding="utf-8")
    done = await ask_to_reload(processes[0].settings)

    assert done.taken

    async def both() -> bool:
        return [process.bot.service.version for process in processes] == ["9.9.7", "9.9.7"]

    await until(both)


async def test_a_changed_setting_reaches_both(processes: list[Process]) -> None:
    one, other = processes
    assert await settled(other.store) == GuildSettings()
    await one.store.save_settings(GUILD, GuildSettings(language="zh"))

    async def told() -> bool:
        return (await settled(other.store)).language == "zh"

    await until(told)


async def settled(store: Store) -> GuildSettings:
    return await store.settings(GUILD)
