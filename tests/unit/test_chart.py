"""The charts: what they print is what the source prints or what is worked out from it, and it can be read."""

from __future__ import annotations

import hashlib
import io
import os
import re
import struct
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from PIL import Image

from biobot import chart, plot
from biobot.chart import Picture
from biobot.pack.index import Index
from biobot.pack.models import Chart
from biobot.service import load
from biobot.sheet import Line, Mark, Sheet, sheet_of
from tests.unit.pack.lighthouse import FILES, write

CHARTS = ("firms-share", "venture-capital", "delta-cities", "patients")
LANGUAGES = ("en", "zh")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
MEGABYTE = 1024 * 1024

every_chart = pytest.mark.parametrize("name", CHARTS)
both_languages = pytest.mark.parametrize("language", LANGUAGES)


def chart_of(index: Index, name: str) -> Chart:
    return next(one for one in index.pack.charts if one.id == name)


def drawn(index: Index, name: str, language: str) -> Figure:
    return plot.figure(sheet_of(index, chart_of(index, name), language))


def written(figure: Figure) -> list[Text]:
    return [text for text in figure.axes[0].texts if text.get_text()]


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in written(figure)]


def proven(picture: Picture) -> set[str]:
    """Return the numbers that stand in a picture's receipts and workings."""
    said = [receipt.quote for receipt in picture.receipts] + [computed.working for computed in picture.computed]
    return {number for text in said for number in NUMBER.findall(text)}


def size(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_the_pack_has_four_charts_with_titles_in_both_languages(index: Index) -> None:
    assert tuple(info.id for info in chart.charts(index)) == CHARTS
    assert [info.title for info in chart.charts(index, "en")][1] == "Venture capital in Shanghai"
    assert [info.title for info in chart.charts(index, "zh")][1] == "上海的风险投资"


@every_chart
@both_languages
def test_every_number_in_a_picture_stands_in_its_receipts_or_workings(index: Index, name: str, language: str) -> None:
    *printed, source = texts(drawn(index, name, language))

    assert source.endswith(f"{index.pack.source.title} · {date(2025, 6, 19)}")
    assert {number for text in printed for number in NUMBER.findall(text)} <= proven(chart.draw(index, name, language))


@every_chart
@both_languages
def test_the_words_for_those_who_cant_see_it_hold_no_other_number_either(
    index: Index, name: str, language: str
) -> None:
    picture = chart.draw(index, name, language)

    assert 0 < len(picture.alt) <= 1024
    assert "{" not in picture.alt
    assert set(NUMBER.findall(picture.alt)) <= proven(picture)


@every_chart
def test_every_receipt_stands_in_the_source(index: Index, name: str) -> None:
    picture = chart.draw(index, name)

    assert picture.receipts
    assert all(index.pack.text[receipt.start : receipt.end] == receipt.quote for receipt in picture.receipts)


FIGURES = {
    "firms-share": ["45%", "≈ 3,911"],
    "venture-capital": ["≈ $1.9 billion", "$7.8 billion"],
    "patients": ["↓68%", "↓53%", "3-month", "14"],
}


@pytest.mark.parametrize(("name", "figures"), FIGURES.items())
@both_languages
def test_figures_are_printed_as_the_source_prints_them(
    index: Index, name: str, figures: list[str], language: str
) -> None:
    marks = [line.marks[0].figure for line in sheet_of(index, chart_of(index, name), language).lines]

    assert marks == figures
    assert set(marks) <= set(texts(drawn(index, name, language)))


def test_a_computed_figure_is_marked_with_its_working(index: Index) -> None:
    printed = texts(drawn(index, "venture-capital", "en"))

    assert "computed: $7.8 billion ÷ (1 + 310%) ≈ $1.9 billion" in printed
    assert "Outlined: computed from the source's figures, not printed there" in printed
    assert "推算：$7.8 billion ÷ (1 + 310%) ≈ $1.9 billion" in texts(drawn(index, "venture-capital", "zh"))


def test_a_chart_of_printed_figures_speaks_of_no_computation(index: Index) -> None:
    assert not [text for text in texts(drawn(index, "patients", "en")) if "computed" in text]
    assert chart.draw(index, "patients").computed == ()


def test_bars_are_as_long_as_their_figures(index: Index) -> None:
    def parts(name: str) -> list[float]:
        lines = sheet_of(index, chart_of(index, name), "en").lines
        return [part for line in lines if (part := line.marks[0].part) is not None]

    assert parts("firms-share") == pytest.approx([0.45, 0.55])
    assert parts("venture-capital") == pytest.approx([1.9 / 7.8, 1])
    assert parts("patients") == pytest.approx([0.32, 0.47])


def test_the_cities_have_what_the_source_gives_them(index: Index) -> None:
    rows = {
        line.label: [mark.words for mark in line.marks]
        for line in sheet_of(index, chart_of(index, "delta-cities"), "en").lines
    }

    assert rows["Hangzhou"] == ["digital health expertise", "Digital Health Special Zone"]
    assert rows["Wuxi"] == ["", "Contract Research Organization Cluster"]
    assert "–" in texts(drawn(index, "delta-cities", "en"))


def test_doubts_about_the_figures_come_along(index: Index) -> None:
    assert {note.id for note in chart.draw(index, "venture-capital").notes} == {"vc"}


@every_chart
@both_languages
def test_a_picture_has_a_size_that_discord_shows_whole(index: Index, name: str, language: str) -> None:
    png = chart.draw(index, name, language).png

    assert png.startswith(b"\x89PNG")
    assert size(png)[0] == plot.WIDTH == 1200
    assert 400 <= size(png)[1] <= 1200
    assert len(png) < MEGABYTE


@every_chart
@both_languages
def test_no_text_runs_out_of_the_picture_or_into_another(index: Index, name: str, language: str) -> None:
    figure = drawn(index, name, language)
    figure.canvas.draw()
    boxes = [text.get_window_extent() for text in written(figure)]

    assert all(figure.bbox.x0 < box.x0 and box.x1 < figure.bbox.x1 for box in boxes)
    assert all(figure.bbox.y0 < box.y0 and box.y1 < figure.bbox.y1 for box in boxes)
    assert not [
        one
        for at, one in enumerate(boxes)
        for other in boxes[at + 1 :]
        if one.shrunk(0.98, 0.9).overlaps(other.shrunk(0.98, 0.9))
    ]


Colour = tuple[int, ...]


def luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours as WCAG 2 reckons it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def seen(index: Index, name: str, language: str, theme: str) -> Image.Image:
    """Lay a picture over the ground of one of Discord's themes."""
    picture = Image.open(io.BytesIO(chart.draw(index, name, language).png)).convert("RGBA")
    ground = Image.new("RGBA", picture.size, theme)
    return Image.alpha_composite(ground, picture).convert("RGB")


def pixel(image: Image.Image, x: float, y: float) -> Colour:
    """Return the colour at a place that is counted from the bottom, as Matplotlib counts."""
    found = image.getpixel((int(x), image.height - 1 - int(y)))
    assert isinstance(found, tuple)
    return found


def ink(image: Image.Image, box: Bbox) -> float:
    """Return how far what is written in a box stands out from the picture's ground."""
    places = ((x, y) for x in range(int(box.x0), int(box.x1)) for y in range(int(box.y0), int(box.y1)))
    return max(contrast(colour, pixel(image, 0, 0)) for colour in {pixel(image, x, y) for x, y in places})


def marks(figure: Figure) -> list[Rectangle]:
    """Return what is drawn to be read, without the lines between rows."""
    found = [patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle)]
    return [mark for mark in found if mark.get_height() > 2]


