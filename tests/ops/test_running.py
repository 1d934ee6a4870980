"""The bot as it runs at a host: starts, says what is wrong, stops without losing an answer, and can be watched."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import os
import shutil
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import discord
import pytest
from discord.gateway import DiscordWebSocket
from pydantic import SecretStr
from yarl import URL

from biobot.bot.run import run
from biobot.config import Settings
from biobot.ops.backoff import FILE, Starts
from biobot.service import Service, default_pack
from tests.bot.fake import FakeService, answer
from tests.bot.local_discord import serving
from tests.ops.conftest import TOKEN
from tests.ops.local import HostsDiscord, stop_this_program

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="stops the program by signals")

QUESTION = "do pretty birds fly?"


class Birds(FakeService):
    """Knows one thing, whatever is asked."""

    version = "1.0.0"


@pytest.fixture
def settings(tmp_path: Path, unset: None) -> Settings:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return Settings(_env_file=None, token=SecretStr(TOKEN), data_folder=tmp_path, health_port=port, log_format="json")


@pytest.fixture
def service() -> Service:
    return Birds(answer)


@pytest.fixture
def hosted(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., tuple[int, str]]]:
    """Give a function that runs the bot at that Discord until it ends, and gives its status and what it wrote."""

    def start(local: HostsDiscord, service: Service, own: Settings = settings) -> tuple[int, str]:
        # However a test fails, it ends.
        rescue = threading.Timer(25, stop_this_program)
        rescue.start()
        try:
            with serving(local) as address:
                monkeypatch.setattr(discord.http.Route, "BASE", address)
                monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", URL(address.replace("http", "ws", 1)))
                status = run(own, service)
        finally:
            rescue.cancel()
        written = capsys.readouterr().err
        assert TOKEN not in written
        assert QUESTION not in written
        return status, written

    yield start
    assert logging.getLogger("biobot").handlers == []


Hosted = Callable[..., tuple[int, str]]


def test_sigterm_in_the_middle_of_a_reply_lets_it_finish(hosted: Hosted, service: Service) -> None:
    local = HostsDiscord(message=QUESTION, when_posted=stop_this_program)
    status, written = hosted(local, service)

    assert (status, local.delivered) == (0, 1)
    assert "nothing is left to answer" in written
    assert "lost" not in written


def test_the_log_of_a_whole_run_is_one_json_object_a_line_and_tells_of_the_question(
    hosted: Hosted, service: Service
) -> None:
    local = HostsDiscord(message=QUESTION, when_done=stop_this_program)
    _, written = hosted(local, service)

    found = [json.loads(line) for line in written.splitlines()]
    (told,) = [line for line in found if line.get("kind") == "answer"]
    assert (told["surface"], told["level"]) == ("dm", "info")
    assert len(told["event"]) == 8


def test_it_is_ready_once_it_is_connected_and_counts_what_it_is_asked(
    hosted: Hosted, service: Service, settings: Settings
) -> None:
    seen: dict[str, str] = {}

    def look() -> None:
        # The bot waits for the answer of this Discord and not for this thread: asking it here holds nobody up.
        threading.Thread(target=ask).start()

    def ask() -> None:
        wait_for(settings, "readyz", "ready")
        for page in ("healthz", "readyz", "metrics"):
            seen[page] = get(settings, page)
        stop_this_program()

    hosted(HostsDiscord(message=QUESTION, when_done=once(look)), service)

    assert (seen["healthz"], seen["readyz"]) == ("alive\n", "ready\n")
    assert 'biobot_questions_total{kind="answer",surface="dm"} 1.0' in seen["metrics"]
    assert 'biobot_gateway_connected{shard="0"} 1.0' in seen["metrics"]
    assert "biobot_store_up 1.0" in seen["metrics"]


def get(settings: Settings, page: str) -> str:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{settings.health_port}/{page}", timeout=5) as response:
            return str(response.read().decode())
    except (OSError, urllib.error.URLError):
        return ""


def wait_for(settings: Settings, page: str, text: str) -> None:
    for _ in range(200):
        if get(settings, page).startswith(text) or (page == "metrics" and text in get(settings, page)):
            return
        time.sleep(0.05)


def once(call: Callable[[], None]) -> Callable[[], None]:
    called: list[None] = []

    def first() -> None:
        if not called:
            called.append(None)
            call()

    return first


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (4004, "Discord refused the token: make a new one"),
        (4010, "Discord refuses these shards (close code 4010)"),
        (4011, "leave it empty and Discord decides"),
        (4013, "closed the connection for good (close code 4013)"),
        (4014, "Privileged Gateway Intents"),
    ],
)
def test_what_discord_closes_the_connection_for_is_told_in_one_sentence(
    code: int, said: str, hosted: Hosted, service: Service
) -> None:
    status, written = hosted(HostsDiscord(closes_with=code), service)

    assert status == 1
    assert said in json.loads(written.splitlines()[-1])["message"]
    assert "Traceback" not in written


def test_after_many_starts_it_waits_and_can_still_be_stopped(
    hosted: Hosted, service: Service, settings: Settings
) -> None:
    starts = Starts(settings.data)
    for _ in range(5):
        starts.note()
    local = HostsDiscord()
    stop_when(lambda: len(json.loads((settings.data / FILE).read_text())) == 6)
    status, written = hosted(local, service)

    assert (status, local.identified) == (0, [])
    assert "It was started often lately: connecting in 60 seconds" in written


def test_without_a_start_left_it_waits_until_discord_allows_one(
    hosted: Hosted, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    from biobot.bot import run as running

    wait = running._wait

    async def stop_and_wait(seconds: float, reason: str) -> None:
        if seconds:
            asyncio.get_running_loop().call_later(0.05, stop_this_program)
        await wait(seconds, reason)

    monkeypatch.setattr(running, "_wait", stop_and_wait)
    local = HostsDiscord(starts_left=0)
    status, written = hosted(local, service)

    assert (status, local.identified) == (0, [])
    assert "Discord allows 0 more connections today: connecting in 3600 seconds" in written


def stop_when(condition: Callable[[], bool]) -> None:
    """Stop this program, from a thread, as soon as that holds."""

    def watch() -> None:
        for _ in range(600):
            try:
                if condition():
                    break
            except (OSError, ValueError):
                pass
            time.sleep(0.05)
        time.sleep(0.2)
        stop_this_program()

    threading.Thread(target=watch).start()


def test_a_clean_stop_is_no_crash_and_costs_the_next_start_nothing(
    hosted: Hosted, service: Service, settings: Settings
) -> None:
    hosted(HostsDiscord(when_done=stop_this_program), service)

    assert not (settings.data / FILE).exists()


def test_a_start_that_fails_is_remembered(hosted: Hosted, service: Service, settings: Settings) -> None:
    hosted(HostsDiscord(refuses=True), service)

    assert len(json.loads((settings.data / FILE).read_text())) == 1


def test_each_process_connects_its_own_shards(hosted: Hosted, service: Service, settings: Settings) -> None:
    seen = []
    for ids in ((0,), (1,)):
        local = HostsDiscord()
        local.when_done = stop_once_connected(local, len(ids))
        own = settings.model_copy(update={"shard_count": 2, "shard_ids": ids})
        status, _ = hosted(local, service, own)
        assert status == 0
        seen.append(local.identified)

    assert seen == [[[0, 2]], [[1, 2]]]


def stop_once_connected(local: HostsDiscord, count: int) -> Callable[[], None]:
    def check() -> None:
        if len(local.identified) == count:
            stop_this_program()

    return check


def test_a_database_out_of_reach_keeps_nobody_from_being_answered(
    hosted: Hosted, service: Service, settings: Settings
) -> None:
    local = HostsDiscord(message=QUESTION, when_done=stop_this_program)
    own = settings.model_copy(update={"database_url": SecretStr("postgresql+asyncpg://bot:hunter2@127.0.0.1:9/biobot")})
    status, written = hosted(local, service, own)

    assert (status, local.delivered) == (0, 1)
    assert "The bot answers all the same and tries again." in written
    assert "hunter2" not in written


def test_a_taken_port_keeps_nobody_from_being_answered(hosted: Hosted, service: Service, settings: Settings) -> None:
    local = HostsDiscord(message=QUESTION, when_done=stop_this_program)
    with socket.create_server(("127.0.0.1", settings.health_port)):
        status, written = hosted(local, service)

    assert (status, local.delivered) == (0, 1)
    assert "can't be had" in written


def test_the_knowledge_is_out_of_the_garbage_collectors_way_from_the_start_and_after_a_reload(
    hosted: Hosted, settings: Settings, tmp_path: Path
) -> None:
    """A full collection looks at nothing of it, so nobody's answer waits for one."""
    shutil.copytree(default_pack().parent, tmp_path / "knowledge")
    pack = tmp_path / "knowledge" / default_pack().name
    service = Service.open(pack)
    looked_at: list[bool] = []

    def look() -> None:
        own = {id(one) for one in gc.get_objects()}
        looked_at.append(bool(own & {id(fact) for fact in service._index.facts.values()}))

    def steps() -> None:
        look()
        text = (pack / "pack.yaml").read_text(encoding="utf-8")
        (pack / "pack.yaml").write_text(text.replace(service.version, "9.9.8", 1), encoding="utf-8")
        os.kill(os.getpid(), signal.SIGHUP)
        wait_for(settings, "metrics", 'outcome="taken"} 1.0')
        look()
        stop_this_program()

    own = settings.model_copy(update={"pack": pack})
    start = once(lambda: threading.Thread(target=steps).start())
    hosted(HostsDiscord(when_done=start), service, own)

    assert service.version == "9.9.8"
    assert looked_at == [False, False]
    look()
    assert looked_at[-1], "once the bot has stopped, everything is as it was"


