"""The files somebody gave for a module of a pathway that is not booked yet.

Revision: 0050, after 0049
"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "step_file",
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["step_id"], ["enrolment_step.id"], name=op.f("fk_step_file_step_id")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_step_file_question_id")),
        sa.PrimaryKeyConstraint("step_id", "question_id", name=op.f("pk_step_file")),
    )
    op.create_index(op.f("ix_step_file_question_id"), "step_file", ["question_id"])


def downgrade() -> None:
    op.drop_table("step_file")
