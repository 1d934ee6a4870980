"""Changed knowledge is loaded without a restart; what is broken never takes the place of what works, and says why."""

from __future__ import annotations

import asyncio
import logging
import re
import shutil
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from biobot import service as services
from biobot.config import Settings
from biobot.errors import BiobotError
from biobot.events import event
from biobot.ops.health import Port, serving
from biobot.ops.metrics import Metrics, State
from biobot.ops.reload import Loader, ask_to_reload, ask_whether_ready
from biobot.service import Service, default_pack


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the shipped pack, and of the words that lie beside it."""
    shutil.copytree(default_pack().parent, tmp_path / "knowledge")
    return tmp_path / "knowledge" / default_pack().name


@pytest.fixture
def service(pack: Path) -> Service:
    return Service.open(pack)


class Told:
    """Counts how often the bot was told that its knowledge is another."""

    times = 0

    async def __call__(self) -> None:
        self.times += 1


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def loader(service: Service, pack: Path, told: Told) -> Loader:
    return Loader(service, pack, told)


def edit(path: Path, pattern: str, to: str) -> None:
    text = path.read_text(encoding="utf-8")
    changed = re.sub(pattern, to, text, count=1, flags=re.MULTILINE)
    assert changed != text
    path.write_text(changed, encoding="utf-8")


def new_version(pack: Path) -> None:
    edit(pack / "pack.yaml", r"^version: .*$", "version: 9.9.9")


def break_(pack: Path) -> None:
    edit(pack / "pack.yaml", r"^version:", "verison:")


async def test_a_changed_pack_is_taken(loader: Loader, service: Service, pack: Path, told: Told) -> None:
    service.ask("hello", conversation="a")
    new_version(pack)
    done = await loader.load()

    assert done.taken
    assert service.version == "9.9.9"
    assert done.message.endswith("9.9.9 now.")
    assert told.times == 1
    assert service.ask("hello", conversation="a").kind == "social"


async def test_a_broken_pack_is_refused_and_every_problem_named(
    loader: Loader, service: Service, pack: Path, told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    before = service.version
    break_(pack)
    with event("dm"):
        done = await loader.load()

    assert not done.taken
    assert any(re.match(r"pack\.yaml:\d+: ", problem) for problem in done.problems)
    assert f"The bot goes on with version {before}." in done.message
    assert service.version == before
    assert service.ask("hello").kind == "social"
    assert told.times == 0
    assert done.message in caplog.text
    assert all(problem in caplog.text for problem in done.problems)


async def test_a_pack_that_went_away_is_refused(loader: Loader, service: Service, pack: Path) -> None:
    shutil.rmtree(pack)

    assert not (await loader.load()).taken
    assert service.ask("hello").kind == "social"


async def test_a_pack_that_is_being_written_is_refused(
    loader: Loader, service: Service, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(pack / "pack.yaml", r"^version: .*$", "version: 8.0.0")
    load = services.load

    def while_it_is_written(root: Path) -> object:
        found = load(root)
        new_version(pack)
        return found

    monkeypatch.setattr(services, "load", while_it_is_written)
    done = await loader.load()

    assert not done.taken
    assert "changed while it was read: try again" in done.message


async def test_something_unforeseen_is_refused_too(
    loader: Loader, service: Service, pack: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: Path) -> None:
        raise MemoryError

    edit(pack / "pack.yaml", r"^version: .*$", "version: 7.0.0")
    monkeypatch.setattr(services, "load", fail)
    done = await loader.load()

    assert not done.taken
    assert "MemoryError" in done.message


async def test_another_process_loads_only_what_has_changed(loader: Loader, pack: Path, told: Told) -> None:
    await loader.load_if_changed()
    assert told.times == 0
    new_version(pack)
    await loader.load_if_changed()
    await loader.load_if_changed()
    assert told.times == 1


async def test_the_command_asks_the_running_bot(loader: Loader, service: Service, pack: Path, unset: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1]
    state = State()
    settings = Settings(_env_file=None, health_port=number)
    async with serving(Port(Metrics(lambda: state), lambda: state, loader.load), "127.0.0.1", number):
        assert await ask_whether_ready(settings) == (True, "ready")
        new_version(pack)
        done = await ask_to_reload(settings)
        assert (done.taken, service.version) == (True, "9.9.9")
        break_(pack)
        done = await ask_to_reload(settings)
        assert not done.taken
        assert done.problems
    with pytest.raises(BiobotError, match="No bot answers at port"):
        await ask_to_reload(settings)


async def test_reloads_are_counted_by_outcome(loader: Loader, pack: Path) -> None:
    metrics = Metrics(State)
    log = logging.getLogger("biobot")
    log.addHandler(metrics)
    log.setLevel(logging.INFO)
    try:
        await loader.load()
        break_(pack)
        await loader.load()
    finally:
        log.removeHandler(metrics)
    text = metrics.text().decode()

    assert 'biobot_reloads_total{outcome="taken"} 1.0' in text
    assert 'biobot_reloads_total{outcome="refused"} 1.0' in text


async def test_two_wishes_at_once_are_fulfilled_one_after_the_other(loader: Loader, pack: Path, told: Told) -> None:
    new_version(pack)
    done = await asyncio.gather(loader.load(), loader.load())

    assert [one.taken for one in done] == [True, True]
    assert told.times == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGHUP; biobot reload works there")
async def test_a_hang_up_signal_reaches_whoever_listens() -> None:
    from biobot.bot.run import on_signals

    heard = asyncio.Event()
    listen: Callable[[], None] = heard.set
    with on_signals((signal.SIGHUP,), listen):
        signal.raise_signal(signal.SIGHUP)
        await asyncio.wait_for(heard.wait(), 5)
