"""The one normaliser: brings a message, or a name of the pack, into the form that is compared."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Literal

LIMIT = 4000

_ASIDE = (
    ("code", re.compile(r"```.*?(?:```|$)", re.DOTALL)),
    ("mention", re.compile(r"<(?:@[!&]?|#|/[\w -]+:)\d+>|@(?:everyone|here)\b|<a?:\w+:\d+>|<t:-?\d+(?::\w)?>")),
    ("address", re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)),
)
_MARKS = re.compile(r"\*{1,3}|_{2}|~~|\|\||`|^>+ ?", re.MULTILINE)
_SPACES = re.compile(r"[^\S\n]+")
_REPEATS = re.compile(r"([a-z])\1{2,}")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATIN_WORD = re.compile(r"[a-z]+")
_FOLD = str.maketrans(
    {
        "‘": "'", "’": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "–": "-", "—": "-", "‑": "-", "−": "-", "…": ".", "。": ".", "，": ",", "、": ",", "？": "?", "！": "!",
        "；": ";", "：": ":", "（": "(", "）": ")", "「": '"', "」": '"', "『": '"', "』": '"', "《": '"', "》": '"',
        "【": "(", "】": ")", "～": "~", "ü": "u", "ö": "o", "ä": "a", "é": "e", "è": "e", "á": "a", "ó": "o", "í": "i", "ñ": "n", "ç": "c",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Normal:
    """A message as it is compared: lower case, simplified Chinese, without what carries no words.

    `language` is "zh" where Han characters outnumber Latin words, else "en"; `traditional` tells whether the Chinese
    was written in traditional characters; `aside` names the kinds of things set aside (code, mention, address).
    """

    text: str
    language: Literal["en", "zh"]
    traditional: bool
    aside: frozenset[str]


@functools.cache
def _converter() -> Any:
    # Imported at the first Chinese message only: most processes never need its tables.
    from opencc import OpenCC  # noqa: PLC0415

    return OpenCC("t2s")


def simplified(text: str) -> str:
    """Return the text with traditional Chinese characters made simplified."""
    return str(_converter().convert(text)) if _HAN.search(text) else text


def _visible(text: str) -> str:
    """Drop controls, zero-width and direction marks, lone surrogates, and symbols that are pictures."""
    kept = []
    for char in text:
        kind = unicodedata.category(char)
        if char in "\n\t" or kind == "Zs":
            kept.append("\n" if char == "\n" else " ")
        elif kind in ("So", "Sk"):
            kept.append(" ")
        elif kind[0] != "C" and kind != "Mn":
            kept.append(char)
    return "".join(kept)


def normalise(text: str) -> Normal:
    """Return the normal form of a message; of an over-long one the first and the last half of `LIMIT` characters count."""
    if len(text) > LIMIT:
        text = text[: LIMIT // 2] + "\n" + text[-LIMIT // 2 :]
    aside = set()
    for name, pattern in _ASIDE:
        text, count = pattern.subn(" ", text)
        if count:
            aside.add(name)
    folded = text
    if not text.isascii():
        folded = unicodedata.normalize("NFKC", _visible(unicodedata.normalize("NFC", text))).translate(_FOLD)
    else:
        folded = _visible(text)
    folded = _MARKS.sub("", folded).lower()
    folded = _REPEATS.sub(r"\1\1", _SPACES.sub(" ", folded)).strip()
    han = len(_HAN.findall(folded))
    plain = simplified(folded) if han else folded
    language: Literal["en", "zh"] = "zh" if han > len(_LATIN_WORD.findall(folded)) else "en"
    return Normal(plain, language, plain != folded, frozenset(aside))