def edge(image: Image.Image, box: Bbox) -> float:
    """Return how far the left edge of a bar stands out from the picture's ground."""
    return contrast(pixel(image, box.x0 + 1, (box.y0 + box.y1) / 2), pixel(image, 0, 0))


@every_chart
@both_languages
@pytest.mark.parametrize("theme", ["#313338", "#ffffff"])
def test_a_picture_can_be_read_in_discords_dark_and_light_themes(
    index: Index, name: str, language: str, theme: str
) -> None:
    """Its words stand out by 4.5 and its bars by 3, as WCAG asks, measured in the picture as it lies on the theme."""
    image, figure = seen(index, name, language, theme), drawn(index, name, language)
    figure.canvas.draw()

    for text in written(figure):
        assert ink(image, text.get_window_extent()) >= 4.5, text.get_text()
    for mark in marks(figure):
        assert edge(image, mark.get_window_extent()) >= 3


def test_chinese_pictures_are_in_chinese(index: Index) -> None:
    assert plot.covers(text for one in index.pack.charts for text in sheet_of(index, one, "zh").texts)
    assert "长三角：各城市的分工" in texts(drawn(index, "delta-cities", "zh"))


def test_what_the_font_cant_show_is_drawn_in_english(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plot, "covers", lambda texts: all(text.isascii() for text in texts))
    chart._png.cache_clear()
    shown = chart.draw(index, "patients", "zh")
    chart._png.cache_clear()

    assert shown.png == chart.draw(index, "patients", "en").png
    assert shown.alt == chart.draw(index, "patients", "zh").alt


