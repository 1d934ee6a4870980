"""Reads figures in English and Chinese text: value, unit and place.

Values are exact fractions; a percentage keeps its printed number (45 for "45%"), money is in whole units of its currency.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

_Read = tuple[Fraction, str]

# fmt: off
_ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19,
}
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SUFFIX = {
    "hundred": 100, "k": 10**3, "grand": 10**3, "thousand": 10**3,
    "m": 10**6, "mn": 10**6, "mln": 10**6, "mio": 10**6, "mil": 10**6, "million": 10**6,
    "b": 10**9, "bn": 10**9, "bln": 10**9, "bil": 10**9, "billion": 10**9,
    "t": 10**12, "tn": 10**12, "trn": 10**12, "trillion": 10**12,
    "lakh": 10**5, "lakhs": 10**5, "crore": 10**7, "crores": 10**7,
    "百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
}
_CURRENCY = {
    "$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD", "buck": "USD", "bucks": "USD",
    "美元": "USD", "美金": "USD", "刀": "USD",
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "欧元": "EUR",
    "£": "GBP", "gbp": "GBP", "pounds": "GBP", "quid": "GBP", "英镑": "GBP",
    "¥": "CNY", "yuan": "CNY", "rmb": "CNY", "cny": "CNY", "kuai": "CNY",
    "元": "CNY", "块": "CNY", "块钱": "CNY", "人民币": "CNY",
    "₹": "INR", "rupees": "INR", "rs": "INR",
}
CURRENCIES = frozenset(_CURRENCY.values())
IN_YEAR = {"year": 1, "quarter": 4, "month": 12, "week": 52, "day": 365, "hour": 8760}
_UNITS = {
    "%": "%", "percent": "%", "per cent": "%", "percentage points": "%", "pct": "%", "procent": "%", "prozent": "%",
    "km": "km", "kms": "km", "kilometer": "km", "kilometers": "km", "kilometre": "km", "kilometres": "km",
    "公里": "km", "千米": "km",
    "mile": "mile", "miles": "mile", "mi": "mile", "英里": "mile",
    "month": "month", "months": "month", "mo": "month", "mos": "month", "个月": "month", "月": "month",
    "year": "year", "years": "year", "yr": "year", "yrs": "year", "年": "year",
    "week": "week", "weeks": "week", "wk": "week", "wks": "week", "周": "week", "星期": "week", "个星期": "week",
    "day": "day", "days": "day", "天": "day", "日": "day",
    "hour": "hour", "hours": "hour", "h": "hour", "小时": "hour",
    "times": "factor", "x": "factor", "fold": "factor", "-fold": "factor", "倍": "factor",
}
_WORD_VALUES = {
    **dict.fromkeys(("half", "halved", "majority", "一半", "过半", "半数"), (Fraction(50), "%")),
    **dict.fromkeys(("double", "doubled", "twofold", "twice", "翻番", "翻倍", "翻了一番"), (Fraction(2), "factor")),
    **dict.fromkeys(("triple", "tripled", "threefold", "thrice"), (Fraction(3), "factor")),
    **dict.fromkeys(("quadruple", "quadrupled", "fourfold"), (Fraction(4), "factor")),
    **dict.fromkeys(("quintupled", "fivefold"), (Fraction(5), "factor")),
    "tenfold": (Fraction(10), "factor"),
    "dozen": (Fraction(12), ""),
    **dict.fromkeys(("third", "thirds"), (Fraction(1, 3), "share")),
    **dict.fromkeys(("quarter", "quarters"), (Fraction(1, 4), "share")),
    "fifth": (Fraction(1, 5), "share"), "tenth": (Fraction(1, 10), "share"),
}
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}
_HAN_DIGITS = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}
_HAN_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_HAN_BELOW = {"百": "十", "千": "百", "万": "千", "亿": "千万"}
# fmt: on


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a text.

    `unit` is "" for a bare number, "%", a currency code, "km", "mile", "month", "year", "week", "day", "hour", "factor"
    (times), "share" (a fraction of a whole), "rank" (an ordinal) or "date" (a calendar year such as 2024).
    """

    value: Fraction
    unit: str
    text: str
    start: int
    end: int


