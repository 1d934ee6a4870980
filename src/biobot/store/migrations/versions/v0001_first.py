"""The settings of servers and the counts of questions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "guild_settings",
        sa.Column("guild", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("ask_channels", sa.JSON(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("hidden_topics", sa.JSON(), nullable=False),
        sa.Column("feedback", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("guild"),
    )
    op.create_table(
        "questions",
        sa.Column("question", sa.String(300), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("mark", sa.String(16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("question", "kind", "language", "mark", "day"),
    )
    op.create_index("ix_questions_day", "questions", ["day"])


def downgrade() -> None:
    """Drop both tables."""
    op.drop_table("questions")
    op.drop_table("guild_settings")
