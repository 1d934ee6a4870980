"""Write src/biobot/text/data/words_en.txt from Debian's package scowl (apt-get install scowl).

One line a band of commonness (1 is the most common), its words separated by spaces; the last line holds proper names.
"""

from __future__ import annotations

from pathlib import Path

SCOWL = Path("/usr/share/dict/scowl")
TARGET = Path(__file__).parents[1] / "src/biobot/text/data/words_en.txt"
BANDS = ((10,), (20,), (35,), (40, 50))
SPELLINGS = ("english", "american", "british")
NAMES = ("english-proper-names", "english-upper", "american-upper", "british-upper")


def read(prefixes: tuple[str, ...], sizes: tuple[int, ...]) -> set[str]:
    """Return the plain words of those lists, lower case."""
    words = set()
    for prefix in prefixes:
        for size in sizes:
            path = SCOWL / f"{prefix}.{size}"
            if path.exists():
                words |= {word.lower() for word in path.read_text(encoding="latin-1").split()}
    return {word for word in words if len(word) > 1 and word.isascii() and word.isalpha()}


def main() -> None:
    """Write the bands, each word in the first band that has it."""
    seen: set[str] = set()
    lines = []
    for sizes in BANDS:
        band = read(tuple(f"{spelling}-words" for spelling in SPELLINGS), sizes) - seen
        seen |= band
        lines.append(" ".join(sorted(band)))
    lines.append(" ".join(sorted(read(NAMES, (10, 20, 35, 40, 50)) - seen)))
    TARGET.write_text("\n".join(lines) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
