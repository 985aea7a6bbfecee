"""Pathways: modules and what they need, cohorts, who follows them, what they say of the objectives.

Revision: 0043, after 0042
"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

AUDIENCES = ("hub_members", "any_hub", "anyone")
LIVE = "state IN ('active', 'waiting')"


def upgrade() -> None:
    _pathways()
    _cohorts()
    _enrolments()
    _ratings()


def _choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _instant(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _pathways() -> None:
    op.create_table(
        "pathway_offer",
        _number("id"),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("objectives", sa.Text(), nullable=False),
        sa.Column("who", _choice("audience", AUDIENCES), nullable=False),
        _to("pathway_offer", "id", "offer"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pathway_offer")),
    )
    op.create_table(
        "pathway_module",
        _number("id"),
        _number("pathway_id"),
        _number("offer_id"),
        _number("position"),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("needs_rule", _choice("needsrule", ("all", "any")), nullable=False),
        _number("minimum_gap_days"),
        _number("maximum_gap_days", nullable=True),
        _instant("removed_at"),
        sa.CheckConstraint("minimum_gap_days >= 0", name=op.f("ck_pathway_module_minimum_gap_not_negative")),
        sa.CheckConstraint(
            "maximum_gap_days >= minimum_gap_days", name=op.f("ck_pathway_module_gaps_in_order")
        ),
        _to("pathway_module", "pathway_id", "pathway_offer"),
        _to("pathway_module", "offer_id", "training_offer"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pathway_module")),
        sa.UniqueConstraint("pathway_id", "offer_id", name="uq_pathway_module_offer"),
    )
    _index("pathway_module", "offer_id")
    op.create_table(
        "module_prerequisite",
        _number("module_id"),
        _number("needs_id"),
        sa.CheckConstraint("module_id <> needs_id", name=op.f("ck_module_prerequisite_another_module")),
        _to("module_prerequisite", "module_id", "pathway_module"),
        _to("module_prerequisite", "needs_id", "pathway_module"),
        sa.PrimaryKeyConstraint("module_id", "needs_id", name=op.f("pk_module_prerequisite")),
    )
    _index("module_prerequisite", "needs_id")


def _cohorts() -> None:
    op.create_table(
        "cohort",
        _number("id"),
        _number("pathway_id"),
        sa.Column("name", sa.String(length=80), nullable=False),
        _instant("created_at", nullable=False),
        _instant("removed_at"),
        sa.CheckConstraint("name <> ''", name=op.f("ck_cohort_has_name")),
        _to("cohort", "pathway_id", "pathway_offer"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
    )
    _index("cohort", "pathway_id")
    op.create_table(
        "cohort_session",
        _number("cohort_id"),
        _number("module_id"),
        _number("session_id"),
        _to("cohort_session", "cohort_id", "cohort"),
        _to("cohort_session", "module_id", "pathway_module"),
        _to("cohort_session", "session_id", "training_session"),
        sa.PrimaryKeyConstraint("cohort_id", "module_id", name=op.f("pk_cohort_session")),
    )
    _index("cohort_session", "module_id")
    _index("cohort_session", "session_id")


def _enrolments() -> None:
    op.create_table(
        "enrolment",
        _number("id"),
        _number("pathway_id"),
        _number("person_id"),
        _number("organisation_id", nullable=True),
        _number("cohort_id", nullable=True),
        sa.Column(
            "state", _choice("enrolmentstate", ("active", "waiting", "finished", "left")), nullable=False
        ),
        _instant("enrolled_at", nullable=False),
        _instant("ended_at"),
        sa.CheckConstraint(
            "(state IN ('finished', 'left')) = (ended_at IS NOT NULL)",
            name=op.f("ck_enrolment_ended_has_date"),
        ),
        _to("enrolment", "pathway_id", "pathway_offer"),
        _to("enrolment", "person_id", "person"),
        _to("enrolment", "organisation_id", "organisation"),
        _to("enrolment", "cohort_id", "cohort"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
    )
    op.create_index(
        "uq_enrolment_live",
        "enrolment",
        ["pathway_id", "person_id"],
        unique=True,
        sqlite_where=sa.text(LIVE),
        postgresql_where=sa.text(LIVE),
    )
    op.create_index("ix_enrolment_pathway_state", "enrolment", ["pathway_id", "state"])
    for column in ("person_id", "organisation_id", "cohort_id", "state"):
        _index("enrolment", column)
    op.create_table(
        "enrolment_step",
        _number("id"),
        _number("enrolment_id"),
        _number("person_id"),
        _number("module_id"),
        _number("booking_id", nullable=True),
        _number("wanted_session_id", nullable=True),
        sa.Column("skipped_reason", sa.Text(), nullable=False),
        _number("skipped_by_id", nullable=True),
        _instant("skipped_at"),
        _instant("lost_told_at"),
        sa.CheckConstraint(
            "(skipped_at IS NULL) = (skipped_reason = '')", name=op.f("ck_enrolment_step_skipped_has_reason")
        ),
        sa.CheckConstraint(
            "(skipped_at IS NULL) = (skipped_by_id IS NULL)",
            name=op.f("ck_enrolment_step_skipped_by_somebody"),
        ),
        _to("enrolment_step", "enrolment_id", "enrolment"),
        _to("enrolment_step", "person_id", "person"),
        _to("enrolment_step", "module_id", "pathway_module"),
        _to("enrolment_step", "booking_id", "booking"),
        _to("enrolment_step", "wanted_session_id", "training_session"),
        _to("enrolment_step", "skipped_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment_step")),
        sa.UniqueConstraint("enrolment_id", "module_id", name="uq_enrolment_step_module"),
    )
    for column in ("person_id", "module_id", "booking_id"):
        _index("enrolment_step", column)


def _ratings() -> None:
    op.create_table(
        "objective_rating",
        _number("id"),
        _number("enrolment_id"),
        _number("person_id"),
        sa.Column("moment", _choice("moment", ("before", "after")), nullable=False),
        sa.Column("objective", sa.String(length=300), nullable=False),
        _number("score"),
        _instant("rated_at", nullable=False),
        sa.CheckConstraint("score BETWEEN 0 AND 4", name=op.f("ck_objective_rating_score_of_scale")),
        _to("objective_rating", "enrolment_id", "enrolment"),
        _to("objective_rating", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objective_rating")),
        sa.UniqueConstraint("enrolment_id", "moment", "objective", name="uq_objective_rating_once"),
    )
    _index("objective_rating", "person_id")


def downgrade() -> None:
    for table in ("objective_rating", "enrolment_step", "enrolment", "cohort_session", "cohort"):
        op.drop_table(table)
    for table in ("module_prerequisite", "pathway_module", "pathway_offer"):
        op.drop_table(table)
    # The version before knows no offer of this kind, and could not read it.
    for table in ("offer_theme", "offer_picture", "offer_report", "offer_revision", "question"):
        op.execute(
            f"DELETE FROM {table} WHERE offer_id IN (SELECT id FROM offer WHERE kind = 'pathway')"  # noqa: S608
        )
    op.execute("DELETE FROM offer WHERE kind = 'pathway'")
