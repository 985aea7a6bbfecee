"""Readers report what is wrong in an offer; offers say when they were last checked.

Revision: 0026, after 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("offer", sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "offer_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('outdated', 'wrong', 'inappropriate', 'other')", name=op.f("ck_offer_report_reportkind")
        ),
        sa.CheckConstraint(
            "outcome IN ('corrected', 'unjustified')", name=op.f("ck_offer_report_reportoutcome")
        ),
        sa.CheckConstraint("kind <> 'other' OR words <> ''", name=op.f("ck_offer_report_other_has_words")),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (outcome IS NULL)", name=op.f("ck_offer_report_closed_has_outcome")
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_report_offer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_offer_report_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_report")),
    )
    op.create_index("ix_offer_report_offer", "offer_report", ["offer_id", "closed_at"])
    op.create_index(op.f("ix_offer_report_person_id"), "offer_report", ["person_id"])


def downgrade() -> None:
    op.drop_table("offer_report")
    op.drop_column("offer", "checked_at")
