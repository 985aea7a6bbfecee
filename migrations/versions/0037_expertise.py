"""Staff time: offers of experts, availability of people, appointments, wishes for a slot.

Revision: 0037, after 0036
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

WAYS = ("on_site", "remote", "phone")
AUDIENCES = ("hub_members", "any_hub", "anyone")
PERIODS = ("coming", "month", "quarter", "year")


def upgrade() -> None:
    _offers()
    _experts()
    _availability()
    _calendars()
    _appointments()
    _wishes()


def _choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _offers() -> None:
    op.create_table(
        "expert_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("expectations", sa.Text(), nullable=False),
        sa.Column("durations", sa.String(length=60), nullable=False),
        sa.Column("ways", sa.String(length=60), nullable=False),
        sa.Column("buffer_before", sa.Integer(), nullable=False),
        sa.Column("buffer_after", sa.Integer(), nullable=False),
        sa.Column("notice_hours", sa.Integer(), nullable=False),
        sa.Column("horizon_days", sa.Integer(), nullable=False),
        sa.Column("organisation_most", sa.Integer(), nullable=True),
        sa.Column("organisation_period", _choice("quotaperiod", PERIODS), nullable=True),
        sa.Column("is_pool", sa.Boolean(), nullable=False),
        sa.Column("who", _choice("audience", AUDIENCES), nullable=False),
        sa.Column("needs_approval", sa.Boolean(), nullable=False),
        sa.CheckConstraint("durations <> ''", name=op.f("ck_expert_offer_has_duration")),
        sa.CheckConstraint("ways <> ''", name=op.f("ck_expert_offer_has_way")),
        sa.CheckConstraint("buffer_before >= 0", name=op.f("ck_expert_offer_buffer_before_not_negative")),
        sa.CheckConstraint("buffer_after >= 0", name=op.f("ck_expert_offer_buffer_after_not_negative")),
        sa.CheckConstraint("notice_hours >= 0", name=op.f("ck_expert_offer_notice_not_negative")),
        sa.CheckConstraint("horizon_days > 0", name=op.f("ck_expert_offer_horizon_positive")),
        sa.CheckConstraint("organisation_most > 0", name=op.f("ck_expert_offer_organisation_most_positive")),
        sa.CheckConstraint(
            "(organisation_most IS NULL) = (organisation_period IS NULL)",
            name=op.f("ck_expert_offer_organisation_most_has_period"),
        ),
        sa.ForeignKeyConstraint(["id"], ["offer.id"], name=op.f("fk_expert_offer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert_offer")),
    )
    op.create_table(
        "travel_time",
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("departement_code", sa.String(length=3), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_travel_time_minutes_not_negative")),
        sa.ForeignKeyConstraint(["offer_id"], ["expert_offer.id"], name=op.f("fk_travel_time_offer_id")),
        sa.ForeignKeyConstraint(
            ["departement_code"], ["departement.code"], name=op.f("fk_travel_time_departement_code")
        ),
        sa.PrimaryKeyConstraint("offer_id", "departement_code", name=op.f("pk_travel_time")),
    )


def _experts() -> None:
    op.create_table(
        "expert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("expert_offer_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("video_link", sa.String(length=255), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["bookable.id"], name=op.f("fk_expert_id")),
        sa.ForeignKeyConstraint(
            ["expert_offer_id"], ["expert_offer.id"], name=op.f("fk_expert_expert_offer_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_expert_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert")),
        sa.UniqueConstraint("person_id", "expert_offer_id", name="uq_expert_person_offer"),
    )
    op.create_index(op.f("ix_expert_expert_offer_id"), "expert", ["expert_offer_id"])


def _availability() -> None:
    op.create_table(
        "availability_range",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("time_zone", sa.String(length=40), nullable=False),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_availability_range_weekday_of_week")),
        sa.CheckConstraint("ends > starts", name=op.f("ck_availability_range_hours_in_order")),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_availability_range_days_in_order")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_availability_range_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_availability_range")),
    )
    op.create_index(op.f("ix_availability_range_person_id"), "availability_range", ["person_id"])
    op.create_table(
        "availability_exception",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=True),
        sa.Column("ends", sa.Time(), nullable=True),
        sa.Column("time_zone", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "(starts IS NULL) = (ends IS NULL)", name=op.f("ck_availability_exception_both_hours_or_none")
        ),
        sa.CheckConstraint("ends > starts", name=op.f("ck_availability_exception_hours_in_order")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_availability_exception_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_availability_exception")),
    )
    op.create_index("ix_availability_exception_person_day", "availability_exception", ["person_id", "day"])
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_absence_ends_after_start")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_absence_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index("ix_absence_person_ends", "absence", ["person_id", "ends_at"])


def _calendars() -> None:
    op.create_table(
        "busy_calendar",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=40), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_busy_calendar_has_name")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_busy_calendar_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_calendar")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_busy_calendar_person_id_name")),
    )
    op.create_index("ix_busy_calendar_fetched", "busy_calendar", ["fetched_at"])
    op.create_table(
        "busy_time",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("calendar_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_busy_time_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["calendar_id"], ["busy_calendar.id"], name=op.f("fk_busy_time_calendar_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_time")),
    )
    op.create_index("ix_busy_time_calendar_ends", "busy_time", ["calendar_id", "ends_at"])


def _appointments() -> None:
    op.create_table(
        "appointment",
        sa.Column("booking_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("way", _choice("way", WAYS), nullable=False),
        sa.Column("place", sa.String(length=255), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("preparation", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("minutes_spent", sa.Integer(), nullable=True),
        sa.Column("follow_up", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_appointment_minutes_positive")),
        sa.CheckConstraint("minutes_spent >= 0", name=op.f("ck_appointment_minutes_spent_not_negative")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_appointment_booking_id")),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_appointment")),
    )
    op.create_index("ix_appointment_noted_at", "appointment", ["noted_at"])


def _wishes() -> None:
    op.create_table(
        "slot_wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("way", _choice("way", WAYS), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_slot_wish_minutes_positive")),
        sa.ForeignKeyConstraint(["offer_id"], ["expert_offer.id"], name=op.f("fk_slot_wish_offer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_slot_wish_person_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_slot_wish_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot_wish")),
        sa.UniqueConstraint("offer_id", "person_id", name=op.f("uq_slot_wish_offer_id_person_id")),
    )
    op.create_index(op.f("ix_slot_wish_person_id"), "slot_wish", ["person_id"])


def downgrade() -> None:
    for table in ("slot_wish", "appointment", "busy_time", "busy_calendar"):
        op.drop_table(table)
    for table in ("absence", "availability_exception", "availability_range"):
        op.drop_table(table)
    for table in ("expert", "travel_time", "expert_offer"):
        op.drop_table(table)
