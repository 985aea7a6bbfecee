"""Searches that people keep.

Revision: 0020, after 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    rhythm = sa.Enum(
        "none", "daily", "weekly", name="rhythm", native_enum=False, create_constraint=True, length=32
    )
    op.create_table(
        "saved_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("query", sa.String(length=1000), nullable=False),
        sa.Column("rhythm", rhythm, nullable=False),
        sa.Column("time_zone", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_run_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_saved_search_has_name")),
        sa.CheckConstraint(
            "(rhythm = 'none') = (next_run_at IS NULL)", name=op.f("ck_saved_search_alert_has_next_run")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_search_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
        sa.UniqueConstraint("person_id", "query", name="uq_saved_search_person_query"),
    )
    op.create_index(op.f("ix_saved_search_next_run_at"), "saved_search", ["next_run_at"])


def downgrade() -> None:
    op.drop_table("saved_search")
