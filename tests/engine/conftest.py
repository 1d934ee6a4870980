"""A conversation with the shipped knowledge, through the engine's public door."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from biobot.engine.answer import answer
from biobot.engine.conversation import EMPTY
from biobot.engine.values import Reply
from biobot.pack.index import Index

Ask = Callable[..., Reply]


@pytest.fixture(scope="session")
def ask(index: Index) -> Ask:
    """Say one thing after the other in one conversation, and return the reply to the last."""

    def converse(*messages: str) -> Reply:
        state = EMPTY
        for message in messages[:-1]:
            _, state = answer(index, state, message)
        return answer(index, state, messages[-1])[0]

    return converse
