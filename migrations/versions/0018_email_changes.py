"""Changes of the address of an account, asked, confirmed, objected to.

Revision: 0018, after 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "email_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("old_email", sa.String(length=254), nullable=False),
        sa.Column("new_email", sa.String(length=254), nullable=False),
        sa.Column("confirm_nonce", sa.String(length=43), nullable=False),
        sa.Column("object_nonce", sa.String(length=43), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("confirmed_at", moment, nullable=True),
        sa.Column("objected_at", moment, nullable=True),
        sa.CheckConstraint("new_email = lower(new_email)", name=op.f("ck_email_change_new_email_lower_case")),
        sa.CheckConstraint("new_email <> old_email", name=op.f("ck_email_change_really_changes")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_email_change_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_change")),
        sa.UniqueConstraint("confirm_nonce", name=op.f("uq_email_change_confirm_nonce")),
        sa.UniqueConstraint("object_nonce", name=op.f("uq_email_change_object_nonce")),
    )
    for column in ("person_id", "asked_at"):
        op.create_index(op.f(f"ix_email_change_{column}"), "email_change", [column])


def downgrade() -> None:
    op.drop_table("email_change")
