"""What somebody answered for a module of a pathway that is not booked yet.

Revision: 0047, after 0046
"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("enrolment_step", sa.Column("answers", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("enrolment_step", "answers")
