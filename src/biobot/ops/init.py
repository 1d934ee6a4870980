"""Sets the bot up: writes the token to .env, so that only the host can read it."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

from biobot.errors import ConfigError
from biobot.ops.invite import application_of

_LINE = re.compile(r"^\s*(?:export\s+)?BIOBOT_TOKEN\s*=.*$", re.MULTILINE)
_START = "# The settings of biobot; .env.example of its source, or `biobot settings`, tells of all of them.\n"


def has_token(env_file: Path) -> bool:
    """Tell whether the file has a token already."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        found = _LINE.search(env_file.read_text(encoding="utf-8"))
        return found is not None and bool(found[0].partition("=")[2].strip().strip("\"'"))
    return False


def write_token(env_file: Path, token: str) -> str:
    """Put the token into the file, which nobody else may read from then on; return the application's id."""
    token = token.strip()
    application = application_of(token)
    try:
        text = env_file.read_text(encoding="utf-8") if env_file.exists() else _START
        line = f"BIOBOT_TOKEN={token}"
        changed = _LINE.sub(lambda _: line, text) if _LINE.search(text) else f"{text.rstrip()}\n{line}\n"
        _write(env_file, changed)
    except (OSError, UnicodeDecodeError) as error:
        message = f"{env_file} can't be written ({type(error).__name__}): run this in a folder that is yours."
        raise ConfigError(message) from None
    return application


def _write(path: Path, text: str) -> None:
    """Write the whole file or nothing; from its first byte on it is the owner's alone."""
    path = path.resolve()
    new = path.with_name(f"{path.name}.new")
    with contextlib.suppress(FileNotFoundError):
        new.unlink()
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