def test_so_is_the_library_that_draws_the_pictures_once_it_is_loaded(hosted: Hosted, service: Service) -> None:
    connected, library = threading.Event(), [["some large library"]]

    def load() -> None:
        connected.wait(20)
        library.append(["its last part"])

    def is_looked_at() -> bool:
        own = {id(one) for one in gc.get_objects()}
        return id(library[-1]) in own

    def steps() -> None:
        connected.set()
        for _ in range(200):
            if len(library) > 1 and not is_looked_at():
                break
            time.sleep(0.05)
        seen.append(is_looked_at())
        stop_this_program()

    seen: list[bool] = []
    service.prepare = load  # type: ignore[method-assign]
    start = once(lambda: threading.Thread(target=steps).start())
    hosted(HostsDiscord(when_done=start), service)

    assert seen == [False]
    assert is_looked_at(), "once the bot has stopped, everything is as it was"


def test_pictures_that_are_drawn_only_when_the_bot_has_stopped_change_nothing_of_that(
    hosted: Hosted, service: Service
) -> None:
    connected = threading.Event()

    def load() -> None:
        connected.wait(20)
        for _ in range(200):
            if not gc.get_freeze_count():
                break
            time.sleep(0.05)

    def steps() -> None:
        connected.set()
        stop_this_program()

    service.prepare = load  # type: ignore[method-assign]
    hosted(HostsDiscord(when_done=once(steps)), service)

    assert gc.get_freeze_count() == 0


