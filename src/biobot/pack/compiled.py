"""Keeps the index of an unchanged, checked pack between starts, so that a cold start doesn't build it anew.

The file lies in the user's own cache folder, readable by the user alone, under a name made from the pack's content and the
program's version: a changed pack never meets an old index. Without a folder to write to, nothing is kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import sys
import tempfile
from pathlib import Path

from platformdirs import user_cache_path

from biobot import __version__
from biobot.pack.index import Index
from biobot.pack.read import language_folder
from biobot.pack.utterances import FOLDER as UTTERANCES

_KEPT = 4


def fingerprint(root: Path) -> str:
    """Return a name for the exact content of a pack but its utterances, its shared words, this program and this Python."""
    digest = hashlib.sha256(f"{__version__} {sys.version_info[:2]}".encode())
    code = Path(__file__).parent.parent
    for folder, pattern in (
        (root, "**/*"),
        (language_folder(root), "*"),
        (code / "pack", "*.py"),
        (code / "text", "*.py"),
    ):
        for path in sorted(folder.glob(pattern)):
            if path.is_file() and path.parent.name != UTTERANCES:
                digest.update(path.name.encode() + b"\0")
                digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


def _folder() -> Path:
    return user_cache_path("biobot", appauthor=False)


def load(name: str) -> Index | None:
    """Return the index kept under that name, or None where there is none or it can't be read."""
    path = _folder() / f"{name}.index"
    try:
        if os.name == "posix" and path.stat().st_uid != os.getuid():
            return None
        found = pickle.loads(path.read_bytes())  # noqa: S301 - written by this program into the user's own folder
    except Exception:
        return None
    return found if isinstance(found, Index) else None


def keep(name: str, index: Index) -> None:
    """Keep an index under that name, and drop the oldest ones; where that can't be done nothing happens."""
    folder = _folder()
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".new", delete=False) as file:
            file.write(pickle.dumps(index, protocol=pickle.HIGHEST_PROTOCOL))
        Path(file.name).replace(folder / f"{name}.index")
        kept = sorted(folder.glob("*.index"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in kept[_KEPT:]:
            path.unlink(missing_ok=True)
