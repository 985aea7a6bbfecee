"""Complaints about a hub, and the improvement actions that cite them or what people answered.

Revision: 0042, after 0041
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

# On SQLite the number of a row is its place in the file.
RANDOM = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "improvement_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("what <> ''", name=op.f("ck_improvement_action_says_what")),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_improvement_action_hub_id")),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["person.id"], name=op.f("fk_improvement_action_opened_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement_action")),
    )
    op.create_index("ix_improvement_action_hub", "improvement_action", ["hub_id", "due_on"], unique=False)
    op.create_table(
        "complaint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=9), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=True),
        sa.Column("booking_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("author_name", sa.String(length=120), nullable=False),
        sa.Column("author_email", sa.String(length=254), nullable=False),
        sa.Column("author_phone", sa.String(length=30), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=160), nullable=False),
        sa.Column("what_happened", sa.Text(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('received', 'in_progress', 'answered', 'closed')",
            name=op.f("ck_complaint_complaintstate"),
        ),
        sa.CheckConstraint(
            "outcome IN ('put_right', 'partly', 'unjustified', 'withdrawn')",
            name=op.f("ck_complaint_complaintoutcome"),
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answer = '')", name=op.f("ck_complaint_answered_has_words")
        ),
        sa.CheckConstraint(
            "(person_id IS NULL) = (author_name <> '')", name=op.f("ck_complaint_said_by_somebody")
        ),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_complaint_closed_has_date")
        ),
        sa.CheckConstraint(
            "(state = 'closed') = (outcome IS NOT NULL)", name=op.f("ck_complaint_closed_has_outcome")
        ),
        sa.CheckConstraint("subject <> '' AND what_happened <> ''", name=op.f("ck_complaint_says_something")),
        sa.CheckConstraint(
            "(person_id IS NULL) = (entered_by_id IS NOT NULL)", name=op.f("ck_complaint_typed_or_filed")
        ),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_complaint_booking_id")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_complaint_entered_by_id")),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_complaint_hub_id")),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_complaint_offer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_complaint_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("reference", name=op.f("uq_complaint_reference")),
    )
    op.create_index(op.f("ix_complaint_booking_id"), "complaint", ["booking_id"], unique=False)
    op.create_index(op.f("ix_complaint_entered_by_id"), "complaint", ["entered_by_id"], unique=False)
    op.create_index("ix_complaint_hub_received", "complaint", ["hub_id", "received_at"], unique=False)
    op.create_index(op.f("ix_complaint_offer_id"), "complaint", ["offer_id"], unique=False)
    op.create_index(op.f("ix_complaint_person_id"), "complaint", ["person_id"], unique=False)
    op.create_table(
        "action_complaint",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["improvement_action.id"],
            name=op.f("fk_action_complaint_action_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_action_complaint_complaint_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("action_id", "complaint_id", name=op.f("pk_action_complaint")),
    )
    op.create_index(
        op.f("ix_action_complaint_complaint_id"), "action_complaint", ["complaint_id"], unique=False
    )
    op.create_table(
        "action_text",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("value_id", RANDOM, nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["improvement_action.id"],
            name=op.f("fk_action_text_action_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["value_id"], ["survey_answer_value.id"], name=op.f("fk_action_text_value_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("action_id", "value_id", name=op.f("pk_action_text")),
    )
    op.create_index(op.f("ix_action_text_value_id"), "action_text", ["value_id"], unique=False)


def downgrade() -> None:
    op.drop_table("action_text")
    op.drop_table("action_complaint")
    op.drop_table("complaint")
    op.drop_table("improvement_action")