def test_the_same_chart_has_the_same_bytes_whatever_the_machines_settings(index: Index, tmp_path: Path) -> None:
    settings = tmp_path / "matplotlibrc"
    settings.write_text(
        "savefig.dpi: 31\ntext.hinting: none\nfont.size: 3\nsavefig.facecolor: red\nsavefig.bbox: tight\n"
    )
    code = (
        "import hashlib, sys; from pathlib import Path; from biobot import chart; from biobot.pack.index import Index\n"
        "from biobot.service import default_pack, load\n"
        "png = chart.draw(Index(load(default_pack())[0]), 'venture-capital', 'zh').png\n"
        "print(hashlib.sha256(png).hexdigest())"
    )
    environment = {**os.environ, "MATPLOTLIBRC": str(settings)}
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, env=environment)

    assert run.stdout.strip() == hashlib.sha256(chart.draw(index, "venture-capital", "zh").png).hexdigest()


def test_a_picture_is_drawn_once(index: Index) -> None:
    chart.prepare(index)

    assert chart.draw(index, "patients", "zh").png is chart.draw(index, "patients", "zh").png


def test_an_unknown_chart_is_a_key_error(index: Index) -> None:
    with pytest.raises(KeyError, match="weather"):
        chart.draw(index, "weather")


def test_without_the_extra_it_is_said_how_to_get_it() -> None:
    code = (
        "import sys; sys.modules['matplotlib'] = None\n"
        "from biobot import chart; from biobot.errors import ChartError; from biobot.pack.index import Index\n"
        "from biobot.service import default_pack, load\n"
        "index = Index(load(default_pack())[0])\n"
        "print(chart.available(), len(chart.charts(index)))\n"
        "try:\n    chart.draw(index, 'patients')\nexcept ChartError as error:\n    print(error)"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, encoding="utf-8")

    assert run.stdout.splitlines() == ["False 4", "Charts need the extra “chart”: pip install 'biobot[chart]'."]


def test_with_the_extra_charts_are_available() -> None:
    assert chart.available()


ANOTHER = """\
- id: heights
  kind: changes
  title: {en: The tower, zh: 塔}
  rows:
    - label: {en: Height, zh: 高度}
      cells: [{fact: tower.height, words: {en: metres above the sea, zh: 米}}]
    - label: {en: Age, zh: 年龄}
      cells: [{intent: tower.age}]
  alt: {en: "{tower.height} metres, {tower.age} years.", zh: "{tower.height}米，{tower.age}年。"}
"""


def test_another_pack_has_other_charts(tmp_path: Path) -> None:
    pack, problems = load(write(tmp_path, {**FILES, "charts.yaml": ANOTHER}))
    assert pack is not None, problems
    other = Index(pack)

    assert problems == []
    assert chart.draw(other, "heights").alt == "48 metres, 129 years."
    assert chart.draw(other, "heights").png.startswith(b"\x89PNG")


def test_a_pack_needs_no_charts(tmp_path: Path) -> None:
    pack, _ = load(write(tmp_path, FILES))
    assert pack is not None

    assert chart.charts(Index(pack)) == ()


def test_a_rise_is_drawn_to_one_scale_with_a_fall() -> None:
    lines = (
        Line("Up", (Mark("↑310%", part=4.1),)),
        Line("Down", (Mark("↓68%", part=0.32),)),
        Line("Same", (Mark("7"),)),
    )
    figure = plot.figure(Sheet("changes", "Both", (), lines, "before", "after", ("Source",)))
    widths = [bar.get_width() for bar in figure.axes[0].patches if isinstance(bar, Rectangle)]

    assert widths[0] / widths[1] == pytest.approx(1 / 4.1)
    assert widths[3] / widths[2] == pytest.approx(0.32)
    assert widths[0] == widths[2]


def test_long_words_are_broken_over_lines() -> None:
    long = "a title that is far too long for one line of the picture and goes on and on"
    chinese = "一个对图片的一行来说实在太长的标题" * 4
    figure = plot.figure(Sheet("bars", long, (), (Line(chinese, (Mark("1", part=1.0),)),), "", "", ("Source",)))
    figure.canvas.draw()

    assert " ".join(texts(figure)[:2]) == long
    assert all(text.get_window_extent().x1 <= 1140 for text in written(figure))


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() -> None:
    for length in range(30, 50):
        title = "字" * length + "（A3轴线），然后“结束”。"
        figure = plot.figure(Sheet("table", title, (), (Line("A", ()),), "", "", ("Source",)))
        *lines, _, _ = texts(figure)

        assert "".join(lines) == title
        assert not [line for line in lines if line[0] in "），”。" or line[-1] in "（“"]
