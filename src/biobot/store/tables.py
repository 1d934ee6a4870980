"""The tables as this version reads and writes them; the migrations make them."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Index, Integer, MetaData, String, Table

from biobot.store.values import LONGEST_QUESTION

# The revision that this version needs. Migrations only ever add, so that an older version can use a newer schema.
HEAD = "0002"

KIND, LANGUAGE, MARK = 32, 16, 16

metadata = MetaData()

guild_settings = Table(
    "guild_settings",
    metadata,
    Column("guild", BigInteger, primary_key=True, autoincrement=False),
    Column("language", String(LANGUAGE), nullable=False),
    Column("ask_channels", JSON, nullable=False),
    Column("private", Boolean, nullable=False),
    Column("hidden_topics", JSON, nullable=False),
    Column("feedback", Boolean, nullable=False),
)

# A row a day, so that what is older than the days kept can go while the count of later days stays.
questions = Table(
    "questions",
    metadata,
    Column("question", String(LONGEST_QUESTION), primary_key=True),
    Column("kind", String(KIND), primary_key=True),
    Column("language", String(LANGUAGE), primary_key=True),
    Column("mark", String(MARK), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("times", Integer, nullable=False),
    Index("ix_questions_day", "day"),
)

# One row: when everything was last erased, in nanoseconds; what was counted before then is never written any more.
erasures = Table(
    "erasures",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
)
