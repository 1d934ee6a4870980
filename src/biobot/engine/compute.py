"""Computes figures that the source doesn't print, from figures that it does, and shows the working.

Expressions are those of the pack's intents (+ - * / ** over named figures); a percentage enters as its hundredth and is
shown as printed.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from biobot.engine.values import Computed
from biobot.pack.models import Computation, Fact
from biobot.text.figures import IN_YEAR, Figure

_Number = Fraction | float
_OPERATORS: dict[type[ast.operator], tuple[Callable[[_Number, _Number], _Number], str]] = {
    ast.Add: (operator.add, "+"),
    ast.Sub: (operator.sub, "−"),
    ast.Mult: (operator.mul, "×"),
    ast.Div: (operator.truediv, "÷"),
    ast.Pow: (operator.pow, "^"),
}
_MONEY = {"USD": "$", "EUR": "€", "GBP": "£", "CNY": "¥", "INR": "₹"}
_MAX = Fraction(10) ** 15


def value_of(fact: Fact) -> Fraction:
    """Return a fact's figure as it enters an expression."""
    figure = fact.figure
    if figure is None:
        raise ValueError(f"{fact.id} has no figure")
    return figure.number / 100 if figure.unit == "%" else figure.number


def shown(fact: Fact) -> str:
    """Return a fact's figure as the working shows it: as printed, a date as its year."""
    figure = fact.figure
    if figure is None:
        return ""
    return figure.value[:4] if figure.unit == "date" else figure.text


class _Evaluator:
    def __init__(self, values: dict[str, _Number], texts: dict[str, str]) -> None:
        self.values = values
        self.texts = texts

    def value(self, node: ast.expr) -> _Number:
        if isinstance(node, ast.BinOp):
            apply, _ = _OPERATORS[type(node.op)]
            left, right = self.value(node.left), self.value(node.right)
            if isinstance(node.op, ast.Pow):
                left, right = float(left), float(right)
            return apply(left, right)
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
            return Fraction(str(node.value))
        if isinstance(node, ast.Name):
            return self.values[node.id]
        raise ValueError("an expression holds names, numbers and + - * / ** only")

    def text(self, node: ast.expr, *, inner: bool = False) -> str:
        if isinstance(node, ast.BinOp):
            sign = _OPERATORS[type(node.op)][1]
            adds = (
                isinstance(node.op, ast.Add) and isinstance(node.left, ast.BinOp) and isinstance(node.left.op, ast.Add)
            )
            whole = f"{self.text(node.left, inner=not adds)} {sign} {self.text(node.right, inner=True)}"
            return f"({whole})" if inner else whole
        if isinstance(node, ast.Name):
            return self.texts[node.id]
        return str(ast.literal_eval(node))


def names_in(expr: str) -> set[str]:
    """Return the names in an expression; raises ValueError where it holds anything but arithmetic."""
    try:
        tree = ast.parse(expr, mode="eval").body
    except SyntaxError as error:
        raise ValueError("the expression can't be read") from error
    for node in ast.walk(tree):
        known = isinstance(node, (ast.BinOp, ast.Name, ast.Constant, ast.Load, *_OPERATORS))
        if not known:
            raise ValueError("an expression holds names, numbers and + - * / ** only")
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def compute(computation: Computation, facts: dict[str, Fact], given: Figure | None = None) -> Computed | None:
    """Carry out an intent's computation; `given` is the question's figure where one is needed. None where it makes no sense."""
    named = {name: facts[fact] for name, fact in computation.names.items()}
    values: dict[str, _Number] = {name: value_of(fact) for name, fact in named.items()}
    texts = {name: shown(fact) for name, fact in named.items()}
    unit = computation.unit
    if computation.given:
        if given is None or not 0 < given.value < _MAX:
            return None
        given = _as_counted(given, named.values())
        values["given"], texts["given"] = given.value, given_text(given)
        unit = given.unit or "number"
    first = evaluate(computation.expr, values, texts, unit, computation.digits)
    if first is None or computation.also is None:
        return first
    second = unit if computation.also.unit == "given" else computation.also.unit
    return both(first, evaluate(computation.also.expr, values, texts, second))


def _as_counted(given: Figure, facts: Iterable[Fact]) -> Figure:
    """Return a span of time in the unit of the fact that it is computed with, where that is a span too."""
    units = (fact.figure.unit for fact in facts if fact.figure and fact.figure.unit in IN_YEAR)
    unit = next(units, given.unit)
    if unit == given.unit or given.unit not in IN_YEAR:
        return given
    return replace(given, value=given.value * Fraction(IN_YEAR[unit], IN_YEAR[given.unit]), unit=unit)


def both(first: Computed, second: Computed | None) -> Computed | None:
    """Return two results of one computation as one, or None where the second makes no sense."""
    if second is None:
        return None
    return Computed(first.result, f"{first.working}; {second.working}", second.result)


def evaluate(
    expr: str, values: dict[str, _Number], texts: dict[str, str], unit: str, digits: int | None = None
) -> Computed | None:
    """Return the value of an expression in that unit with its working, or None where it isn't positive."""
    tree = ast.parse(expr, mode="eval").body
    evaluator = _Evaluator(values, texts)
    value = evaluator.value(tree)
    if value <= 0:
        return None
    result, exact = format_value(value, unit, digits)
    working = f"{evaluator.text(tree)} {'=' if exact else '≈'} {result}"
    return Computed(result, working)


def given_text(figure: Figure) -> str:
    """Return a figure of the question in our own spelling (never its raw text)."""
    return format_value(figure.value, figure.unit or "number", None)[0]


def _rounded(value: _Number, digits: int) -> Decimal:
    exact = (
        Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else Decimal(repr(value))
    )
    return exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def _plain(value: _Number, digits: int) -> str:
    text = f"{_rounded(value, digits):,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_value(value: _Number, unit: str, digits: int | None) -> tuple[str, bool]:
    """Return a value as people write it in that unit, and whether nothing was rounded away."""
    if unit == "%":
        value, places = value * 100, 0 if value >= Fraction(1, 50) else 1
        places = digits if digits is not None else places
        return f"{_plain(value, places)}%", _exact(value, places)
    if unit in _MONEY:
        return _money(value, unit)
    if digits is None:
        whole = unit in ("years", "year", "people", "firms", "miles") or value >= 100  # noqa: PLR2004
        digits = 0 if whole else max(1, 1 - math.floor(math.log10(value)))  # two that tell something, below 1
    text = _plain(value, digits)
    if unit == "year":
        text = text.replace(",", "")
    suffix = {
        "month": " months",
        "day": " days",
        "week": " weeks",
        "year-given": " years",
        "hour": " hours",
        "km": " km",
    }.get(unit, "")
    return text + suffix, _exact(value, digits)


def _money(value: _Number, unit: str) -> tuple[str, bool]:
    sign = _MONEY[unit]
    for size, name in ((10**12, " trillion"), (10**9, " billion"), (10**6, " million")):
        if value >= size:
            scaled = value / size
            return f"{sign}{_plain(scaled, 1)}{name}", _exact(scaled, 1)
    digits = 0 if value >= 100 else 2  # noqa: PLR2004
    return f"{sign}{_plain(value, digits)}", _exact(value, digits)


def _exact(value: _Number, digits: int) -> bool:
    return isinstance(value, Fraction) and (value * 10**digits).denominator == 1
