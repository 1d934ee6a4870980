"""The statements: values in, values out, the same for SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, delete, func, select, text, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from biobot.store.tables import KIND, LANGUAGE, MARK, erasures, guild_settings, questions
from biobot.store.values import LONGEST_QUESTION, Counted, GuildSettings, Language, Mark
from biobot.store.waiting import Key

MOST_ROWS = 50_000
_KEY = (questions.c.question, questions.c.kind, questions.c.language, questions.c.mark)


def key(question: str, kind: str, language: str, mark: Mark, day: date) -> Key:
    """Return what a question is counted under: text that every database takes, cut to what the columns hold."""
    return (
        _plain(question, LONGEST_QUESTION),
        _plain(kind, KIND),
        _plain(language, LANGUAGE),
        cast(Mark, mark[:MARK]),
        day,
    )


def _plain(value: str, most: int) -> str:
    return value.replace("\0", "").encode("utf-8", "ignore").decode()[:most]


def _insert(connection: AsyncConnection) -> Any:  # noqa: ANN401 -- two dialects' functions of one shape
    return postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert


def as_row(guild: int, settings: GuildSettings) -> dict[str, Any]:
    """Return a server's settings as a row."""
    return {
        "guild": guild,
        "language": settings.language,
        "ask_channels": list(settings.ask_channels),
        "private": settings.private,
        "hidden_topics": list(settings.hidden_topics),
        "feedback": settings.feedback,
    }


def from_row(row: Mapping[Any, Any]) -> GuildSettings:
    """Return the settings of a row."""
    language = row["language"] if row["language"] in ("auto", "en", "zh") else "auto"
    return GuildSettings(
        language=cast(Language, language),
        ask_channels=tuple(int(channel) for channel in row["ask_channels"]),
        private=bool(row["private"]),
        hidden_topics=tuple(str(topic) for topic in row["hidden_topics"]),
        feedback=bool(row["feedback"]),
    )


async def read_settings(connection: AsyncConnection, guild: int) -> GuildSettings:
    """Return a server's settings, the defaults where it has set nothing."""
    found = (await connection.execute(select(guild_settings).where(guild_settings.c.guild == guild))).mappings().first()
    return from_row(found) if found else GuildSettings()


async def write_settings(connection: AsyncConnection, rows: list[dict[str, Any]]) -> None:
    """Write the settings of servers over what was there."""
    statement = _insert(connection)(guild_settings)
    changed = {column.name: statement.excluded[column.name] for column in guild_settings.c if column.name != "guild"}
    await connection.execute(statement.on_conflict_do_update(index_elements=["guild"], set_=changed), rows)


async def delete_settings(connection: AsyncConnection, guild: int) -> None:
    """Delete a server's settings."""
    await connection.execute(delete(guild_settings).where(guild_settings.c.guild == guild))


async def add_counts(connection: AsyncConnection, counts: Mapping[Key, int]) -> None:
    """Add counts to those that are there; what is too much goes, the oldest first."""
    statement = _insert(connection)(questions)
    added = {"times": questions.c.times + statement.excluded.times}
    statement = statement.on_conflict_do_update(
        index_elements=[*(column.name for column in questions.primary_key)], set_=added
    )
    # In one order everywhere: two processes that write the same rows in two orders would wait for each other.
    await connection.execute(statement, [question_row(key, times) for key, times in sorted(counts.items())])
    await _keep_bounds(connection)


def question_row(key: Key, times: int) -> dict[str, Any]:
    """Return a day's count as a row."""
    return {**dict(zip(("question", "kind", "language", "mark", "day"), key, strict=True)), "times": times}


async def _keep_bounds(connection: AsyncConnection) -> None:
    rows = (await connection.execute(select(func.count()).select_from(questions))).scalar_one()
    if rows > MOST_ROWS:
        keys = tuple(questions.primary_key)
        oldest = select(*keys).order_by(questions.c.day, questions.c.times).limit(rows - MOST_ROWS)
        await connection.execute(delete(questions).where(tuple_(*keys).in_(oldest)))


async def read_counts(connection: AsyncConnection, limit: int) -> tuple[Counted, ...]:
    """Return the counted questions, the most frequent first."""
    times: ColumnElement[int] = func.sum(questions.c.times)
    last = func.max(questions.c.day)
    statement = (
        select(*_KEY, times, func.min(questions.c.day), last)
        .group_by(*_KEY)
        .order_by(times.desc(), last.desc(), questions.c.question)
        .limit(limit)
    )
    return tuple(_counted(row) for row in await connection.execute(statement))


def _counted(row: Sequence[Any]) -> Counted:
    question, kind, language, mark, times, first, last = row
    return Counted(question, kind, language, mark, int(times), first, last)


async def delete_counts(connection: AsyncConnection, before: date | None = None) -> int:
    """Delete what was counted before that day, or everything; return how many different questions went."""
    there = await _different(connection)
    await connection.execute(delete(questions) if before is None else delete(questions).where(questions.c.day < before))
    return there - await _different(connection)


async def erased_at(connection: AsyncConnection) -> int:
    """Return when everything was last erased; until the transaction ends, nobody else erases."""
    statement = select(erasures.c.at).with_for_update(read=True)
    return (await connection.execute(statement)).scalar() or 0


async def note_erasure(connection: AsyncConnection, at: int) -> None:
    """Keep when everything was erased; waits for those who are writing counts."""
    statement = _insert(connection)(erasures).values(id=1, at=at)
    await connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_={"at": at}))


async def _different(connection: AsyncConnection) -> int:
    return int(
        (await connection.execute(select(func.count()).select_from(select(*_KEY).distinct().subquery()))).scalar_one()
    )


async def notify(connection: AsyncConnection, channel: str, word: str) -> None:
    """Tell every process that listens, once the transaction is committed; SQLite has nobody to tell."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_notify(:channel, :word)"), {"channel": channel, "word": word})
