"""The page that the source was copied from carried adverts: no word of them is in the repository or in a reply.

The words are not spelled out here: they are known by their hashes, and taken from the page itself where it is at hand.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from itertools import takewhile
from pathlib import Path

import pytest

from biobot.engine.answer import answer
from biobot.engine.conversation import EMPTY
from biobot.engine.values import Reply
from biobot.pack.index import Index
from biobot.text.normalise import simplified

HASHES = Path(__file__).with_name("advert_hashes.json")  # {length: [sha256 of a word of that length, …]}
HAN = re.compile(r"[\u3400-\u9fff]+")
TOKEN = re.compile(r"[\u3400-\u9fffa-z]+")
BULLET = re.compile(r"^(.*?\S)\s*(?:\u2022|\d\.) ")
DATE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
IGNORED = {".git", ".venv", "node_modules", "__pycache__", "build", "dist", "htmlcov"}


def adverts(page: str) -> list[str]:
    """Return the stretches that stand in front of a bullet, and what follows the date in the header line."""
    bullets = [found.group(1) for line in page.splitlines() if (found := BULLET.match(line))]
    headers = [DATE.split(line)[1] for line in page.splitlines() if DATE.search(line)]
    return headers + bullets


def words_of(page: str) -> set[str]:
    """Return the adverts' words: runs of Han characters, with their Latin ending too, without the city in front."""
    found = adverts(page)
    beginnings = zip(*(HAN.findall(advert)[0] for advert in found), strict=False)
    city = "".join(chars[0] for chars in takewhile(lambda chars: len(set(chars)) == 1, beginnings))
    runs = [run for advert in found for run in (*HAN.findall(advert), *TOKEN.findall(advert))]
    words = {run.removeprefix(city) for run in runs if HAN.search(run)}
    words |= {word.replace(other, "") for word in words for other in words if other != word}
    return {word for word in words if HAN.search(word)}


def digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()


def hashes() -> dict[int, set[str]]:
    """Return the known hashes by the length of their words."""
    return {int(length): set(known) for length, known in json.loads(HASHES.read_text(encoding="utf-8")).items()}


def pieces(text: str, length: int) -> Iterator[str]:
    """Yield every stretch of a text that could be a word of that length."""
    for run in TOKEN.findall(text):
        if HAN.search(run):
            yield from (run[start : start + length] for start in range(len(run) - length + 1))


def places(texts: Mapping[str, str]) -> list[str]:
    """Return the names of the texts that hold a word of the adverts."""
    found = []
    for name, text in texts.items():
        plain = simplified(text.lower())
        if any(digest(piece) in known for length, known in hashes().items() for piece in set(pieces(plain, length))):
            found.append(name)
    return found


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    """The page as it was found."""
    path = repository.parent / "shared" / "article" / "seed.txt"
    if not path.is_file():
        pytest.skip(
            f"the page itself isn't there ({path.name} in ../shared/article); its words are known by their hashes"
        )
    return path.read_text(encoding="utf-8")


def files(repository: Path) -> Iterator[Path]:
    """Yield the files of the repository, tracked or not, but for those that are ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=repository,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        names = listed.stdout.decode().split("\0")
        yield from (path for name in names if name and (path := repository / name).is_file())
        return
    for folder, folders, found in os.walk(repository):
        folders[:] = [name for name in folders if name not in IGNORED and not name.endswith("_cache")]
        yield from (Path(folder) / name for name in found)


def readable(path: Path) -> str:
    """Return a file's name and text; of a picture or a font only the name."""
    raw = path.read_bytes()
    return path.name + "\n" + ("" if b"\0" in raw[:8192] else raw.decode("utf-8", "ignore"))


def test_this_test_spells_none_of_them_out() -> None:
    assert not HAN.search(Path(__file__).read_text(encoding="utf-8"))


def test_the_hashes_are_those_of_the_page(page: str) -> None:
    expected: dict[int, set[str]] = {}
    for word in words_of(page):
        expected.setdefault(len(word), set()).add(digest(word))

    assert len(adverts(page)) == 4
    assert hashes() == expected


def test_a_word_of_them_would_be_found(page: str) -> None:
    texts = {str(number): f"abc {advert} abc" for number, advert in enumerate(adverts(page))}

    assert places(texts) == list(texts)
    assert places({"clean": "Is this clean?"}) == []


def test_none_of_them_is_in_the_repository(repository: Path) -> None:
    texts = {str(path.relative_to(repository)): readable(path) for path in files(repository)}

    assert len(texts) > 50
    assert places(texts) == []


def said(reply: Reply) -> str:
    return "\n".join(
        [
            reply.text,
            *reply.suggestions,
            *(choice.label for choice in reply.choices),
            *(note.text for note in reply.notes),
        ]
    )


def test_none_of_them_is_in_a_reply(replies: Mapping[str, Reply]) -> None:
    assert places({question: said(reply) for question, reply in replies.items()}) == []


def test_asking_with_them_brings_none_of_them_back(page: str, index: Index) -> None:
    questions = [*adverts(page), *words_of(page), *(f"what is {word}?" for word in words_of(page))]
    texts = {str(number): said(answer(index, EMPTY, question)[0]) for number, question in enumerate(questions)}

    assert places(texts) == []
