"""Attendance sheets and their entries, which the database lets nobody change.

Revision: 0038, after 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

FUNCTION = """
CREATE FUNCTION attendance_entry_stays() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'attendance entries are only ever added';
END
$$ LANGUAGE plpgsql
"""


def upgrade() -> None:
    _sheets()
    _entries()
    _triggers()


def _sheets() -> None:
    op.create_table(
        "attendance_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("last_hash", sa.String(length=64), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by_id IS NULL)",
            name=op.f("ck_attendance_sheet_closed_says_by_whom"),
        ),
        sa.CheckConstraint("entries >= 0", name=op.f("ck_attendance_sheet_entries_not_negative")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_session.id"], name=op.f("fk_attendance_sheet_session_id")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["person.id"], name=op.f("fk_attendance_sheet_closed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_sheet")),
        sa.UniqueConstraint("session_id", name=op.f("uq_attendance_sheet_session_id")),
    )
    op.create_index(op.f("ix_attendance_sheet_closed_by_id"), "attendance_sheet", ["closed_by_id"])


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _entries() -> None:
    op.create_table(
        "attendance_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", _one_of("what", "present", "absent", "excused", "closed"), nullable=False),
        sa.Column("arrived_late_minutes", sa.Integer(), nullable=False),
        sa.Column("left_early_minutes", sa.Integer(), nullable=False),
        sa.Column("way", _one_of("way", "ticked", "account", "link", "paper"), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("request_key", sa.String(length=40), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_attendance_entry_{name}"))
            for name, rule in (
                ("number_positive", "number > 0"),
                ("ends_after_start", "ends_at > starts_at"),
                ("minutes_not_negative", "arrived_late_minutes >= 0 AND left_early_minutes >= 0"),
                (
                    "minutes_of_presence",
                    "what = 'present' OR arrived_late_minutes + left_early_minutes = 0",
                ),
                ("closes_for_everybody", "(what = 'closed') = (booking_id IS NULL)"),
                ("excused_has_reason", "what <> 'excused' OR reason <> ''"),
            )
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["attendance_sheet.id"], name=op.f("fk_attendance_entry_sheet_id")
        ),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_attendance_entry_booking_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_entry")),
        sa.UniqueConstraint("sheet_id", "number", name=op.f("uq_attendance_entry_sheet_id_number")),
    )
    op.create_index("ix_attendance_entry_booking", "attendance_entry", ["booking_id", "starts_at", "number"])


def _triggers() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER attendance_entry_no_{verb.lower()} BEFORE {verb} ON attendance_entry"
                " BEGIN SELECT RAISE(ABORT, 'attendance entries are only ever added'); END"
            )
        return
    op.execute(FUNCTION)
    op.execute(
        "CREATE TRIGGER attendance_entry_stays BEFORE UPDATE OR DELETE ON attendance_entry"
        " FOR EACH ROW EXECUTE FUNCTION attendance_entry_stays()"
    )
    op.execute(
        "CREATE TRIGGER attendance_entry_not_emptied BEFORE TRUNCATE ON attendance_entry"
        " FOR EACH STATEMENT EXECUTE FUNCTION attendance_entry_stays()"
    )


def downgrade() -> None:
    op.drop_table("attendance_entry")
    op.drop_table("attendance_sheet")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION attendance_entry_stays()")
