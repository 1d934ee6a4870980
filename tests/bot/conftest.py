"""A simulated Discord with one server, one channel, the bot, and people who ask."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import simcord.interactions
from simcord.backend import Backend
from simcord.backend.models import Interaction
from simcord.env import Env

from biobot.bot.client import Biobot, create_bot
from biobot.bot.pace import Pace, Rate
from biobot.service import Service
from biobot.store.memory import MemoryStore
from tests.bot.fake import FakeService, answer
from tests.bot.limits_held import assert_held
from tests.bot.world import World


@pytest.fixture
def service() -> Service:
    return FakeService(answer)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def pace() -> Pace:
    """Nobody has to wait, except in the tests of the pace."""
    return Pace(Rate(10_000, 1), Rate(10_000, 1))


@pytest.fixture
def simcord_bot(service: Service, store: MemoryStore, pace: Pace) -> Biobot:
    return create_bot(service, store, pace=pace, shard_count=1)


@pytest.fixture
async def world(simcord_env: Env) -> AsyncIterator[World]:
    """Give the world, and check afterwards that every request of the bot kept Discord's limits."""
    guild = simcord_env.create_guild("A server")
    channel = guild.create_text_channel("general")
    ann, ben = (guild.add_member(simcord_env.create_user(name)) for name in ("ann", "ben"))
    yield World(simcord_env, guild, channel, ann, ben)
    for request in simcord_env.http_requests:
        assert_held(request.path, request.json)


@pytest.fixture
def client_language(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Set the language of everybody's Discord client."""
    build = simcord.interactions.base_payload

    def speak(locale: str) -> None:
        def localised(backend: Backend, **about: Any) -> tuple[Interaction, dict[str, Any]]:  # noqa: ANN401
            record, payload = build(backend, **about)
            return record, payload | {"locale": locale}

        monkeypatch.setattr(simcord.interactions, "base_payload", localised)

    return speak
