"""Pictures of offers.

Revision: 0024, after 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "offer_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("alternative", sa.String(length=250), nullable=False),
        sa.Column("large", sa.LargeBinary(), nullable=False),
        sa.Column("small", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_offer_picture_has_size")),
        sa.CheckConstraint("alternative <> ''", name=op.f("ck_offer_picture_has_alternative")),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_picture_offer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_picture")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_offer_picture_offer_id", "offer_picture", ["offer_id"])
    for name, condition in (("shown", "accepted_at IS NOT NULL"), ("waiting", "accepted_at IS NULL")):
        op.create_index(
            f"uq_offer_picture_{name}",
            "offer_picture",
            ["offer_id"],
            unique=True,
            sqlite_where=sa.text(condition),
            postgresql_where=sa.text(condition),
        )


def downgrade() -> None:
    op.drop_table("offer_picture")
