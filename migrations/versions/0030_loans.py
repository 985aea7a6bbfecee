"""What happens to units once they are lent.

Revision: 0030, after 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

IS_OUT = sa.text("returned_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "loan_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_by_id", sa.Integer(), nullable=False),
        sa.Column("state_out", sa.String(length=200), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_by_id", sa.Integer(), nullable=True),
        sa.Column("state_in", sa.String(length=200), nullable=False),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "returned_at IS NULL OR returned_at >= handed_at",
            name=op.f("ck_loan_unit_returned_after_handed"),
        ),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_loan_unit_booking_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["tool_unit.id"], name=op.f("fk_loan_unit_unit_id")),
        sa.ForeignKeyConstraint(["handed_by_id"], ["person.id"], name=op.f("fk_loan_unit_handed_by_id")),
        sa.ForeignKeyConstraint(
            ["taken_back_by_id"], ["person.id"], name=op.f("fk_loan_unit_taken_back_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loan_unit")),
    )
    op.create_index(op.f("ix_loan_unit_booking_id"), "loan_unit", ["booking_id"])
    op.create_index(op.f("ix_loan_unit_unit_id"), "loan_unit", ["unit_id"])
    op.create_index(
        "uq_loan_unit_out",
        "loan_unit",
        ["unit_id"],
        unique=True,
        sqlite_where=IS_OUT,
        postgresql_where=IS_OUT,
    )


def downgrade() -> None:
    op.drop_table("loan_unit")