def _alternatives(words: Iterable[str]) -> str:
    ends = (
        re.escape(word) + ("(?![a-z])" if word.isascii() and word[-1].isalpha() else "") for word in _longest(words)
    )
    return "|".join(ends)


def _longest(words: Iterable[str]) -> list[str]:
    return sorted(words, key=len, reverse=True)


_NUMBER = r"\d{1,3}(?:[,. ']\d{3})+(?!\d)(?:\.\d+)?|\d+(?:[.,]\d+)?"
_SMALL = "|".join([*_ONES, *_TENS])
_WORDED = rf"(?:(?:{_SMALL}|{'|'.join(_SCALES)})(?![a-z])(?: and (?={_SMALL})|[ -])*)+"
_SCALE = "|".join(_SCALES)
_COUNTED = rf"an? (?={_SCALE}|couple (?:of )?(?:{_SCALE}))"
_COUPLE = rf"couple (?:of )?(?=(?:{_SCALE})(?![a-z]))"
_OF_TEN = rf"(?:{'|'.join(list(_ONES)[1:])}|\d{{1,2}})"
_SPOKEN = "|".join(("grand", "lakhs?", "crores?"))
_SPAN = "|".join(("years?", "months?", "weeks?", "days?", "hours?"))
_AFTER_GRAND = "|".join(
    ("what", "is", "now", "before", "each", "per", "for", "to", "how", "and", "a", "then", "originally")
)
_HAN_NUMBER = f"[{''.join(_HAN_DIGITS)}十百千万亿]+"
_UNIT = _alternatives({**_UNITS, **_CURRENCY})
_FIGURE = re.compile(
    r"(?P<handen>[二三四五六七八九十]|\d+)分之(?P<hannum>[一二两三四五六七八九]|\d+)"
    r"|(?P<hanmix>\d+(?:\.\d+)?[万亿]\d+[千百]?万?)(?P<mixunit>元|美元|人民币)?"
    rf"|(?<![a-z\d])(?P<odds>{_OF_TEN}) (?:in|out of)(?: every)? (?P<whole>{_OF_TEN})(?![\w.,]*\d|[a-z%]| ?(?:{_UNIT}))"
    rf"|(?<![a-z])(?:(?P<halves>{_OF_TEN}) and a half|half) (?:an? )?"
    rf"(?:(?P<halfscale>{_SCALE})(?![a-z])(?: ?(?P<halfunit>{_UNIT}))?|(?P<halfspan>{_SPAN})(?![a-z]))"
    rf"|(?P<currency>us\$|(?<![a-z])(?:usd|eur|gbp|cny|rmb) ?(?=\d)|[$€£¥₹])?\s?(?:(?P<ratio>\d+/\d+)|(?P<number>{_NUMBER})(?P<ordinal>(?:st|nd|rd|th)\b)?)"
    rf"(?:[ -]?(?P<suffix>{_alternatives(_SUFFIX)}))?\+?(?:[ -]?(?P<unit>{_UNIT}))?"
    rf"|(?<![a-z])(?P<worded>(?:{_COUNTED})?(?:{_COUPLE})?{_WORDED})(?:(?<![a-z])(?P<wscale>{_SPOKEN})(?![a-z]) ?)?(?:(?<![a-z])(?P<wunit>{_UNIT}))?"
    rf"|(?<![a-z])an? (?P<grand>grand)(?=[,.?!]|$| (?:{_AFTER_GRAND})\b)"
    rf"|(?<![a-z])(?P<named>{'|'.join(_longest(_WORD_VALUES))})(?![a-z])"
    rf"|百分之(?P<hanpct>{_HAN_NUMBER}|\d+)"
    r"|(?P<hancheng>[一二两三四五六七八九])成(?P<hanhalf>[一二三四五六七八九半])?"
    rf"|第(?P<hanord>[一二三四五六七八九十]|\d+)"
    rf"|(?P<han>{_HAN_NUMBER})(?P<hanunit>{_UNIT})?"
    rf"|(?<![a-z])(?P<nth>{'|'.join(_ORDINALS)})(?![a-z])"
)
_CALENDAR = range(1800, 2200)