def test_a_hang_up_signal_loads_changed_knowledge_and_refuses_broken_one(
    hosted: Hosted, settings: Settings, tmp_path: Path
) -> None:
    shutil.copytree(default_pack().parent, tmp_path / "knowledge")
    pack = tmp_path / "knowledge" / default_pack().name
    service = Service.open(pack)
    good = (pack / "pack.yaml").read_text(encoding="utf-8")
    before = service.version
    seen: list[str] = []

    def change() -> None:
        threading.Thread(target=steps).start()

    def steps() -> None:
        (pack / "pack.yaml").write_text(good.replace("version:", "verison:", 1), encoding="utf-8")
        os.kill(os.getpid(), signal.SIGHUP)
        wait_for(settings, "metrics", 'outcome="refused"} 1.0')
        seen.append(service.version)
        (pack / "pack.yaml").write_text(good.replace(before, "9.9.8", 1), encoding="utf-8")
        os.kill(os.getpid(), signal.SIGHUP)
        wait_for(settings, "metrics", 'outcome="taken"} 1.0')
        seen.append(service.version)
        stop_this_program()

    own = settings.model_copy(update={"pack": pack})
    status, written = hosted(HostsDiscord(when_done=once(change)), service, own)

    assert status == 0
    assert seen == [before, "9.9.8"]
    assert f"The bot goes on with version {before}." in written
    assert "pack.yaml:" in written
    assert "answers from" in written
