"""The one normaliser: brings a message, or a name of the pack, into the form that is compared."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from opencc import OpenCC

LIMIT = 2000

_APART = 4  # how many times longer a text may be whose letters stand apart from their accents
_CODE = re.compile(r"```.*?(?:```|$)", re.DOTALL)
_ASIDE = (
    ("mention", re.compile(r"<(?:@[!&]?|#|/[^<>:\n]+:)\d+>|@(?:everyone|here)\b|<a?:\w+:\d+>|<t:-?\d+(?::\w)?>")),
    ("address", re.compile(r"(?<![a-z\d])(?:https?://|www?\.)\S+")),
)
_STRUCK = re.compile(r"~{2,}")
_RULES = re.compile(r"[_|]+")
_QUOTED = re.compile(r"^[ >]+", re.MULTILINE)
_SPACES = re.compile(r"[^\S\n]+")
_REPEATS = re.compile(r"([a-z])\1{2,}")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATIN_WORD = re.compile(r"[a-z]+")
_FOLD = str.maketrans(
    {
        "‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "−": "-",
        "‐": "-", "⁄": "/", "。": ".", "、": ",", "「": '"', "」": '"', "『": '"', "』": '"', "《": '"', "》": '"', "【": "(", "】": ")",
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
def _converter() -> OpenCC:
    # Imported at the first Chinese message only: most processes never need its tables.
    import opencc  # noqa: PLC0415

    return opencc.OpenCC("t2s")


def simplified(text: str) -> str:
    """Return the text with traditional Chinese characters made simplified."""
    if not _HAN.search(text):
        return text
    convert = _converter().convert
    return str(convert(convert(text)))  # a few characters become simplified in two steps


def _visible(text: str) -> str:
    """Drop controls, zero-width and direction marks, lone surrogates, and symbols that are pictures."""
    kept = []
    for char in text:
        kind = unicodedata.category(char)
        if char in "\n\t" or kind == "Zs":
            kept.append("\n" if char == "\n" else " ")
        elif kind in ("So", "Sk") and not unicodedata.decomposition(char).startswith("<square>"):
            kept.append(" ")  # a picture; a squared abbreviation such as ㎞ is letters
        elif kind[0] != "C" and kind not in ("Mn", "Me"):
            kept.append(char)
    return "".join(kept)


def _folded(text: str) -> str:
    """Return a text in lower case, without accents, full-width and other forms of presentation."""
    if text.isascii():
        return _visible(text).lower()
    apart = unicodedata.normalize("NFKD", _visible(unicodedata.normalize("NFC", text.replace("´", "'"))))
    return unicodedata.normalize("NFC", _visible(_cut(apart, _APART * LIMIT)).lower()).translate(_FOLD)


def _cut(text: str, limit: int = LIMIT) -> str:
    """Return the beginning and the end of a text that is over-long."""
    return text if len(text) <= limit else text[: limit // 2] + "\n" + text[1 - limit // 2 :]


def normalise(text: str) -> Normal:
    """Return the normal form of a message; of an over-long one the first and the last half of `LIMIT` characters count.

    What is normal stays as it is: the order of the steps is such that none makes work for one before it.
    """
    text, codes = _CODE.subn(" ", _cut(text))
    text = _STRUCK.sub("", _cut(_folded(text)).replace("*", ""))
    text = _REPEATS.sub(r"\1\1", text)
    aside = {"code"} if codes else set()
    for name, pattern in _ASIDE:
        text, count = pattern.subn(" ", text)
        if count:
            aside.add(name)
    text = _SPACES.sub(" ", _RULES.sub(" ", text))
    text = _QUOTED.sub("", text).strip()
    han = len(_HAN.findall(text))
    plain = simplified(text) if han else text
    language: Literal["en", "zh"] = "zh" if han > len(_LATIN_WORD.findall(text)) else "en"
    return Normal(plain, language, plain != text, frozenset(aside))
