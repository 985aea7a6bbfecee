"""Edits of published offers, read before they appear; offers suspended and archived.

Revision: 0025, after 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

LIVE = sa.text("status IN ('draft', 'submitted', 'returned')")
STATUSES = "'draft', 'submitted', 'published', 'returned'"
MORE_STATUSES = f"{STATUSES}, 'suspended', 'archived'"
REASON = "status <> 'returned' OR return_reason <> ''"
MORE_REASON = "status NOT IN ('returned', 'suspended') OR return_reason <> ''"


def upgrade() -> None:
    _replace_checks((STATUSES, MORE_STATUSES), (REASON, MORE_REASON))
    op.create_table(
        "offer_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('draft', 'submitted', 'returned', 'published', 'dropped')",
            name=op.f("ck_offer_revision_revisionstatus"),
        ),
        sa.CheckConstraint(
            "status <> 'returned' OR reason <> ''", name=op.f("ck_offer_revision_returned_has_reason")
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_revision_offer_id")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_offer_revision_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_revision")),
    )
    op.create_index("ix_offer_revision_offer_id", "offer_revision", ["offer_id"])
    op.create_index("ix_offer_revision_status", "offer_revision", ["status", "submitted_at"])
    op.create_index(
        "uq_offer_revision_live",
        "offer_revision",
        ["offer_id"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )


def downgrade() -> None:
    """What was suspended or archived becomes a draft again: nobody sees more than before."""
    op.drop_table("offer_revision")
    op.execute("UPDATE offer SET status = 'draft' WHERE status IN ('suspended', 'archived')")
    _replace_checks((MORE_STATUSES, STATUSES), (MORE_REASON, REASON))


def _replace_checks(statuses: tuple[str, str], reason: tuple[str, str]) -> None:
    """Change two checks of `offer` in place.

    SQLite would rebuild the table, which every session and booking points to: its documentation allows to
    edit the text of a check in the schema instead (lang_altertable.html, section 7).
    """
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_offer_offerstatus"), "offer", type_="check")
        op.create_check_constraint(op.f("ck_offer_offerstatus"), "offer", f"status IN ({statuses[1]})")
        op.drop_constraint(op.f("ck_offer_returned_has_reason"), "offer", type_="check")
        op.create_check_constraint(op.f("ck_offer_returned_has_reason"), "offer", reason[1])
        return
    version = connection.scalar(sa.text("PRAGMA schema_version"))
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    for before, after in (statuses, reason):
        changed = connection.execute(
            sa.text(
                "UPDATE sqlite_master SET sql = replace(sql, :before, :after)"
                " WHERE type = 'table' AND name = 'offer' AND instr(sql, :before) > 0"
            ),
            {"before": before, "after": after},
        )
        if changed.rowcount != 1:
            raise RuntimeError(f"no check of offer says {before}")
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
