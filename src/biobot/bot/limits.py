"""Discord's limits of sizes, and text made to fit them."""

from __future__ import annotations

CONTENT = 2000
TITLE = 256
DESCRIPTION = 4096
FOOTER = 2048
EMBED = 6000
LABEL = 80
CUSTOM_ID = 100
ROW = 5
ROWS = 5
COMMAND_NAME = 32
COMMAND_DESCRIPTION = 100
CHOICES = 25
CHOICE = 100

_ELLIPSIS = "…"
_BOLD = "**"
# A cut may move back this far to end between two words.
_WORD = 40


def size(text: str) -> int:
    """Count as the strictest reader of Discord's limits does: in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shorten(text: str, limit: int) -> str:
    """Keep the beginning of a text: cut between words, bold closed, an ellipsis for the rest."""
    if size(text) <= limit:
        return text
    room = limit - len(_BOLD) - len(_ELLIPSIS)
    if room <= 0:
        return _ELLIPSIS[: max(limit, 0)]
    return _closed(_whole_words(_head(text, room))) + _ELLIPSIS


def join(blocks: list[str], limit: int, separator: str = "\n\n") -> str:
    """Put blocks together in order while they fit; the first that doesn't is shortened and ends the text."""
    text = ""
    for block in filter(None, blocks):
        gap = separator if text else ""
        room = limit - size(text) - size(gap)
        if size(block) > room:
            return text + gap + shorten(block, room) if room > _WORD else text
        text += gap + block
    return text


def _head(text: str, units: int) -> str:
    encoded = text.encode("utf-16-le", "surrogatepass")[: units * 2]
    return encoded.decode("utf-16-le", "ignore")


def _whole_words(text: str) -> str:
    space = text.rfind(" ", max(len(text) - _WORD, 1))
    return text[:space] if space > 0 else text


def _closed(text: str) -> str:
    # A trailing asterisk or backslash may be half of a mark that the cut went through.
    kept = text.rstrip().rstrip("*\\").rstrip()
    return kept + _BOLD if kept.count(_BOLD) % 2 else kept
