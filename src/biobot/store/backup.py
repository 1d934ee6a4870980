"""Copies of what is kept, while the bot runs: one file for SQLite and PostgreSQL alike, so that it also moves a host.

A line of JSON each: a head, the rows, and a foot with their number and checksum, by which half a file is told from a whole one.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, TextIO

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from biobot.errors import StoreError
from biobot.store import rows
from biobot.store.create import parse_url
from biobot.store.database import Database
from biobot.store.notices import CHANNEL, EVERYONE
from biobot.store.tables import guild_settings, questions
from biobot.store.values import LONGEST_QUESTION, Language, Mark

_LONG = 600.0
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Copied:
    """How much a backup holds."""

    servers: int
    questions: int


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Head(_Line):
    biobot: Literal["backup"]
    format: Literal[1]


class _Server(_Line):
    server: int = Field(ge=0, lt=2**63)
    language: Language
    ask_channels: list[int]
    private: bool
    hidden_topics: list[str]
    feedback: bool

    def row(self) -> dict[str, Any]:
        values = self.model_dump()
        return {"guild": values.pop("server"), **values}


class _Question(_Line):
    question: str = Field(min_length=1, max_length=LONGEST_QUESTION)
    kind: str = Field(max_length=32)
    language: str = Field(max_length=16)
    mark: Mark
    day: date
    times: int = Field(ge=1, lt=2**31)


class _Foot(_Line):
    rows: int
    sha256: str


_LINE: TypeAdapter[_Head | _Server | _Question | _Foot] = TypeAdapter(_Head | _Server | _Question | _Foot)


async def backup(url: str, target: Path) -> Copied:
    """Write everything that is kept, as of one moment, into a file that only its owner reads; the bot may go on."""
    database = Database(parse_url(url))
    try:
        return await database.run(lambda connection: _write(connection, target), seconds=_LONG, reads=True)
    finally:
        await database.close()


async def restore(url: str, source: Path) -> Copied:
    """Put what a backup holds in the place of what is kept, all of it or nothing; a running bot takes it over."""
    copied = _check(source)
    database = Database(parse_url(url))
    try:
        await database.run(lambda connection: _read(connection, source), seconds=_LONG)
    finally:
        await database.close()
    return copied


async def _write(connection: AsyncConnection, target: Path) -> Copied:
    try:
        with _whole_file(target) as file:
            return await _write_lines(connection, file)
    except OSError as error:
        message = f"The backup can't be written to {target}: {error.strerror}."
        raise StoreError(message) from error


@contextlib.contextmanager
def _whole_file(target: Path) -> Iterator[TextIO]:
    """Give a file that gets its name once it is whole and on the disk; only its owner may read it."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


async def _write_lines(connection: AsyncConnection, file: TextIO) -> Copied:
    digest, servers, counted = hashlib.sha256(), 0, 0
    file.write(_Head(biobot="backup", format=1).model_dump_json() + "\n")
    async for line in _lines(connection):
        text = line.model_dump_json() + "\n"
        digest.update(text.encode())
        file.write(text)
        servers += isinstance(line, _Server)
        counted += isinstance(line, _Question)
    file.write(_Foot(rows=servers + counted, sha256=digest.hexdigest()).model_dump_json() + "\n")
    return Copied(servers, counted)


async def _lines(connection: AsyncConnection) -> AsyncIterator[_Server | _Question]:
    if connection.dialect.name == "postgresql":
        await connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    async for row in await connection.stream(select(guild_settings).order_by(guild_settings.c.guild)):
        values = dict(row._mapping)
        yield _Server(server=values.pop("guild"), **values)
    async for row in await connection.stream(select(questions).order_by(questions.c.day, questions.c.question)):
        yield _Question(**dict(row._mapping))


def _check(source: Path) -> Copied:
    """Read a backup to its end before anything is changed."""
    servers, counted = 0, 0
    try:
        for line in _rows(source):
            servers += isinstance(line, _Server)
            counted += isinstance(line, _Question)
    except OSError as error:
        message = f"The backup {source} can't be read: {error.strerror}."
        raise StoreError(message) from error
    except ValueError as error:
        message = f"{source} isn't a whole backup of biobot: {error}."
        raise StoreError(message) from None
    return Copied(servers, counted)


def _rows(source: Path) -> Iterator[_Server | _Question]:
    digest, foot, number = hashlib.sha256(), None, 0
    with source.open(encoding="utf-8", newline="\n") as file:
        for number, text in enumerate(file, 1):
            line = _parse(text, number)
            if foot is not None or isinstance(line, _Head) != (number == 1):
                message = f"line {number} is out of place"
                raise ValueError(message)
            if isinstance(line, _Foot):
                foot = line
            elif not isinstance(line, _Head):
                digest.update(text.encode())
                yield line
    if foot is None or (foot.rows, foot.sha256) != (number - 2, digest.hexdigest()):
        message = "its end is missing, or its rows don't agree with its last line"
        raise ValueError(message)


def _parse(text: str, number: int) -> _Head | _Server | _Question | _Foot:
    try:
        return _LINE.validate_json(text)
    except ValidationError:
        message = f"line {number} can't be read"
        raise ValueError(message) from None


async def _read(connection: AsyncConnection, source: Path) -> None:
    await connection.execute(delete(guild_settings))
    await connection.execute(delete(questions))
    lines = _rows(source)
    while batch := list(itertools.islice(lines, _AT_ONCE)):
        if servers := [line.row() for line in batch if isinstance(line, _Server)]:
            await connection.execute(insert(guild_settings), servers)
        if counted := [line.model_dump() for line in batch if isinstance(line, _Question)]:
            await connection.execute(insert(questions), counted)
    await rows.notify(connection, CHANNEL, EVERYONE)
