"""A hub may want to agree to the places of whoever missed its dates too often; people ask it to look again.

Revision: 0039, after 0038
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Written as SQL: both engines add a column with its constraint in place, without rebuilding the table.
    op.execute(
        "ALTER TABLE hub ADD COLUMN no_shows_allowed INTEGER"
        " CONSTRAINT ck_hub_no_shows_allowed_positive CHECK (no_shows_allowed > 0)"
    )
    op.create_table(
        "no_show_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("appeal", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("is_accepted", sa.Boolean(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_no_show_review_{name}"))
            for name, rule in (
                ("appeal_is_said", "appeal <> ''"),
                ("answer_has_date", "(answered_at IS NULL) = (answer = '')"),
                ("answer_has_author", "(answered_at IS NULL) = (answered_by_id IS NULL)"),
                ("answer_decides", "(answered_at IS NULL) = (is_accepted IS NULL)"),
            )
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_no_show_review_hub_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_no_show_review_person_id")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_no_show_review_answered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_no_show_review")),
    )
    op.create_index("ix_no_show_review_person_hub", "no_show_review", ["person_id", "hub_id", "asked_at"])
    op.create_index("ix_no_show_review_hub_answered", "no_show_review", ["hub_id", "answered_at"])


def downgrade() -> None:
    op.drop_table("no_show_review")
    op.drop_column("hub", "no_shows_allowed")
