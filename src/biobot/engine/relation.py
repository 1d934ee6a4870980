"""A computed relation between figures, and what figures can be set against each other."""

from __future__ import annotations

from dataclasses import dataclass

from biobot.engine.values import Computed
from biobot.pack.models import Fact

_MEASURES = {"USD", "%", "month", "km", "rank", "share", "year", "date"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A computed relation between figures: the kind of reply, the facts in the order of the reply, and what was computed."""

    kind: str
    facts: tuple[str, ...]
    computed: Computed | None
    period: str = ""

    @property
    def sound(self) -> bool:
        """Whether there is something to say: a computed figure, or figures to set side by side."""
        return self.computed is not None or self.kind in ("order", "side-by-side", "extreme")


def measure(fact: Fact) -> str:
    """Return the class of a figure's unit: counts of anything compare with each other."""
    unit = fact.figure.unit if fact.figure else ""
    return unit if unit in _MEASURES else "count"
