"""Openings that follow the start of a session, and the minimum a hub's new sessions start with.

Revision: 0027, after 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("training_session", sa.Column("opens_before", sa.String(length=9), nullable=True))
    # Constraints beside their column: SQLite then adds them without copying the table.
    op.execute(
        "ALTER TABLE hub ADD COLUMN minimum INTEGER CONSTRAINT ck_hub_minimum_positive CHECK (minimum > 0)"
    )
    op.execute(
        "ALTER TABLE hub ADD COLUMN decides_before VARCHAR(9)"
        " CONSTRAINT ck_hub_minimum_has_date CHECK ((minimum IS NULL) = (decides_before IS NULL))"
    )


def downgrade() -> None:
    # First the one whose constraint speaks of the other.
    for name in ("decides_before", "minimum"):
        op.execute(f"ALTER TABLE hub DROP COLUMN {name}")
    op.execute("ALTER TABLE training_session DROP COLUMN opens_before")
