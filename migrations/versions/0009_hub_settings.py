"""A hub's own habits: closing, reminders, words in its mails, and how its staff want to be told.

Revision: 0009, after 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("hub", sa.Column("website", sa.String(length=200), server_default="", nullable=False))
    op.add_column(
        "hub", sa.Column("approves_by_default", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column(
        "hub", sa.Column("reminder_days", sa.String(length=20), server_default="7,1", nullable=False)
    )
    op.execute(
        "ALTER TABLE hub ADD COLUMN close_hours INTEGER DEFAULT 0 NOT NULL"
        " CONSTRAINT ck_hub_close_hours CHECK (close_hours >= 0)"
    )
    op.execute(
        "ALTER TABLE hub ADD COLUMN reminder_hour INTEGER DEFAULT 9 NOT NULL"
        " CONSTRAINT ck_hub_reminder_hour CHECK (reminder_hour BETWEEN 6 AND 20)"
    )
    op.execute(
        "ALTER TABLE hub_role ADD COLUMN rhythm VARCHAR(32) DEFAULT 'immediate' NOT NULL"
        " CONSTRAINT ck_hub_role_staffrhythm CHECK (rhythm IN ('immediate', 'daily', 'none'))"
    )
    op.create_table(
        "hub_wording",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column(
            "mail",
            sa.Enum(
                "confirmed",
                "reminder",
                "cancelled",
                name="wordedmail",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_hub_wording_is_said")),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_hub_wording_hub_id")),
        sa.PrimaryKeyConstraint("hub_id", "mail", name=op.f("pk_hub_wording")),
    )


def downgrade() -> None:
    op.drop_table("hub_wording")
    op.execute("ALTER TABLE hub_role DROP COLUMN rhythm")
    for column in ("reminder_hour", "close_hours", "reminder_days", "approves_by_default", "website"):
        op.execute(f"ALTER TABLE hub DROP COLUMN {column}")
