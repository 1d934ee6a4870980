"""Brings a database to the tables of this version."""

from __future__ import annotations

import logging
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from biobot.store.tables import HEAD

SCRIPTS = Path(__file__).parent / "migrations"
# Any number, the same in every process: whoever comes second waits until the first has made the tables.
_LOCK = 0x62696F626F74

log = logging.getLogger(__name__)


def revision(connection: Connection) -> str | None:
    """Return the revision of the database's tables, None for a database without any."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def upgrade(connection: Connection, versions: tuple[Path, ...] = (), head: str = HEAD) -> None:
    """Run the migrations that the database lacks; one that a newer biobot has made is left as it is."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    found = revision(connection)
    if found is not None and found >= head:
        if found > head:
            log.warning("The database was made by a newer biobot (revision %s, this one knows %s).", found, head)
        return
    # Alembic takes longer to import than the rest of a start; most starts don't need it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option(
        "version_locations", "\n".join(map(str, (SCRIPTS / "versions", *versions))).replace("%", "%%")
    )
    config.attributes["connection"] = connection
    command.upgrade(config, head)
