"""The port for whoever watches over the bot: whether it runs, whether it can be asked, its figures; and the dashboard."""

from __future__ import annotations

import json
import logging
import re
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from biobot.events import event, replied
from biobot.ops import health
from biobot.ops.health import RELOAD_HEADER, Port, Reloaded, serving
from biobot.ops.metrics import Metrics, Shard, State

WELL = State("Birds", "1.2.0", 12, (Shard(0, True, 0.045), Shard(1, True)))


class Bot:
    """A bot whose state a test sets."""

    def __init__(self) -> None:
        self.state = WELL
        self.metrics = Metrics(lambda: self.state)
        self.reloads = 0

    async def reload(self) -> Reloaded:
        self.reloads += 1
        return Reloaded(False, "It is broken.", ("facts.yaml:3: wrong",))


@pytest.fixture
def bot() -> Iterator[Bot]:
    made = Bot()
    log = logging.getLogger("biobot")
    level = log.level
    log.setLevel(logging.INFO)
    log.addHandler(made.metrics)
    yield made
    log.removeHandler(made.metrics)
    log.setLevel(level)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
async def address(bot: Bot) -> AsyncIterator[str]:
    async with serving(Port(bot.metrics, lambda: bot.state, bot.reload), "127.0.0.1", free_port()) as port:
        assert port
        yield f"http://127.0.0.1:{port}"


