"""Themes have an order and can be retired.

Revision: 0016, after 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("theme", sa.Column("position", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("theme", sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("theme", "retired_at")
    op.drop_column("theme", "position")
