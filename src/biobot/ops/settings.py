"""Tells of every setting, in the form of a file that can be filled in."""

from __future__ import annotations

import textwrap

from biobot.config import PREFIX, Settings

_HEAD = "# The settings of biobot. Copy this file to .env and fill in the token; what stays empty keeps its default."
_WIDTH = 116


def example() -> str:
    """Return the text of .env.example: each setting with its default, under its explanation."""
    parts = [_HEAD]
    for name, field in Settings.model_fields.items():
        lines = [f"# {line}" for line in textwrap.wrap(field.description or "", _WIDTH)]
        parts.append("\n".join([*lines, f"{PREFIX}{name.upper()}={_plain(field.default)}"]))
    return "\n\n".join(parts) + "\n"


def _plain(value: object) -> str:
    if value is None or value == ():
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
