"""Who a hub is on its papers, and the logos of who helps to pay.

Revision: 0044, after 0043
"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hub_identity",
        sa.Column("hub_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("legal_name", sa.String(length=160), nullable=False),
        sa.Column("siret", sa.String(length=14), nullable=True),
        sa.Column("activity_number", sa.String(length=11), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("signatory_name", sa.String(length=120), nullable=False),
        sa.Column("signatory_title", sa.String(length=120), nullable=False),
        sa.Column("house_rules", sa.Text(), nullable=False),
        sa.Column("disability_name", sa.String(length=120), nullable=False),
        sa.Column("disability_phone", sa.String(length=30), nullable=True),
        sa.Column("disability_email", sa.String(length=254), nullable=False),
        sa.Column("day_contact", sa.String(length=160), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_hub_identity_{name}"))
            for name, rule in (
                ("code_is_short", "length(code) BETWEEN 2 AND 8"),
                ("code_in_capitals", "code = upper(code)"),
                ("siret_has_14_digits", "length(siret) = 14"),
                ("activity_number_has_11_digits", "length(activity_number) IN (0, 11)"),
                ("has_a_name", "legal_name <> ''"),
            )
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_hub_identity_hub_id")),
        sa.PrimaryKeyConstraint("hub_id", name=op.f("pk_hub_identity")),
        sa.UniqueConstraint("code", name=op.f("uq_hub_identity_code")),
    )
    op.create_table(
        "funder_logo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("alternative", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("alternative <> ''", name=op.f("ck_funder_logo_is_told")),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_funder_logo_has_size")),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_funder_logo_hub_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funder_logo")),
    )
    op.create_index(op.f("ix_funder_logo_hub_id"), "funder_logo", ["hub_id"])


def downgrade() -> None:
    op.drop_table("funder_logo")
    op.drop_table("hub_identity")
