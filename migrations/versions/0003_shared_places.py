"""Places asked for a group, kept for some, at most so many per organisation, person or period.

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "booking_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bookable_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("booked_by_id", sa.Integer(), nullable=False),
        sa.Column("stays_together", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["bookable_id"], ["bookable.id"], name=op.f("fk_booking_group_bookable_id")),
        sa.ForeignKeyConstraint(["booked_by_id"], ["person.id"], name=op.f("fk_booking_group_booked_by_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_booking_group_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_group")),
    )
    op.create_index(op.f("ix_booking_group_bookable_id"), "booking_group", ["bookable_id"])
    op.create_index(op.f("ix_booking_group_organisation_id"), "booking_group", ["organisation_id"])
    op.create_table(
        "kept_seats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bookable_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("units > 0", name=op.f("ck_kept_seats_units_positive")),
        sa.ForeignKeyConstraint(["bookable_id"], ["bookable.id"], name=op.f("fk_kept_seats_bookable_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_kept_seats_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_seats")),
    )
    op.create_index(op.f("ix_kept_seats_bookable_id"), "kept_seats", ["bookable_id"])
    op.create_table(
        "quota",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column(
            "scope",
            sa.Enum(
                "person",
                "organisation",
                name="quotascope",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "period",
            sa.Enum(
                "coming",
                "month",
                "quarter",
                "year",
                name="quotaperiod",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.CheckConstraint("most > 0", name=op.f("ck_quota_most_positive")),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_quota_hub_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota")),
        sa.UniqueConstraint("hub_id", "scope", "period", name="uq_quota_rule"),
    )
    # Written as SQL: both engines add a column with its constraint in place, without rebuilding the table.
    op.execute(
        "ALTER TABLE booking ADD COLUMN group_id INTEGER"
        " CONSTRAINT fk_booking_group_id REFERENCES booking_group (id)"
    )
    op.create_index(op.f("ix_booking_group_id"), "booking", ["group_id"])
    op.execute(
        "ALTER TABLE bookable ADD COLUMN organisation_limit INTEGER"
        " CONSTRAINT ck_bookable_organisation_limit_positive CHECK (organisation_limit > 0)"
    )
    op.execute(
        "ALTER TABLE offer ADD COLUMN dates_each INTEGER DEFAULT 1 NOT NULL"
        " CONSTRAINT ck_offer_dates_each_not_negative CHECK (dates_each >= 0)"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE offer DROP COLUMN dates_each")
    op.execute("ALTER TABLE bookable DROP COLUMN organisation_limit")
    op.drop_index(op.f("ix_booking_group_id"), table_name="booking")
    op.execute("ALTER TABLE booking DROP COLUMN group_id")
    op.drop_table("quota")
    op.drop_table("kept_seats")
    op.drop_table("booking_group")
