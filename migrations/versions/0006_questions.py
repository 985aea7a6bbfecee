"""What a hub asks when somebody books, what she answers, and what she needs.

Revision: 0006, after 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "text",
                "choice",
                "file",
                name="questionkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("label <> ''", name=op.f("ck_question_has_label")),
        sa.CheckConstraint(
            "(kind = 'choice') = (options <> '')", name=op.f("ck_question_choice_has_options")
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_question_offer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    op.create_index(op.f("ix_question_offer_id"), "question", ["offer_id"])
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_answer_booking_id")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_answer_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("booking_id", "question_id", name="uq_answer_question"),
    )
    op.create_index(op.f("ix_answer_question_id"), "answer", ["question_id"])
    op.create_table(
        "answer_file",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_answer_file_answer_id")),
        sa.PrimaryKeyConstraint("answer_id", name=op.f("pk_answer_file")),
    )
    for table, column in (("need", "booking"), ("usual_need", "person")):
        op.create_table(
            table,
            sa.Column(f"{column}_id", sa.Integer(), nullable=False),
            sa.Column("text", sa.Text(), nullable=False),
            sa.CheckConstraint("text <> ''", name=op.f(f"ck_{table}_is_told")),
            sa.ForeignKeyConstraint([f"{column}_id"], [f"{column}.id"], name=op.f(f"fk_{table}_{column}_id")),
            sa.PrimaryKeyConstraint(f"{column}_id", name=op.f(f"pk_{table}")),
        )


def downgrade() -> None:
    for table in ("usual_need", "need", "answer_file", "answer", "question"):
        op.drop_table(table)
