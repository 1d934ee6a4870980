"""Checks the figures of a yes/no question against the source's figure: yes, no, or nearly."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Literal

from biobot.engine.read import Reading
from biobot.engine.values import Computed
from biobot.pack.models import Fact
from biobot.text.figures import Figure, figures

Verdict = Literal["yes", "no", "nearly", ""]

_NEAR = Fraction(5, 100)
_MILE = Fraction(1609344, 1000000)
_MORE = re.compile(
    r"(?:over|above|more than|greater than|bigger than|exceed(?:s|ed|ing)?|beyond|north of|upwards of|past|outright|better than|higher than|超过|多于|大于|不止|高于|超)\s*(?:an? )?$"
)
_LEAST = re.compile(
    r"(?:at least|no less than|not less than|minimum of|as (?:many|much) as|至少|不少于|不低于)\s*(?:an? )?$"
)
_LESS = re.compile(
    r"(?:under|below|less than|fewer than|smaller than|lower than|short of|不到|少于|低于|小于|不足)\s*(?:an? )?$"
)
_MOST = re.compile(r"(?:at most|no more than|not more than|up to|最多|不超过|至多)\s*(?:an? )?$")
_AFTER_MORE = re.compile(r"^\s*(?:\+|or more|or so more|以上|多)")
_AFTER_LESS = re.compile(r"^\s*(?:or less|or fewer|以下)")
_SHARE_NEAR = Fraction(1, 100)
_CONVERSIONS = {
    ("%", "share"): Fraction(1, 100),
    ("mile", "km"): _MILE,
    ("year", "month"): Fraction(12),
    ("week", "month"): Fraction(12, 52),
    ("day", "month"): Fraction(12, 365),
}


def comparable(fact: Fact, figure: Figure) -> Fraction | None:
    """Return the question's figure in the unit of the fact, or None where the two can't be compared."""
    known = fact.figure
    if known is None:
        return None
    if figure.unit == "date":
        return figure.value if known.unit in ("year", "date") else None
    if known.unit == figure.unit or (figure.unit == "" and known.unit not in ("date", "share")):
        return figure.value
    if known.unit == "%":
        return _percent(known.direction, figure)
    factor = _CONVERSIONS.get((figure.unit, known.unit))
    return figure.value * factor if factor else None


def _percent(direction: str | None, figure: Figure) -> Fraction | None:
    """A share as percent; a factor as the change that it means."""
    if figure.unit == "share":
        return figure.value * 100
    if figure.unit != "factor" or direction is None or figure.value <= 0:
        return None
    return ((figure.value - 1) if direction == "up" else (1 - 1 / figure.value)) * 100


def check(reading: Reading, fact: Fact) -> Verdict:
    """Return the verdict of a yes/no question on that fact: its first comparable figure, else its direction, decides."""
    known = fact.figure
    if known is None or not reading.polar:
        return ""
    dated = known.unit in ("year", "date")
    for figure in reading.dates if dated else reading.figures:
        value = comparable(fact, figure)
        if value is not None:
            return _compare(reading.text, figure, value, known.number, known.unit)
    return _direction(reading, known.direction)


def check_computed(reading: Reading, computed: Computed, unit: str) -> Verdict:
    """Return the verdict of a yes/no question on a figure that was worked out, in that unit: its own figure of that kind decides."""
    if not reading.polar:
        return ""
    known = figures(computed.result)[0]
    inputs = {figure.value for figure in figures(computed.working.partition("≈")[0].partition("=")[0])}
    claimed = [figure for figure in reading.figures if figure.unit in ("", known.unit, unit.removesuffix("s"))]
    if len(claimed) > 1:
        claimed = [figure for figure in claimed if figure.value not in inputs]
    if len(claimed) != 1:
        return ""
    return _compare(reading.text, claimed[0], claimed[0].value, known.value, known.unit)


def _compare(text: str, figure: Figure, value: Fraction, known: Fraction, unit: str) -> Verdict:
    before, after = text[: figure.start].rstrip(" $"), text[figure.end :]
    more = bool(_MORE.search(before)) or figure.text.startswith("majority")
    bound = _bound(before, after, figure, more=more)
    if bound is not None:
        return "yes" if bound(known, value) else "no"
    if value == known or (unit == "share" and abs(value - known) < _SHARE_NEAR):
        return "yes"
    near = unit not in ("rank", "year", "date") and abs(value - known) <= _NEAR * known
    return "nearly" if near else "no"


def _bound(before: str, after: str, figure: Figure, *, more: bool) -> Callable[[Fraction, Fraction], bool] | None:
    """The comparison that words around a figure ask for (“over”, “at least”, “fewer than”), if they do."""
    bounds = (
        (more, operator.gt),
        (_LEAST.search(before) or _AFTER_MORE.match(after) or figure.text.endswith("+"), operator.ge),
        (_LESS.search(before) or _AFTER_LESS.match(after), operator.lt),
        (_MOST.search(before), operator.le),
    )
    return next((compare for found, compare in bounds if found), None)


def _direction(reading: Reading, direction: str | None) -> Verdict:
    up, down = reading.has("up"), reading.has("down")
    if direction is None or up == down:
        return ""
    return "yes" if (direction == "up") == up else "no"
