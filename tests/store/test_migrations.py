"""From any database that a version of biobot made to the tables of this one, with everything that is in it."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from biobot.store.backup import backup, restore
from biobot.store.create import parse_url
from biobot.store.database import Database
from biobot.store.kept import KeptStore
from biobot.store.migrate import SCRIPTS, revision, upgrade
from biobot.store.tables import HEAD, metadata
from biobot.store.values import GuildSettings
from tests.store.cluster import Cluster
from tests.store.conftest import Make

DATA = Path(__file__).parent / "data"
ADDED = """
import sqlalchemy as sa
from alembic import op

revision = "0099"
down_revision = "{head}"

def upgrade():
    op.add_column("guild_settings", sa.Column("tone", sa.String(16), nullable=False, server_default="calm"))
    {more}
"""
FIRST_WRITES = [
    "INSERT INTO guild_settings (guild, language, ask_channels, private, hidden_topics, feedback) "
    "VALUES (104, 'zh', '[]', true, '[]', true)",
    *2
    * [
        "INSERT INTO questions (question, kind, language, mark, day, times) "
        "VALUES ('is it far', 'silent', 'en', 'unanswered', '2026-02-28', 1) "
        "ON CONFLICT (question, kind, language, mark, day) DO UPDATE SET times = questions.times + excluded.times"
    ],
]


@pytest.fixture(params=["sqlite", "postgres"])
async def first(request: pytest.FixtureRequest) -> str:
    """A database of each kind as the first version left it, with servers and questions in it."""
    url = str(request.getfixturevalue(request.param))
    if request.param == "postgres":
        cluster: Cluster = request.getfixturevalue("cluster")
        cluster.sql((DATA / "first-postgresql.sql").read_text(encoding="utf-8"), url.rpartition("/")[2])
    else:
        import sqlite3
        from contextlib import closing

        file = Path(str(parse_url(url).database))
        file.parent.mkdir()
        with closing(sqlite3.connect(file)) as connection:
            connection.executescript((DATA / "first-sqlite.sql").read_text(encoding="utf-8"))
    return url


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    database = Database(parse_url(url))
    try:
        yield database
    finally:
        await database.close()


async def run(url: str, work: Callable[[Connection], Any]) -> Any:  # noqa: ANN401 -- whatever the work returns
    async with opened(url) as database:
        return await database.run(lambda connection: connection.run_sync(work))


async def whole(store: KeptStore) -> None:
    """Everything that the first version had kept is there."""
    assert await store.settings(101) == GuildSettings("zh", (5, 2**63 - 1), True, ("talent", "人才"), False)
    assert await store.settings(102) == GuildSettings()
    found = {
        (one.question, one.kind, one.language, one.mark, one.times, str(one.first), str(one.last))
        for one in await store.counted()
    }
    assert found == {
        ("who is the mayor", "decline", "en", "unanswered", 7, "2026-02-20", "2026-02-27"),
        ("园区有多大", "silent", "zh", "unhelpful", 1, "2026-02-21", "2026-02-21"),
    }


async def test_the_first_schema_opens_with_all_that_is_in_it(first: str, kept: Make) -> None:
    store = kept(first)
    await store.open()

    await whole(store)
    assert await run(first, revision) == HEAD


async def test_the_first_schema_takes_what_this_version_writes(first: str, kept: Make) -> None:
    store = kept(first)
    await store.open()
    await store.save_settings(101, GuildSettings(language="en"))
    await store.count("who is the mayor", "decline", "en", "unanswered")

    assert await store.settings(101) == GuildSettings(language="en")
    assert (await store.counted())[0].times == 8


async def test_a_later_migration_keeps_what_is_there(first: str, kept: Make, tmp_path: Path) -> None:
    (tmp_path / "v0099_added.py").write_text(ADDED.format(head=HEAD, more=""))
    await run(first, lambda connection: upgrade(connection, (tmp_path,), "0099"))

    assert await run(first, revision) == "0099"
    assert await run(
        first, lambda connection: set(connection.execute(text("SELECT tone FROM guild_settings")).scalars())
    ) == {"calm"}
    store = kept(first)
    await store.open()
    await whole(store)


async def test_a_migration_that_fails_half_way_changes_nothing(first: str, kept: Make, tmp_path: Path) -> None:
    (tmp_path / "v0099_added.py").write_text(ADDED.format(head=HEAD, more="raise ZeroDivisionError"))
    with pytest.raises(Exception, match="ZeroDivisionError"):
        await run(first, lambda connection: upgrade(connection, (tmp_path,), "0099"))

    assert await run(first, revision) == HEAD
    assert "tone" not in await run(
        first, lambda connection: [one["name"] for one in inspect(connection).get_columns("guild_settings")]
    )
    store = kept(first)
    await store.open()
    await whole(store)


async def test_there_and_back_and_there_again_nothing_is_lost(
    first: str, kept: Make, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Going back a version needs nothing: migrations only ever add. The newer version is this one and a migration more."""
    (tmp_path / "v0099_added.py").write_text(ADDED.format(head=HEAD, more=""))
    await run(first, lambda connection: upgrade(connection, (tmp_path,), "0099"))

    with caplog.at_level(logging.WARNING, "biobot"):
        older = kept(first)
        await older.open()
    assert f"made by a newer biobot (revision 0099, this one knows {HEAD})" in caplog.text
    await whole(older)
    await older.save_settings(103, GuildSettings(private=True))
    await older.save_settings(101, GuildSettings(language="en"))
    await older.count("is it far", "silent", "en", "unanswered")
    await older.close()

    await run(first, lambda connection: upgrade(connection, (tmp_path,), "0099"))
    newer = kept(first)
    assert await run(first, revision) == "0099"
    assert await newer.settings(103) == GuildSettings(private=True)
    assert await newer.settings(101) == GuildSettings(language="en")
    assert {one.question: one.times for one in await newer.counted()} == {
        "who is the mayor": 7,
        "园区有多大": 1,
        "is it far": 1,
    }


