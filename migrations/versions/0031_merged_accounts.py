"""Accounts merged into another one of the same person.

Revision: 0031, after 0030
"""

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Written as SQL: both engines add a column with its constraint in place, without rebuilding the table.
    instant = "DATETIME" if op.get_bind().dialect.name == "sqlite" else "TIMESTAMP WITH TIME ZONE"
    op.execute(
        "ALTER TABLE person ADD COLUMN merged_into_id INTEGER"
        " CONSTRAINT fk_person_merged_into_id_person REFERENCES person (id)"
    )
    op.execute(
        f"ALTER TABLE person ADD COLUMN merged_at {instant}"
        " CONSTRAINT ck_person_merged_has_date CHECK ((merged_into_id IS NULL) = (merged_at IS NULL))"
    )
    op.create_index("ix_person_merged_into_id", "person", ["merged_into_id"])


def downgrade() -> None:
    op.drop_index("ix_person_merged_into_id", table_name="person")
    op.execute("ALTER TABLE person DROP COLUMN merged_at")
    op.execute("ALTER TABLE person DROP COLUMN merged_into_id")
