"""The questions that the shipped pack itself holds, each answered once."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from biobot.engine.answer import answer
from biobot.engine.conversation import EMPTY
from biobot.engine.values import Reply
from biobot.pack.index import Index


@pytest.fixture(scope="session")
def replies(index: Index) -> Mapping[str, Reply]:
    """The reply to every golden question and every example, each asked alone."""
    golden = [golden.q for golden in index.pack.questions]
    examples = [text for intent in index.pack.intents for text in (*intent.examples.en, *intent.examples.zh)]
    return {text: answer(index, EMPTY, text)[0] for text in dict.fromkeys([*golden, *examples])}
