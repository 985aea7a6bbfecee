"""Messages that a hub's managers write to the people of a date.

Revision: 0010, after 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mailing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bookable_id", sa.Integer(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("statuses", sa.String(length=120), nullable=False),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("subject <> ''", name=op.f("ck_mailing_has_subject")),
        sa.CheckConstraint("body <> ''", name=op.f("ck_mailing_has_body")),
        sa.CheckConstraint("recipients > 0", name=op.f("ck_mailing_has_recipients")),
        sa.ForeignKeyConstraint(["bookable_id"], ["bookable.id"], name=op.f("fk_mailing_bookable_id")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["person.id"], name=op.f("fk_mailing_sent_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing")),
        sa.UniqueConstraint("nonce", name=op.f("uq_mailing_nonce")),
    )
    op.create_index(op.f("ix_mailing_bookable_id"), "mailing", ["bookable_id"])


def downgrade() -> None:
    op.drop_table("mailing")
