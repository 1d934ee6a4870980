"""When the counts of questions were last erased, so that a running bot doesn't write what it had counted before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, with its one row: nothing was erased yet."""
    # It may be there already: where somebody dropped some of the tables, all are made anew.
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        if_not_exists=True,
    )
    op.execute("INSERT INTO erasures (id, at) SELECT 1, 0 WHERE NOT EXISTS (SELECT 1 FROM erasures)")


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("erasures")
