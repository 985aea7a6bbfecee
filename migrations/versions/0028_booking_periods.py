"""Each booking has a period of its own; units of a slot may be out of service.

The old version goes on meanwhile: it leaves the new columns empty, and the job `follow_dates` fills
them within five minutes. To contract, once no old version runs any more: fill once more, make
`booking.starts_at` and `booking.ends_at` NOT NULL, and remove that job.

Revision: 0028, after 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

DATES = ("starts_at", "ends_at", "closes_at", "cancel_until")


def upgrade() -> None:
    for name in ("starts_at", "closes_at", "cancel_until"):
        op.add_column("booking", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    # Written as SQL: both engines add a column with its constraint in place, without rebuilding the table.
    instant = "DATETIME" if op.get_bind().dialect.name == "sqlite" else "TIMESTAMP WITH TIME ZONE"
    op.execute(
        f"ALTER TABLE booking ADD COLUMN ends_at {instant}"
        " CONSTRAINT ck_booking_ends_after_start CHECK (ends_at > starts_at)"
    )
    op.execute(
        "ALTER TABLE capacity_slot ADD COLUMN out_of_service INTEGER DEFAULT 0 NOT NULL"
        " CONSTRAINT ck_capacity_slot_out_of_service_not_negative CHECK (out_of_service >= 0)"
    )
    booking = sa.table("booking", sa.column("bookable_id"), *map(sa.column, DATES))
    bookable = sa.table("bookable", sa.column("id"), *map(sa.column, DATES))
    of_it = bookable.c.id == booking.c.bookable_id
    op.execute(
        booking.update().values(
            {name: sa.select(bookable.c[name]).where(of_it).scalar_subquery() for name in DATES}
        )
    )
    op.create_index("ix_booking_status_starts", "booking", ["status", "starts_at"])
    op.create_index("ix_booking_person_starts", "booking", ["person_id", "starts_at"])


def downgrade() -> None:
    op.drop_index("ix_booking_person_starts", table_name="booking")
    op.drop_index("ix_booking_status_starts", table_name="booking")
    op.execute("ALTER TABLE capacity_slot DROP COLUMN out_of_service")
    for name in ("ends_at", "cancel_until", "closes_at", "starts_at"):
        op.execute(f"ALTER TABLE booking DROP COLUMN {name}")
