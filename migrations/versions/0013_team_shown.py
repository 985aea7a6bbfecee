"""Who of a hub's team agrees to be named on its page.

Revision: 0013, after 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    shown = sa.Column("is_shown", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("hub_role", shown)


def downgrade() -> None:
    op.execute("ALTER TABLE hub_role DROP COLUMN is_shown")