def figures(text: str) -> list[Figure]:
    """Return the figures of a normal text in order of place."""
    found = []
    for match in _FIGURE.finditer(text):
        read = next(reader(match, text) for name, reader in _READERS.items() if match[name] is not None)
        if read is not None:
            value, unit = read
            start, end = match.span()
            piece = match.group()
            start += len(piece) - len(piece.lstrip())
            end -= len(piece) - len(piece.rstrip(" -"))
            found.append(Figure(value, unit, text[start:end], start, end))
    return found


def _digits(match: re.Match[str], text: str) -> _Read | None:
    part = match.groupdict()
    place = match.start("ratio" if part["ratio"] is not None else "number")
    if place and not part["currency"] and text[place - 1].isascii() and text[place - 1].isalpha():
        return None
    unit = _unit(part["unit"])
    if part["ratio"] is not None:
        top, bottom = part["ratio"].split("/")
        return (Fraction(int(top), int(bottom)), "share") if int(bottom) else None
    value = parse_number(part["number"])
    if part["ordinal"]:
        return value, "rank"
    if part["suffix"]:
        value *= _SUFFIX[part["suffix"]]
    if part["currency"]:
        return value, _CURRENCY[part["currency"].strip()]
    bare = not part["suffix"] and part["number"].isdigit() and len(part["number"]) == 4  # noqa: PLR2004
    if (
        bare
        and int(value) in _CALENDAR
        and unit in ("", "year")
        and not (unit == "year" and match.group("unit").startswith("y"))
    ):
        return value, "date"
    return value, unit


def _unit(word: str | None) -> str:
    if not word:
        return ""
    return _UNITS.get(word) or _CURRENCY[word]


def parse_number(text: str) -> Fraction:
    """Return the value of a number in digits; "42,000", "42 000", "42.000" and "7.8" are read as people mean them."""
    text = text.replace("'", "").replace(" ", "")
    groups = re.split(r"[,.]", text)
    if len(groups) > 1 and all(len(group) == 3 for group in groups[1:]) and groups[0] not in ("0", ""):  # noqa: PLR2004
        return Fraction("".join(groups))
    if len(groups) > 2:  # noqa: PLR2004
        return Fraction("".join(groups[:-1]) + "." + groups[-1])
    return Fraction(text.replace(",", "."))


def _worded(match: re.Match[str], text: str) -> _Read | None:
    words = [
        word for word in re.split(r"[ -]+", match.group("worded").strip(" -")) if word not in ("and", "a", "an", "of")
    ]
    words = ["two" if word == "couple" else word for word in words]
    after = text[match.end("worded") :].lstrip(" -")
    if len(words) == 1 and words[0] in ("one", "zero"):
        return None
    small = words[0] in _ONES and len(words) == 1
    if small and re.match(r"(third|quarter|fifth|tenth)s?\b", after):
        return None
    total, current = 0, 0
    for word in words:
        if word in _SCALES:
            current = max(current, 1) * _SCALES[word]
            if _SCALES[word] > 100:  # noqa: PLR2004
                total, current = total + current, 0
        else:
            current += _ONES.get(word, 0) or _TENS.get(word, 0)
    spoken = _SUFFIX[match["wscale"]] if match["wscale"] else 1
    return Fraction(total + current) * spoken, _unit(match["wunit"])


def _halved(match: re.Match[str], _: str) -> _Read:
    """“Half a million”, “two and a half million”."""
    whole = _count(match["halves"]) if match["halves"] else Fraction(0)
    return (whole + Fraction(1, 2)) * _SCALES[match["halfscale"]], _unit(match["halfunit"])


def _half_span(match: re.Match[str], _: str) -> _Read:
    """“Half a year” is six months, “two and a half weeks” stays in weeks."""
    unit = _UNITS[match["halfspan"]]
    if not match["halves"] and unit == "year":
        return Fraction(6), "month"
    return (_count(match["halves"]) if match["halves"] else 0) + Fraction(1, 2), unit


