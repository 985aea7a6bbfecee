"""A hub's rules of lending, and who is suspended from it.

Revision: 0032, after 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

STANDS = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "lending_rules",
        sa.Column("hub_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("visits_a_day", sa.Integer(), nullable=True),
        sa.Column("late_days", sa.Integer(), nullable=True),
        sa.CheckConstraint("visits_a_day > 0", name=op.f("ck_lending_rules_visits_positive")),
        sa.CheckConstraint("late_days >= 0", name=op.f("ck_lending_rules_late_days_not_negative")),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_lending_rules_hub_id")),
        sa.PrimaryKeyConstraint("hub_id", name=op.f("pk_lending_rules")),
    )
    op.create_table(
        "lending_suspension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("days_late", sa.Integer(), nullable=False),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("appeal", sa.Text(), nullable=False),
        sa.Column("appealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("days_late > 0", name=op.f("ck_lending_suspension_days_late_positive")),
        sa.CheckConstraint(
            "(appealed_at IS NULL) = (appeal = '')", name=op.f("ck_lending_suspension_appeal_has_date")
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answer = '')", name=op.f("ck_lending_suspension_answer_has_date")
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)",
            name=op.f("ck_lending_suspension_answer_has_author"),
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_lending_suspension_hub_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_lending_suspension_person_id")),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_lending_suspension_booking_id")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_lending_suspension_answered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lending_suspension")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_lending_suspension_booking_id")),
    )
    op.create_index(op.f("ix_lending_suspension_person_id"), "lending_suspension", ["person_id"])
    op.create_index(
        "uq_lending_suspension_stands",
        "lending_suspension",
        ["hub_id", "person_id"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )


def downgrade() -> None:
    op.drop_table("lending_suspension")
    op.drop_table("lending_rules")
