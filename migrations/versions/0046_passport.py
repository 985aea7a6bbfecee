"""The secret addresses that show a person's skills passport.

Revision: 0046, after 0045
"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "passport_share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_opened_on", sa.Date(), nullable=True),
        sa.CheckConstraint("label <> ''", name=op.f("ck_passport_share_has_label")),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_passport_share_lives")),
        sa.CheckConstraint(
            "revoked_at IS NULL OR revoked_at >= created_at", name=op.f("ck_passport_share_revoked_after")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_passport_share_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passport_share")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_passport_share_token_hash")),
    )
    op.create_index(op.f("ix_passport_share_person_id"), "passport_share", ["person_id"])


def downgrade() -> None:
    op.drop_table("passport_share")