async def get(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status, await response.text()


async def figures(address: str) -> dict[str, float]:
    status, text = await get(f"{address}/metrics")
    assert status == 200
    found = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels = ",".join(f"{name}={value}" for name, value in sorted(sample.labels.items()))
            found[f"{sample.name}{{{labels}}}" if labels else sample.name] = sample.value
    return found


def ask(kind: str, surface: str = "dm") -> None:
    with event(surface):
        replied(kind)


async def test_it_is_alive_as_long_as_it_runs(bot: Bot, address: str) -> None:
    bot.state = State(problems=("Not connected.",))

    assert await get(f"{address}/healthz") == (200, "alive\n")


async def test_it_is_ready_when_it_can_be_asked(bot: Bot, address: str) -> None:
    assert await get(f"{address}/readyz") == (200, "ready\n")
    bot.state = State(problems=("Shard 3 is not connected to Discord.", "And more."))
    assert await get(f"{address}/readyz") == (503, "Shard 3 is not connected to Discord.\nAnd more.\n")


async def test_a_database_that_is_down_leaves_it_ready(bot: Bot, address: str) -> None:
    bot.state = State(store_ok=False, store_errors=4, store_pending=9, store_dropped=1)

    assert (await get(f"{address}/readyz"))[0] == 200
    found = await figures(address)
    assert [found[f"biobot_store_{name}"] for name in ("up", "errors_total", "pending", "dropped_total")] == [
        0,
        4,
        9,
        1,
    ]


async def test_questions_are_counted_by_kind_and_surface(bot: Bot, address: str) -> None:
    for kind, surface in (("answer", "dm"), ("answer", "mention"), ("answer", "mention"), ("silent", "command")):
        ask(kind, surface)

    found = await figures(address)
    assert found["biobot_questions_total{kind=answer,surface=mention}"] == 2
    assert found["biobot_questions_total{kind=silent,surface=command}"] == 1
    assert found["biobot_reply_seconds_count{surface=mention}"] == 2
    assert found["biobot_unanswered_ratio"] == 0.25


async def test_the_bots_own_notices_say_nothing_about_unanswered_questions(bot: Bot, address: str) -> None:
    ask("silent")
    with event("button"):
        pass

    assert (await figures(address))["biobot_unanswered_ratio"] == 1.0


async def test_its_state_is_read_at_the_moment_of_asking(bot: Bot, address: str) -> None:
    found = await figures(address)
    assert found["biobot_guilds"] == 12
    assert found["biobot_pack_info{pack=Birds,version=1.2.0}"] == 1
    assert found["biobot_gateway_latency_seconds{shard=0}"] == 0.045
    assert "biobot_gateway_latency_seconds{shard=1}" not in found
    assert found["biobot_ready"] == 1

    bot.state = State(guilds=13, shards=(Shard(0, False),), problems=("Gone.",))
    found = await figures(address)
    assert (found["biobot_guilds"], found["biobot_gateway_connected{shard=0}"], found["biobot_ready"]) == (13, 0, 0)


async def test_warnings_and_errors_of_the_log_are_counted(bot: Bot, address: str) -> None:
    log = logging.getLogger("biobot.bot.deliver")
    log.warning("I may not answer")
    log.error("An answer was lost")
    log.info("Nothing")

    found = await figures(address)
    assert found["biobot_log_lines_total{level=warning}"] == 1
    assert found["biobot_log_lines_total{level=error}"] == 1


async def test_nothing_that_people_wrote_is_among_the_figures(bot: Bot, address: str) -> None:
    ask("answer")

    assert "question" not in re.sub(
        r"biobot_questions\w*|Questions dealt with|a question|last 500 questions",
        "",
        (await get(f"{address}/metrics"))[1],
    )


async def test_reloading_needs_the_programs_own_header(bot: Bot, address: str) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{address}/reload") as response:
            assert response.status == 403
        async with session.post(f"{address}/reload", headers={RELOAD_HEADER: "1"}) as response:
            assert await response.json() == {
                "taken": False,
                "message": "It is broken.",
                "problems": ["facts.yaml:3: wrong"],
            }
    assert bot.reloads == 1


@pytest.mark.parametrize(
    ("remote", "here"), [("127.0.0.1", True), ("::1", True), ("192.0.2.1", False), (None, False), ("x", False)]
)
def test_reloading_is_for_this_machine_alone(remote: str | None, here: bool) -> None:
    assert health._from_here(remote) is here


async def test_a_port_that_is_taken_keeps_nobody_from_being_answered(
    bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        async with serving(Port(bot.metrics, lambda: bot.state, bot.reload), "127.0.0.1", number) as port:
            assert port == 0

    assert f"port {number} of 127.0.0.1 can't be had" in caplog.text
    assert "BIOBOT_HEALTH_PORT" in caplog.text


async def test_the_port_can_be_switched_off(bot: Bot) -> None:
    async with serving(Port(bot.metrics, lambda: bot.state, bot.reload), "127.0.0.1", 0) as port:
        assert port == 0


def names_given(bot: Bot) -> set[str]:
    return {
        name
        for line in bot.metrics.text().decode().splitlines()
        if not line.startswith("#")
        for name in [re.split(r"[{ ]", line)[0]]
    }


class TestDashboard:
    @pytest.fixture
    def board(self, repository: Path) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((repository / "deploy/grafana/biobot.json").read_text(encoding="utf-8"))
        return found

    def test_every_metric_on_it_exists(self, board: dict[str, Any], bot: Bot) -> None:
        ask("answer")
        shown = {
            name
            for panel in board["panels"]
            for target in panel["targets"]
            for name in re.findall(r"\b(?:biobot|process)_\w+", target["expr"])
        }

        assert shown - names_given(bot) == set()

    def test_every_metric_of_the_bots_own_is_on_it(self, board: dict[str, Any], bot: Bot) -> None:
        ask("answer")
        text = json.dumps(board["panels"])
        own = {name for name in names_given(bot) if name.startswith("biobot_")}

        assert {name for name in own if name not in text and not name.endswith(("_created", "_sum", "_count"))} == set()

    def test_every_label_it_sorts_by_exists(self, board: dict[str, Any], bot: Bot) -> None:
        ask("answer")
        text = bot.metrics.text().decode()
        labels = {label for part in re.findall(r"by \(([\w, ]+)\)", json.dumps(board)) for label in part.split(", ")}

        assert {label for label in labels if f'{label}="' not in text} == set()

    def test_panels_have_titles_explanations_and_places_of_their_own(self, board: dict[str, Any]) -> None:
        panels = board["panels"]
        assert all(panel["title"] and panel["description"] for panel in panels)
        cells = [
            (x, y)
            for place in (panel["gridPos"] for panel in panels)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        ]
        assert len(cells) == len(set(cells))
        assert max(x for x, _ in cells) < 24
