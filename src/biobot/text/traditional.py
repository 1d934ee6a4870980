"""Writes simplified Chinese in traditional characters."""

from __future__ import annotations

from functools import cache

from opencc import OpenCC


def traditional(text: str) -> str:
    """Return a text as it is written in Taiwan."""
    return str(_converter().convert(text))


@cache
def _converter() -> OpenCC:
    return OpenCC("s2twp")
