"""When a calendar was last read, and how many half days a session had before it became shorter.

Revision: 0019, after 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feed", sa.Column("last_read_at", sa.DateTime(timezone=True), nullable=True))
    most = sa.Column("most_half_days", sa.Integer(), nullable=False, server_default="0")
    op.add_column("training_session", most)


def downgrade() -> None:
    op.execute("ALTER TABLE training_session DROP COLUMN most_half_days")
    op.execute("ALTER TABLE feed DROP COLUMN last_read_at")