def _one_in(match: re.Match[str], _: str) -> _Read | None:
    """“One in three”: a share, where it is less than the whole."""
    part, whole = _count(match["odds"]), _count(match["whole"])
    return (part / whole, "share") if part < whole else None


def _count(word: str) -> Fraction:
    return Fraction(int(word)) if word.isdigit() else Fraction(_ONES[word])


def _named(match: re.Match[str], text: str) -> _Read | None:
    word = match.group("named")
    before = text[: match.start()].rstrip(" -")
    value, unit = _WORD_VALUES[word]
    if unit == "share" and word not in ("quarter",):
        count = re.search(r"\b(one|two|three|four|a|\d)$", before)
        if not count:
            return (Fraction(_ORDINALS[word]), "rank") if word in _ORDINALS else None
        many = count.group(1)
        value *= int(many) if many.isdigit() else _ONES.get(many, 1)
    return value, unit


def _han_figure(match: re.Match[str], _: str) -> _Read | None:
    digits, unit = match["han"], match["hanunit"]
    if len(digits) == 1 and not unit and digits not in _HAN_SCALES:
        return None
    if digits[0] in _HAN_SCALES and digits[0] != "十":
        return None
    return _han(digits), _unit(unit)


def _han_mixed(match: re.Match[str], _: str) -> _Read:
    """Digits and scales in turns: 4万2千, and 4万2 with its last scale left out."""
    above, scale, below, scales = re.split(r"([万亿])(\d+)", match["hanmix"], maxsplit=1)
    size = _HAN_SCALES[scale]
    rest = int(below) * math.prod(_HAN_SCALES[char] for char in scales) if scales else Fraction(below) * size / 10
    return Fraction(above) * size + rest, _unit(match["mixunit"])


def _han_cheng(match: re.Match[str], _: str) -> _Read:
    return _han(match["hancheng"]) * 10 + _HAN_DIGITS.get(match["hanhalf"] or "零", 5), "%"


def _han_share(match: re.Match[str], _: str) -> _Read | None:
    whole = _han(match["handen"])
    return (_han(match["hannum"]) / whole, "share") if whole else None


def _spoken_out(text: str) -> str:
    """Return a Chinese numeral with the scale that people leave out at its end: 四万二 is 四万二千."""
    below = _HAN_BELOW.get(text[-2:-1], "")
    return text + below if _HAN_DIGITS.get(text[-1]) else text


def _han(text: str) -> Fraction:
    """Return the value of a Chinese numeral, or of digits."""
    if text.isdigit() and text.isascii():
        return Fraction(int(text))
    if len(text) > 1 and not any(char in _HAN_SCALES for char in text):
        return Fraction(int("".join(str(_HAN_DIGITS[char]) for char in text)))
    text = _spoken_out(text)
    total, section, digit = 0, 0, 0
    for char in text:
        if char in _HAN_DIGITS:
            digit = _HAN_DIGITS[char]
            continue
        scale = _HAN_SCALES[char]
        if scale >= 10**4:
            above = 0 if total == 0 or scale == _HAN_SCALES["亿"] else total
            total = above + (total - above + section + digit) * scale
            section = 0
        else:
            section += max(digit, 1) * scale
        digit = 0
    return Fraction(total + section + digit)


_READERS: dict[str, Callable[[re.Match[str], str], _Read | None]] = {
    "hanmix": _han_mixed,
    "odds": _one_in,
    "halfscale": _halved,
    "halfspan": _half_span,
    "number": _digits,
    "ratio": _digits,
    "worded": _worded,
    "grand": lambda match, _: (Fraction(1000), ""),
    "named": _named,
    "hanpct": lambda match, _: (_han(match["hanpct"]), "%"),
    "hancheng": _han_cheng,
    "handen": _han_share,
    "hanord": lambda match, _: (_han(match["hanord"]), "rank"),
    "han": _han_figure,
    "nth": lambda match, _: (Fraction(_ORDINALS[match["nth"]]), "rank"),
}
