"""Figures in English and Chinese: what is read, in which unit, and where it stands."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biobot.text.figures import Figure, figures, parse_number
from biobot.text.normalise import normalise


def read(text: str) -> list[Figure]:
    return figures(normalise(text).text)


def values(text: str) -> list[tuple[str, str]]:
    """Return value and unit of every figure, the value as a fraction's text."""
    return [(str(figure.value), figure.unit) for figure in read(text)]


SAME = {
    ("42000", ""): [
        "42,000", "42000", "42 000", "42.000", "42'000", "42k", "42 K", "42 thousand", "42 grand", "0.042m",
        "forty-two thousand", "forty two thousand", "Fourty Two Thousand", "４２，０００", "4.2万", "4万2千", "4万2", "四万二千", "四万二",
    ],
    ("7800000000", "USD"): [
        "$7.8 billion", "$7.8bn", "$7,8 bn", "US$ 7.8 B", "7.8 billion dollars", "7.8bn USD", "USD 7.8bn", "usd7.8b", "$7,800,000,000", "$7800 mio",
        "78亿美元", "78亿美金", "七十八亿美元",
    ],
    ("1200000000000", "USD"): ["$1.2 trillion", "1.2tn dollars", "$1.2T", "$1200bn", "1.2万亿美元", "一万两千亿美元"],
    ("45", "%"): ["45%", "45 %", "45 percent", "45 per cent", "45pct", "forty-five percent", "百分之四十五", "百分之45", "四成五"],
    ("50", "%"): ["50%", "half", "一半", "半数", "五成"],
    ("1/3", "share"): ["1/3", "⅓", "one third", "a third", "one-third", "one in three", "1 in 3", "one out of every three", "三分之一", "3分之1"],
    ("2/3", "share"): ["2/3", "two thirds", "三分之二"],
    ("82", "km"): ["82km", "82 km", "82 kms", "82 kilometres", "82㎞", "eighty-two kilometers", "82公里", "八十二公里"],
    ("51", "mile"): ["51 miles", "51mi", "fifty-one miles", "51英里"],
    ("3", "month"): ["3-month", "3 months", "three months", "3 mos", "3个月", "三个月"],
    ("18", "month"): ["18 months", "eighteen months", "18个月", "十八个月"],
    ("33", "year"): ["33 years", "33yrs", "thirty-three years"],
    ("1992", "date"): ["1992", "in 1992", "1992年"],
    ("2", "rank"): ["2nd", "second", "第二", "第2"],
    ("4", "factor"): ["4x", "4 times", "4-fold", "fourfold", "quadrupled", "4倍", "四倍"],
    ("2", "factor"): ["2x", "two times", "twice", "double", "两倍"],
    ("500000", ""): ["500,000", "half a million", "half million", "50万"],
    ("2500000000", "USD"): ["$2.5bn", "two and a half billion dollars", "2 and a half billion dollars"],
    ("10000", ""): ["10,000", "ten grand", "10k"],
    ("200000", "INR"): ["2 lakh rupees", "two lakh rupees", "200,000 rupees"],
    ("6", "month"): ["6 months", "half a year"],
    ("5/2", "year"): ["2.5 years", "two and a half years"],
    ("200", ""): ["200", "two hundred", "a couple hundred", "a couple of hundred"],
    ("120000000", ""): ["120m", "1亿2千万"],
    ("12", ""): ["12", "twelve", "a dozen", "十二"],
    ("123405", ""): ["123,405", "one hundred and twenty-three thousand four hundred and five", "十二万三千四百零五"],
    ("150000000", ""): ["150m", "150 million", "1.5亿", "一亿五千万", "一亿五"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("written", "value", "unit"), [(written, *meaning) for meaning, ways in SAME.items() for written in ways]
)
def test_a_figure_is_the_same_in_every_way_of_writing_it(written: str, value: str, unit: str) -> None:
    assert values(written) == [(value, unit)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Venture capital: $7.8 billion in 2024 (up 310% since 2020)", [("7800000000", "USD"), ("2024", "date"), ("310", "%"), ("2020", "date")]),
        ("42,000 PhD researchers (1/3 returnees from abroad)", [("42000", ""), ("1/3", "share")]),
        ("M&A: 147 cross-border deals in past 18 months", [("147", ""), ("18", "month")]),
        ("between 10 and 20", [("10", ""), ("20", "")]),
        ("2020-2024", [("2020", "date"), ("2024", "date")]),
        ("3200+ firms", [("3200", "")]),
        ("is it 90 % cheaper, or 68?", [("90", "%"), ("68", "")]),
        ("2024年有76个新药，全球第二", [("2024", "date"), ("76", ""), ("2", "rank")]),
    ],
)  # fmt: skip
def test_every_figure_of_a_sentence_is_read_in_order(text: str, expected: list[tuple[str, str]]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "no figure at all",
        "h1n1 and mp3 and b2b",  # names with digits in them
        "which one is it, and no one else",
        "一家企业",
        "1/0",
        "quarters of the city",
        "a couple of firms",
        "百姓",
        "",
    ],
)
def test_what_only_looks_like_a_figure_is_none(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7.8", "39/5"),
        ("7,8", "39/5"),
        ("0.125", "1/8"),
        ("1,234,567.89", "123456789/100"),
        ("1.234.567,89", "123456789/100"),
        ("1'000'000", "1000000"),
        ("10.500", "10500"),
    ],
)
def test_points_and_commas_are_read_as_people_mean_them(text: str, value: str) -> None:
    assert parse_number(text) == Fraction(value)


