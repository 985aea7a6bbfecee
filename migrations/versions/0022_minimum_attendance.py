"""Dates that stand only when enough people come, and dates that follow the start of a session.

Revision: 0022, after 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Column by column: SQLite would rebuild the table, and every booking points to it.
    op.execute(
        "ALTER TABLE bookable ADD COLUMN minimum INTEGER"
        " CONSTRAINT ck_bookable_minimum_positive CHECK (minimum > 0)"
    )
    moment = "TIMESTAMP WITH TIME ZONE" if op.get_bind().dialect.name == "postgresql" else "DATETIME"
    op.execute(
        f"ALTER TABLE bookable ADD COLUMN decides_at {moment}"
        " CONSTRAINT ck_bookable_minimum_has_date CHECK ((minimum IS NULL) = (decides_at IS NULL))"
    )
    op.execute(
        "ALTER TABLE bookable ADD COLUMN verdict VARCHAR(32)"
        " CONSTRAINT ck_bookable_verdict CHECK (verdict IN ('go', 'asked'))"
        " CONSTRAINT ck_bookable_verdict_has_minimum CHECK (verdict IS NULL OR minimum IS NOT NULL)"
    )
    op.add_column(
        "bookable", sa.Column("cancels_itself", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index("ix_bookable_decides", "bookable", ["decides_at"])
    for name in ("closes_before", "decides_before"):
        op.add_column("training_session", sa.Column(name, sa.String(length=9), nullable=True))


def downgrade() -> None:
    for name in ("decides_before", "closes_before"):
        op.drop_column("training_session", name)
    op.drop_index("ix_bookable_decides", table_name="bookable")
    # Each takes along the checks that were written with it.
    for name in ("cancels_itself", "verdict", "decides_at", "minimum"):
        op.drop_column("bookable", name)
