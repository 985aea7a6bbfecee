"""Files of papers are deleted past their term: number and hash stay; with European funds, ten years.

Revision: 0048, after 0047
"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Written as SQL: both engines add a column with its constraint in place, without rebuilding the table.
    op.execute(
        "ALTER TABLE paper ADD COLUMN deleted_on DATE"
        " CONSTRAINT ck_paper_deleted_is_empty CHECK (deleted_on IS NULL OR length(content) = 0)"
    )
    op.create_table(
        "session_cofunding",
        sa.Column("session_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_session.id"], name=op.f("fk_session_cofunding_session_id")
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_session_cofunding")),
    )


def downgrade() -> None:
    op.drop_table("session_cofunding")
    op.drop_column("paper", "deleted_on")
