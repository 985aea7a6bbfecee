"""How far an offer goes, and the day of each date on the calendar of its place.

Revision: 0012, after 0011
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

bookable = sa.table(
    "bookable",
    sa.column("id", sa.Integer),
    sa.column("starts_at", sa.DateTime(timezone=True)),
    sa.column("ends_at", sa.DateTime(timezone=True)),
    sa.column("time_zone", sa.String),
    sa.column("starts_on", sa.Date),
    sa.column("day_part", sa.String),
)


def upgrade() -> None:
    op.execute(
        "ALTER TABLE offer ADD COLUMN level VARCHAR(32)"
        " CONSTRAINT ck_offer_level CHECK (level IN ('discovery', 'basics', 'advanced'))"
    )
    op.execute("ALTER TABLE bookable ADD COLUMN starts_on DATE")
    op.execute(
        "ALTER TABLE bookable ADD COLUMN day_part VARCHAR(32)"
        " CONSTRAINT ck_bookable_daypart CHECK (day_part IN ('morning', 'afternoon', 'day'))"
    )
    _fill_local_days(op.get_bind())
    op.create_index("ix_bookable_status_day", "bookable", ["status", "starts_on", "offer_id"])
    op.create_index("ix_offer_status_published", "offer", ["status", "published_at"])


def _fill_local_days(connection: sa.Connection) -> None:
    """What `booking.local_days` says of each date, as it was said on the day of this migration."""
    dated = sa.select(bookable.c.id, bookable.c.starts_at, bookable.c.ends_at, bookable.c.time_zone)
    rows = [_local_day(*row) for row in connection.execute(dated.where(bookable.c.starts_at.is_not(None)))]
    if rows:
        change = sa.update(bookable).where(bookable.c.id == sa.bindparam("row"))
        connection.execute(change.values(starts_on=sa.bindparam("day"), day_part=sa.bindparam("part")), rows)


def _local_day(row: int, starts_at: datetime, ends_at: datetime | None, zone: str) -> dict[str, object]:
    start, end = (_local(instant, zone) for instant in (starts_at, ends_at or starts_at))
    if start.date() != end.date():
        part = "day"
    elif start.hour >= 12:
        part = "afternoon"
    else:
        part = "morning" if end.hour < 14 else "day"
    return {"row": row, "day": start.date(), "part": part}


def _local(instant: datetime, zone: str) -> datetime:
    aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return aware.astimezone(ZoneInfo(zone))


def downgrade() -> None:
    op.drop_index("ix_offer_status_published", "offer")
    op.drop_index("ix_bookable_status_day", "bookable")
    op.execute("ALTER TABLE bookable DROP COLUMN day_part")
    op.execute("ALTER TABLE bookable DROP COLUMN starts_on")
    op.execute("ALTER TABLE offer DROP COLUMN level")
