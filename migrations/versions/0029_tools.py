"""Tools: offers, what is lent, units, days away.

Revision: 0029, after 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _offers()
    _inventory()
    _days_away()


def _offers() -> None:
    op.create_table(
        "tool_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "computers",
                "tablets",
                "making",
                "games",
                "licences",
                "rooms",
                "other",
                name="toolcategory",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("replacement_cents", sa.Integer(), nullable=True),
        sa.Column("deposit_cents", sa.Integer(), nullable=False),
        sa.CheckConstraint("replacement_cents >= 0", name=op.f("ck_tool_offer_replacement_not_negative")),
        sa.CheckConstraint("deposit_cents >= 0", name=op.f("ck_tool_offer_deposit_not_negative")),
        sa.ForeignKeyConstraint(["id"], ["offer.id"], name=op.f("fk_tool_offer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_offer")),
    )
    op.create_table(
        "tool_manual",
        sa.Column("offer_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["tool_offer.id"], name=op.f("fk_tool_manual_offer_id")),
        sa.PrimaryKeyConstraint("offer_id", name=op.f("pk_tool_manual")),
    )


def _inventory() -> None:
    op.create_table(
        "tool",
        sa.Column("id", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("least_days", "most_days", "notice_days", "turnaround_days", "horizon_days")
        ),
        sa.Column("place_name", sa.String(length=160), nullable=False),
        sa.Column("address", sa.String(length=255), nullable=False),
        sa.Column("access_notes", sa.Text(), nullable=False),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("opens_hour", sa.Time(), nullable=False),
        sa.Column("closes_hour", sa.Time(), nullable=False),
        sa.CheckConstraint("least_days >= 1", name=op.f("ck_tool_least_days_positive")),
        sa.CheckConstraint("most_days >= least_days", name=op.f("ck_tool_days_in_order")),
        sa.CheckConstraint("notice_days >= 0", name=op.f("ck_tool_notice_not_negative")),
        sa.CheckConstraint("turnaround_days >= 0", name=op.f("ck_tool_turnaround_not_negative")),
        sa.CheckConstraint("horizon_days > notice_days", name=op.f("ck_tool_horizon_after_notice")),
        sa.CheckConstraint("weekdays <> ''", name=op.f("ck_tool_is_open")),
        sa.CheckConstraint("closes_hour > opens_hour", name=op.f("ck_tool_hours_in_order")),
        sa.CheckConstraint("place_name <> ''", name=op.f("ck_tool_is_somewhere")),
        sa.ForeignKeyConstraint(["id"], ["bookable.id"], name=op.f("fk_tool_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool")),
    )
    op.create_table(
        "tool_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tool_id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("serial_number", sa.String(length=80), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "available",
                "under_repair",
                "lost",
                "retired",
                name="unitstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("location", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("label <> ''", name=op.f("ck_tool_unit_has_label")),
        sa.ForeignKeyConstraint(["tool_id"], ["tool.id"], name=op.f("fk_tool_unit_tool_id")),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_tool_unit_hub_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_unit")),
        sa.UniqueConstraint("hub_id", "label", name=op.f("uq_tool_unit_hub_id_label")),
    )
    op.create_index("ix_tool_unit_tool_state", "tool_unit", ["tool_id", "state"])


def _days_away() -> None:
    op.create_table(
        "unit_outage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_unit_outage_days_in_order")),
        sa.ForeignKeyConstraint(["unit_id"], ["tool_unit.id"], name=op.f("fk_unit_outage_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_outage")),
    )
    op.create_index(op.f("ix_unit_outage_unit_id"), "unit_outage", ["unit_id"])
    op.create_table(
        "tool_blackout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("tool_id", sa.Integer(), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_tool_blackout_days_in_order")),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_tool_blackout_hub_id")),
        sa.ForeignKeyConstraint(["tool_id"], ["tool.id"], name=op.f("fk_tool_blackout_tool_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_blackout")),
    )
    op.create_index(op.f("ix_tool_blackout_hub_id"), "tool_blackout", ["hub_id"])
    op.create_index(op.f("ix_tool_blackout_tool_id"), "tool_blackout", ["tool_id"])


def downgrade() -> None:
    for table in ("tool_blackout", "unit_outage", "tool_unit", "tool", "tool_manual", "tool_offer"):
        op.drop_table(table)
