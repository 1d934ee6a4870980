"""Makes the font of the charts from Noto Sans CJK: python scripts/chart_font.py NotoSansCJK-Regular.ttc

Debian's package fonts-noto-cjk holds that file. Kept are the Latin letters, the signs of figures and the 3,755 usual
Chinese characters (GB 2312, first level), so that English and Chinese pictures are the same on every machine.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

TARGET = Path(__file__).parents[1] / "src" / "biobot" / "data" / "chart.otf"
_FACE = "Noto Sans CJK SC"
_LATIN = range(0x20, 0x250)
_SIGNS = "–—‘’“”•…‰′″€₹←↑→↓−∕≈≠≤≥、。〈〉《》「」『』【】〔〕！（），－．／：；？％～￥"
_RECORDS = (0, 1, 2, 3, 4, 5, 6, 13, 14)


def characters() -> str:
    """Return what the font must be able to draw."""
    usual = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return "".join(map(chr, _LATIN)) + _SIGNS + b"".join(usual).decode("gb2312", errors="ignore")


def reduced(face: TTFont) -> TTFont:
    """Return the font with nothing in it but those characters and what names its makers and licence."""
    options = subset.Options(
        hinting=False, layout_features=["kern"], name_IDs=list(_RECORDS), name_languages=[0x409], recalc_timestamp=False
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=characters())
    subsetter.subset(face)
    return face


def main() -> None:
    """Write the font."""
    faces = TTCollection(sys.argv[1], recalcTimestamp=False).fonts
    face = next(face for face in faces if face["name"].getDebugName(1) == _FACE)
    TARGET.parent.mkdir(exist_ok=True)
    reduced(face).save(TARGET)
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
