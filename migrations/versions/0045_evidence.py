"""The papers of training sessions: their kinds, what each is about, certificates and their numbers.

Revision: 0045, after 0044
"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

OF_LOANS = ("loan_agreement",)
OF_SESSIONS = (
    "programme",
    "attendance_sheet",
    "signed_sheet",
    "training_agreement",
    "convocation",
    "completion_certificate",
    "end_of_training_statement",
)


def _allow(*kinds: str) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("paper") as paper:
        paper.drop_constraint(op.f("ck_paper_paperkind"), type_="check")
        paper.create_check_constraint(op.f("ck_paper_paperkind"), f"kind IN ({listed})")


def upgrade() -> None:
    _allow(*OF_LOANS, *OF_SESSIONS)
    op.create_table(
        "session_paper",
        sa.Column("paper_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("says_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_session_paper_paper_id")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_session.id"], name=op.f("fk_session_paper_session_id")
        ),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_session_paper_booking_id")),
        sa.PrimaryKeyConstraint("paper_id", name=op.f("pk_session_paper")),
    )
    for column in ("session_id", "booking_id"):
        op.create_index(op.f(f"ix_session_paper_{column}"), "session_paper", [column])
    op.create_table(
        "certificate_series",
        sa.Column("name", sa.String(length=13), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last > 0", name=op.f("ck_certificate_series_last_positive")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_certificate_series")),
    )
    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("sheet_entries", sa.Integer(), nullable=False),
        sa.Column("hub_name", sa.String(length=160), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("initials", sa.String(length=12), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_certificate_minutes_positive")),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_certificate_days_in_order")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_certificate_booking_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("number", name=op.f("uq_certificate_number")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_certificate_booking_id")),
    )


def downgrade() -> None:
    op.drop_table("certificate")
    op.drop_table("certificate_series")
    op.drop_table("session_paper")
    # The older version knows no such kinds; a paper names the one that replaced it, so all go in one breath.
    op.execute(
        "UPDATE paper SET replaced_by_id = NULL, subject = subject || '-' || version"
        " WHERE kind <> 'loan_agreement'"
    )
    op.execute("DELETE FROM paper WHERE kind <> 'loan_agreement'")
    _allow(*OF_LOANS)
