"""Pages of signed paper and drawn signatures are emptied past their term: who, when and hash stay.

Revision: 0051, after 0050
"""

from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

# What stays of each for ever: all but `content` and `deleted_on`.
KEPT = {
    "attendance_scan": ("id", "sheet_id", "media_type", "size", "sha256", "by_id", "at"),
    "attendance_signature": ("entry_id", "booking_id", "width", "height", "sha256"),
}
FUNCTION = """
CREATE FUNCTION attendance_file_is_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.deleted_on IS NULL AND NEW.deleted_on IS NOT NULL
        AND to_jsonb(NEW) - 'content' - 'deleted_on' = to_jsonb(OLD) - 'content' - 'deleted_on' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'attendance evidence is only ever added';
END $$
"""


def upgrade() -> None:
    # Written as SQL: both engines add a column with its constraint in place, without rebuilding the table.
    for table in KEPT:
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN deleted_on DATE"
            f" CONSTRAINT ck_{table}_deleted_is_empty CHECK (deleted_on IS NULL OR length(content) = 0)"
        )
    if op.get_bind().dialect.name == "sqlite":
        for table, columns in KEPT.items():
            same = " AND ".join(f"NEW.{column} IS OLD.{column}" for column in columns)
            op.execute(f"DROP TRIGGER {table}_no_update")
            _refuse_updates(
                table, f" WHEN NOT (OLD.deleted_on IS NULL AND NEW.deleted_on IS NOT NULL AND {same})"
            )
        return
    op.execute(FUNCTION)
    for table in KEPT:
        op.execute(f"DROP TRIGGER {table}_stays ON {table}")
        op.execute(
            f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION attendance_entry_stays()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_is_emptied BEFORE UPDATE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION attendance_file_is_emptied()"
        )


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in KEPT:
        if is_sqlite:
            op.execute(f"DROP TRIGGER {table}_no_update")
            _refuse_updates(table)
        else:
            op.execute(f"DROP TRIGGER {table}_is_emptied ON {table}")
            op.execute(f"DROP TRIGGER {table}_stays ON {table}")
            op.execute(
                f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION attendance_entry_stays()"
            )
        op.drop_column(table, "deleted_on")
    if not is_sqlite:
        op.execute("DROP FUNCTION attendance_file_is_emptied()")


def _refuse_updates(table: str, unless: str = "") -> None:
    op.execute(
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}{unless}"
        " BEGIN SELECT RAISE(ABORT, 'attendance evidence is only ever added'); END"
    )
