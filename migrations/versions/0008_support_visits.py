"""Support looks at the site as somebody does; what it looked at.

Revision: 0008, after 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "support_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("admin_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("admin_id <> person_id", name=op.f("ck_support_visit_somebody_else")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_support_visit_has_reason")),
        sa.CheckConstraint("expires_at > started_at", name=op.f("ck_support_visit_takes_time")),
        sa.ForeignKeyConstraint(["admin_id"], ["person.id"], name=op.f("fk_support_visit_admin_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_support_visit_person_id")),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.id"], name=op.f("fk_support_visit_device_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_visit")),
    )
    op.create_index(op.f("ix_support_visit_admin_id"), "support_visit", ["admin_id"])
    op.create_index(op.f("ix_support_visit_person_id"), "support_visit", ["person_id"])
    op.create_index(
        "uq_support_visit_open",
        "support_visit",
        ["device_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "support_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["support_visit.id"], name=op.f("fk_support_page_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_page")),
    )
    op.create_index(op.f("ix_support_page_visit_id"), "support_page", ["visit_id"])


def downgrade() -> None:
    op.drop_table("support_page")
    op.drop_table("support_visit")
