"""Why people and organisations left, and until when a membership was agreed on.

Revision: 0011, after 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("affiliation", "membership"):
        op.add_column(table, sa.Column("reason", sa.Text(), nullable=False, server_default=""))
    op.add_column("membership", sa.Column("valid_until", sa.Date(), nullable=True))


def downgrade() -> None:
    op.execute("ALTER TABLE membership DROP COLUMN valid_until")
    for table in ("membership", "affiliation"):
        op.execute(f"ALTER TABLE {table} DROP COLUMN reason")
