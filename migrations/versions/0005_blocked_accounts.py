"""An account can be blocked, with a reason.

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True))
    # Written as SQL: both engines add a column with its constraint in place, without rebuilding the table.
    op.execute(
        "ALTER TABLE person ADD COLUMN block_reason TEXT DEFAULT '' NOT NULL"
        " CONSTRAINT ck_person_blocked_has_reason CHECK (blocked_at IS NULL OR block_reason <> '')"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE person DROP COLUMN block_reason")
    op.execute("ALTER TABLE person DROP COLUMN blocked_at")
