"""Announcements at the top of pages, and who has put one away.

Revision: 0014, after 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "announcement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum("info", "warning", name="level", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "reach",
            sa.Enum(
                "everybody",
                "staff",
                "hub",
                name="reach",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("hub_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text_fr", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(reach = 'hub') = (hub_id IS NOT NULL)", name=op.f("ck_announcement_hub_when_for_a_hub")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_announcement_ends_after_start")),
        sa.CheckConstraint("text_fr <> ''", name=op.f("ck_announcement_has_text")),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_announcement_hub_id")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_announcement_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
    )
    op.create_index(op.f("ix_announcement_hub_id"), "announcement", ["hub_id"])
    op.create_index(op.f("ix_announcement_ends_at"), "announcement", ["ends_at"])
    op.create_table(
        "announcement_dismissal",
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcement.id"], name=op.f("fk_announcement_dismissal_announcement_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_announcement_dismissal_person_id")
        ),
        sa.PrimaryKeyConstraint("announcement_id", "person_id", name=op.f("pk_announcement_dismissal")),
    )
    op.create_index(op.f("ix_announcement_dismissal_person_id"), "announcement_dismissal", ["person_id"])


def downgrade() -> None:
    op.drop_table("announcement_dismissal")
    op.drop_table("announcement")
