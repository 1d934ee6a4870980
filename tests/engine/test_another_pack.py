"""The engine knows nothing by itself: with another pack it is another bot."""

from __future__ import annotations

from pathlib import Path

import pytest

from biobot.engine.answer import answer
from biobot.engine.conversation import EMPTY
from biobot.pack.index import Index
from biobot.service import load
from tests.unit.pack.lighthouse import FILES, write


@pytest.fixture(scope="module")
def lighthouse(tmp_path_factory: pytest.TempPathFactory) -> Index:
    pack, problems = load(write(Path(tmp_path_factory.mktemp("lighthouse")), FILES))
    assert pack is not None, problems
    return Index(pack)


@pytest.mark.parametrize(
    ("question", "kind", "text"),
    [
        ("how high is the lighthouse?", "answer", "48 metres, it says."),
        ("灯塔有多高", "answer", "48 metres, it says."),
        ("how often does the beacon blink", "answer", "Two flashes a minute."),
        ("how old was the lighthouse in 2000?", "answer", "129 years (2000 − 1871 = 129)."),
        ("ahoy!", "social", "Ahoy!"),
        ("how many phd researchers are there in shanghai?", "decline", "."),
    ],
)
def test_it_answers_from_its_own_source(question: str, kind: str, text: str, lighthouse: Index) -> None:
    reply, _ = answer(lighthouse, EMPTY, question)

    assert (reply.kind, reply.text) == (kind, text)
