"""How much may be asked in a while, by one person in a channel and by everybody in it."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import discord

from biobot.bot.recent import Recent


@dataclass(frozen=True, slots=True)
class Rate:
    """So many questions in so many seconds."""

    count: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Wait:
    """How many seconds are still to pass, and whether the person wasn't told yet."""

    seconds: int
    news: bool


class Pace:
    """Counts the questions of the last seconds."""

    def __init__(
        self,
        person: Rate = Rate(10, 30),
        channel: Rate = Rate(60, 30),
        *,
        now: Callable[[], datetime] = discord.utils.utcnow,
    ) -> None:
        self._person = person
        self._channel = channel
        self._now = now
        self._asked = Recent[tuple[int, ...], deque[datetime]]()
        self._told = Recent[tuple[int, int], datetime]()

    def take(self, channel: int, person: int) -> Wait | None:
        """Count a question, unless it comes too soon: then tell how long to wait."""
        now = self._now()
        counts = [(self._last((channel, person)), self._person), (self._last((channel,)), self._channel)]
        free = max(_free(times, rate, now) for times, rate in counts)
        if free > now:
            return Wait(math.ceil((free - now).total_seconds()), self._is_news(channel, person, now, free))
        for times, _ in counts:
            times.append(now)
        return None

    def _last(self, key: tuple[int, ...]) -> deque[datetime]:
        times = self._asked.get(key)
        # What was asked in the future was asked before the clock was set back: nobody waits for that.
        if times is None or (times and times[-1] > self._now()):
            times = deque(maxlen=max(self._person.count, self._channel.count))
            self._asked.set(key, times)
        return times

    def _is_news(self, channel: int, person: int, now: datetime, free: datetime) -> bool:
        until = self._told.get((channel, person))
        if until is not None and now < until:
            return False
        self._told.set((channel, person), free)
        return True


def _free(times: deque[datetime], rate: Rate, now: datetime) -> datetime:
    """Tell from when on one more question is welcome."""
    return times[-rate.count] + timedelta(seconds=rate.seconds) if len(times) >= rate.count else now
