"""A hub's rules on how many places one may hold."""

from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from shared_services.core.database import Model


class QuotaScope(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"


class QuotaPeriod(StrEnum):
    """Over which dates places count: those to come, or the calendar month, quarter or year of the date."""

    COMING = "coming"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Quota(Model):
    """A hub's rule: at most so many places for one person, or one organisation, over a period.

    Written by the hub's managers, told to everybody it refuses. Goes with the hub.
    """

    __tablename__ = "quota"
    __table_args__ = (
        CheckConstraint("most > 0", name="most_positive"),
        UniqueConstraint("hub_id", "scope", "period", name="uq_quota_rule"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"))
    scope: Mapped[QuotaScope]
    period: Mapped[QuotaPeriod]
    most: Mapped[int]
