"""Pages of the signed paper sheet, and drawn signatures: kept with their hash, never changed.

Revision: 0040, after 0039
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

KEPT = ("attendance_scan", "attendance_signature")


def upgrade() -> None:
    op.create_table(
        "attendance_scan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_attendance_scan_is_not_empty")),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["attendance_sheet.id"], name=op.f("fk_attendance_scan_sheet_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_scan")),
        sa.UniqueConstraint("sheet_id", "sha256", name=op.f("uq_attendance_scan_sheet_id_sha256")),
    )
    op.create_table(
        "attendance_signature",
        sa.Column("entry_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_attendance_signature_has_size")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["attendance_entry.id"], name=op.f("fk_attendance_signature_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_attendance_signature_booking_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_attendance_signature")),
    )
    op.create_index(op.f("ix_attendance_signature_booking_id"), "attendance_signature", ["booking_id"])
    for table in KEPT:
        _keep(table)


def _keep(table: str) -> None:
    """Nothing of it is ever changed or deleted."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
                " BEGIN SELECT RAISE(ABORT, 'attendance evidence is only ever added'); END"
            )
        return
    # The function that guards the entries says the same of these.
    op.execute(
        f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION attendance_entry_stays()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION attendance_entry_stays()"
    )


def downgrade() -> None:
    for table in reversed(KEPT):
        op.drop_table(table)
