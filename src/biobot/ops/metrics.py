"""Figures for Prometheus. They are counted from what the log tells, and read off the bot when somebody asks."""

from __future__ import annotations

import logging
import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from biobot import __version__
from biobot.events import NOTICE, Event

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_RECENT = 500
_UNANSWERED = frozenset({"silent", "decline"})
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Shard:
    """One connection to Discord."""

    id: int
    connected: bool
    latency: float = math.nan


@dataclass(frozen=True, slots=True)
class State:
    """How the bot is at a moment: what cannot be counted from the log."""

    pack: str = ""
    version: str = ""
    guilds: int = 0
    shards: tuple[Shard, ...] = ()
    store_ok: bool = True
    store_pending: int = 0
    store_dropped: int = 0
    store_errors: int = 0
    problems: tuple[str, ...] = field(default=())

    @property
    def ready(self) -> bool:
        """Whether the bot can be asked by everybody it serves."""
        return not self.problems


class Metrics(logging.Handler):
    """Counts questions, refusals and errors as the log tells of them; put it on the logger `biobot`."""

    def __init__(self, state: Callable[[], State]) -> None:
        super().__init__(level=logging.INFO)
        self.registry = CollectorRegistry()
        self._recent: deque[bool] = deque(maxlen=_RECENT)
        registry = self.registry
        self._questions = Counter(
            "biobot_questions",
            "Questions dealt with, by kind of the reply and surface",
            ["kind", "surface"],
            registry=registry,
        )
        self._seconds = Histogram(
            "biobot_reply_seconds",
            "Seconds from hearing a question until Discord took the reply",
            ["surface"],
            buckets=_SECONDS,
            registry=registry,
        )
        unanswered = Gauge(
            "biobot_unanswered_ratio",
            f"Share of the last {_RECENT} questions about which the source says nothing",
            registry=registry,
        )
        unanswered.set_function(self._unanswered)
        self._lines = Counter("biobot_log_lines", "Lines of the log, by level", ["level"], registry=registry)
        self._reloads = Counter(
            "biobot_reloads",
            "Times that the knowledge was to be loaded anew, by outcome",
            ["outcome"],
            registry=registry,
        )
        Info("biobot", "The program", registry=registry).info({"version": __version__})
        registry.register(_Now(state))
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        GCCollector(registry=registry)
        for level in ("warning", "error"):
            self._lines.labels(level)
        for outcome in ("taken", "refused"):
            self._reloads.labels(outcome)

    def emit(self, record: logging.LogRecord) -> None:
        """Count a line of the log."""
        if record.levelno >= logging.WARNING:
            self._lines.labels(record.levelname.lower()).inc()
        found = getattr(record, "dealt_with", None)
        if isinstance(found, Event):
            self._count(found)
        outcome = getattr(record, "reload", None)
        if outcome is not None:
            self._reloads.labels(outcome).inc()

    def text(self) -> bytes:
        """Return every figure in Prometheus's text format."""
        return generate_latest(self.registry)

    def _count(self, event: Event) -> None:
        self._questions.labels(event.kind, event.surface).inc()
        self._seconds.labels(event.surface).observe(event.seconds)
        if event.kind != NOTICE:
            self._recent.append(event.kind in _UNANSWERED)

    def _unanswered(self) -> float:
        return sum(self._recent) / len(self._recent) if self._recent else 0.0


class _Now(Collector):
    """Reads the bot's state at the moment of asking."""

    def __init__(self, state: Callable[[], State]) -> None:
        self._state = state

    def describe(self) -> Iterable[Metric]:
        """Tell the names without asking the bot, which may not be there yet."""
        return _families(State())

    def collect(self) -> Iterable[Metric]:
        """Give the state as figures."""
        return _families(self._state())


def _families(state: State) -> Iterator[Metric]:
    pack = GaugeMetricFamily("biobot_pack_info", "The knowledge that is answered from", labels=["pack", "version"])
    pack.add_metric([state.pack, state.version], 1)
    yield pack
    yield GaugeMetricFamily("biobot_ready", "Whether the bot can be asked", value=float(state.ready))
    yield GaugeMetricFamily("biobot_guilds", "Servers that the bot is in", value=state.guilds)
    latency = GaugeMetricFamily(
        "biobot_gateway_latency_seconds", "Seconds of a heartbeat's way to Discord and back", labels=["shard"]
    )
    connected = GaugeMetricFamily(
        "biobot_gateway_connected", "Whether a shard is connected to Discord", labels=["shard"]
    )
    for shard in state.shards:
        connected.add_metric([str(shard.id)], float(shard.connected))
        if math.isfinite(shard.latency):
            latency.add_metric([str(shard.id)], shard.latency)
    yield latency
    yield connected
    yield GaugeMetricFamily(
        "biobot_store_up", "Whether the database took the last thing it was told", value=float(state.store_ok)
    )
    yield GaugeMetricFamily("biobot_store_pending", "Counts that wait to be written", value=state.store_pending)
    yield CounterMetricFamily("biobot_store_errors", "Times that the database failed", value=state.store_errors)
    yield CounterMetricFamily(
        "biobot_store_dropped", "Counts that were given up because too many waited", value=state.store_dropped
    )
