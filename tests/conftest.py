"""What the tests share: the shipped pack and its index, read once, and a cache folder of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from biobot.pack.index import Index
from biobot.pack.models import Pack
from biobot.service import default_pack, load


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what a program puts by between its starts out of the user's own folders."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "LOCALAPPDATA"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        yield


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The shipped pack, checked."""
    found, problems = load(default_pack())
    assert found is not None, problems
    return found


@pytest.fixture(scope="session")
def index(pack: Pack) -> Index:
    """The index of the shipped pack."""
    return Index(pack)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder of the work tree."""
    return Path(__file__).parents[1]
