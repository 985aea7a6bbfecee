"""A training says its methods and how what was learnt is assessed.

Revision: 0023, after 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("training_offer", sa.Column("methods", sa.Text(), nullable=False, server_default=""))
    op.add_column("training_offer", sa.Column("assessment", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("training_offer", "assessment")
    op.drop_column("training_offer", "methods")