WHOLE = st.integers(min_value=0, max_value=10**15)


@given(WHOLE, st.sampled_from([",", " ", "'", "."]))
def test_a_whole_number_reads_back_with_any_separator(number: int, separator: str) -> None:
    [figure] = read(f"{number + 10_000:,}".replace(",", separator))

    assert figure.value == number + 10_000


@given(
    st.integers(min_value=1, max_value=999_999),
    st.sampled_from([("k", 3), (" thousand", 3), ("m", 6), (" million", 6), ("bn", 9), (" billion", 9), ("tn", 12), ("万", 4), ("亿", 8)]),
)  # fmt: skip
def test_a_number_with_a_suffix_reads_back(number: int, suffix: tuple[str, int]) -> None:
    word, zeros = suffix
    [figure] = read(f"{number / 100:.2f}{word}")

    assert figure.value == Fraction(number, 100) * 10**zeros


@given(
    WHOLE,
    st.sampled_from(
        [("%", "%"), (" percent", "%"), ("km", "km"), (" months", "month"), ("x", "factor"), ("个月", "month")]
    ),
)
def test_a_number_with_a_unit_reads_back(number: int, unit: tuple[str, str]) -> None:
    [figure] = read(f"{number}{unit[0]}")

    assert (figure.value, figure.unit) == (Fraction(number), unit[1])


ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"


def in_words(number: int) -> str:
    """Return an English number in words."""
    for size, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = f" {in_words(number % size)}" if number % size else ""
            return f"{in_words(number // size)} {name}{rest}"
    if number < 20:
        return ONES.split()[number]
    one = f"-{in_words(number % 10)}" if number % 10 else ""
    return TENS.split()[number // 10 - 2] + one


@given(st.integers(min_value=2, max_value=10**12 - 1))
def test_a_number_in_english_words_reads_back(number: int) -> None:
    [figure] = read(in_words(number))

    assert figure.value == number


def in_han(number: int) -> str:
    """Return a number below a hundred million in Chinese numerals."""
    if number >= 10**4:
        low = number % 10**4
        gap = "零" if 0 < low < 1000 else ""
        return in_han(number // 10**4) + "万" + (gap + in_han(low) if low else "")
    text = ""
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            text += "零一二三四五六七八九"[digit] + name
        elif text and number % size and not text.endswith("零"):
            text += "零"
    return text


@given(st.integers(min_value=11, max_value=10**8 - 1))
def test_a_number_in_chinese_numerals_reads_back(number: int) -> None:
    [figure] = read(in_han(number))

    assert figure.value == number


PIECES = st.sampled_from(
    ["42,000", "1/3", "$", "7.8", "bn", "billion", "%", "km", "3", "-", "month", "third", "forty", "two", "half", "2024",
     "第", "二", "万", "百分之", "成", "个月", "分之", "亿", "年", "0", "/", ".", ",", "'", "us$", "and", "a", "x", "+", "nd"]
)  # fmt: skip
TEXTS = st.text(st.characters()) | st.lists(PIECES | st.just(" ")).map("".join)


@given(TEXTS)
def test_a_figure_stands_where_it_says_and_none_overlaps(text: str) -> None:
    normal, end = normalise(text).text, 0
    for figure in figures(normal):
        assert figure.start >= end
        assert figure.start < figure.end
        assert normal[figure.start : figure.end] == figure.text
        assert figure.value >= 0
        end = figure.end