async def test_what_the_first_version_writes_fits_the_tables_of_this_one(first: str, kept: Make) -> None:
    """It knows no column that came later: each has to be one that can be left out."""
    store = kept(first)
    await store.open()

    def as_the_first(connection: Connection) -> None:
        for statement in FIRST_WRITES:
            connection.execute(text(statement))

    await run(first, as_the_first)

    assert await store.settings(104) == GuildSettings("zh", (), True, (), True)
    assert {one.question: one.times for one in await store.counted()}["is it far"] == 2


async def test_a_backup_made_before_the_upgrade_is_the_other_way_back(
    first: str, kept: Make, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """As the guides have it: back up, upgrade, regret; the database moved away, and the older version restores."""
    await backup(first, tmp_path / "before.jsonl")
    (tmp_path / "v0099_added.py").write_text(ADDED.format(head=HEAD, more="op.drop_table('questions')"))
    await run(first, lambda connection: upgrade(connection, (tmp_path,), "0099"))

    url = first
    if file := Database(parse_url(first)).file:
        file.rename(tmp_path / "away.sqlite3")
    else:
        url = request.getfixturevalue("cluster").new_database()
    await restore(url, tmp_path / "before.jsonl")

    assert await run(url, revision) == HEAD
    await whole(kept(url))


async def test_the_migrations_make_the_tables_that_the_code_uses(url: str) -> None:
    differences = await run(url, lambda connection: compare_metadata(MigrationContext.configure(connection), metadata))

    assert differences == []


def test_there_is_one_line_of_revisions_and_the_code_knows_its_end() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("path_separator", "newline")
    script = ScriptDirectory.from_config(config)

    assert script.get_heads() == [HEAD]
    assert script.get_bases() == ["0001"]
    assert all(len(one.revision) == len(HEAD) for one in script.walk_revisions())


def test_a_start_with_nothing_to_migrate_does_without_alembic(sqlite: str, kept: Make) -> None:
    asyncio.run(once(kept(sqlite)))
    program = (
        "import asyncio, sys; from biobot.store.create import create_store; store = create_store(sys.argv[1]);"
        "runner = asyncio.Runner(); runner.run(store.open()); runner.run(store.close()); runner.close();"
        "sys.exit('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program, sqlite], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


async def once(store: KeptStore) -> None:
    await store.open()
    await store.close()
