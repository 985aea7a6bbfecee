"""A hold may belong to one booking: the time of an expert during one appointment.

Revision: 0036, after 0035
"""

from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

OF_A_BOOKING = (
    "hold.booking_id IS NOT NULL AND hold.bookable_id = capacity_slot.bookable_id "
    "AND capacity_slot.slot BETWEEN hold.first_slot AND hold.last_slot"
)


def upgrade() -> None:
    # Written as SQL: both engines add a column with its constraint in place, without rebuilding the table.
    op.execute(
        "ALTER TABLE hold ADD COLUMN booking_id INTEGER CONSTRAINT fk_hold_booking_id REFERENCES booking (id)"
    )
    op.create_index(op.f("ix_hold_booking_id"), "hold", ["booking_id"])


def downgrade() -> None:
    # Without its booking such a hold would never be given back.
    op.execute(
        f"UPDATE capacity_slot SET taken = taken - (SELECT SUM(hold.units) FROM hold WHERE {OF_A_BOOKING})"  # noqa: S608
        f" WHERE EXISTS (SELECT 1 FROM hold WHERE {OF_A_BOOKING})"
    )
    op.execute("DELETE FROM hold WHERE booking_id IS NOT NULL")
    op.drop_index(op.f("ix_hold_booking_id"), table_name="hold")
    op.execute("ALTER TABLE hold DROP COLUMN booking_id")
