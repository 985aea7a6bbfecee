"""Baskets: lines, and units held for them.

The old version goes on meanwhile: it makes holds for bookables only, and meets none of a basket in what
it reads of them; it counts the units of both.

Revision: 0035, after 0034
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "basket_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("bookable_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("first_slot", sa.Integer(), nullable=False),
        sa.Column("last_slot", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("despite_overlap", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refusal", sa.Text(), nullable=False),
        sa.CheckConstraint("units > 0", name=op.f("ck_basket_line_units_positive")),
        sa.CheckConstraint("last_slot >= first_slot", name=op.f("ck_basket_line_slots_in_order")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_basket_line_ends_after_start")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_basket_line_person_id")),
        sa.ForeignKeyConstraint(["bookable_id"], ["bookable.id"], name=op.f("fk_basket_line_bookable_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_basket_line_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_basket_line")),
        sa.UniqueConstraint("person_id", "bookable_id", "first_slot", name="uq_basket_line_same"),
    )
    for column in ("bookable_id", "organisation_id", "held_until"):
        op.create_index(op.f(f"ix_basket_line_{column}"), "basket_line", [column])
    with op.batch_alter_table("hold") as hold:
        hold.alter_column("for_bookable_id", existing_type=sa.Integer(), nullable=True)
        hold.add_column(sa.Column("basket_line_id", sa.Integer(), nullable=True))
        hold.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        hold.create_foreign_key(op.f("fk_hold_basket_line_id"), "basket_line", ["basket_line_id"], ["id"])
        hold.create_foreign_key(op.f("fk_hold_person_id"), "person", ["person_id"], ["id"])
        hold.create_check_constraint(
            op.f("ck_hold_one_owner"), "(for_bookable_id IS NULL) <> (basket_line_id IS NULL)"
        )
        hold.create_check_constraint(
            op.f("ck_hold_kept_for_somebody"), "(person_id IS NULL) = (basket_line_id IS NULL)"
        )
        hold.create_index(op.f("ix_hold_basket_line_id"), ["basket_line_id"])
        hold.create_index(op.f("ix_hold_person_id"), ["person_id"])


def downgrade() -> None:
    # What is still being chosen is given up: the units of a basket are nobody's booking. The nightly count
    # of the older version would find them missing, so they are given back first.
    op.execute(
        "UPDATE capacity_slot SET taken = taken - (SELECT sum(hold.units) FROM hold"
        " WHERE hold.basket_line_id IS NOT NULL AND hold.bookable_id = capacity_slot.bookable_id"
        " AND capacity_slot.slot BETWEEN hold.first_slot AND hold.last_slot)"
        " WHERE EXISTS (SELECT 1 FROM hold"
        " WHERE hold.basket_line_id IS NOT NULL AND hold.bookable_id = capacity_slot.bookable_id"
        " AND capacity_slot.slot BETWEEN hold.first_slot AND hold.last_slot)"
    )
    op.execute("DELETE FROM hold WHERE basket_line_id IS NOT NULL")
    with op.batch_alter_table("hold") as hold:
        hold.drop_index(op.f("ix_hold_person_id"))
        hold.drop_index(op.f("ix_hold_basket_line_id"))
        hold.drop_constraint(op.f("ck_hold_kept_for_somebody"), type_="check")
        hold.drop_constraint(op.f("ck_hold_one_owner"), type_="check")
        hold.drop_constraint(op.f("fk_hold_person_id"), type_="foreignkey")
        hold.drop_constraint(op.f("fk_hold_basket_line_id"), type_="foreignkey")
        hold.drop_column("person_id")
        hold.drop_column("basket_line_id")
        hold.alter_column("for_bookable_id", existing_type=sa.Integer(), nullable=False)
    op.drop_table("basket_line")
