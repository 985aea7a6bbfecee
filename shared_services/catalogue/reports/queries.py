"""Reads about reports, and about offers that nobody checked for long."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, distinct, func, or_, select
from sqlalchemy.orm import Session, joinedload

from shared_services.core.errors import existing

from ..models import Offer, OfferStatus
from .models import OfferReport, ReportKind

# Open reports of so many people on one offer, and the admins should know.
RISES_AT = 3
# Half a year without a word, and somebody should look at an offer again.
FRESH_FOR = timedelta(days=182)
# Asked once more a month later; from then on the desk shows it too.
AGAIN_AFTER = timedelta(days=30)
# Whoever left no address counts for one, however often: nothing tells her reports apart.
_people = func.count(distinct(OfferReport.email))


def get_report(db: Session, report_id: int) -> OfferReport:
    """With its offer and the offer's hub. Raises NotFound."""
    return existing(
        db.scalar(_with_offer().where(OfferReport.id == report_id).execution_options(populate_existing=True))
    )


def list_open_reports(db: Session, hub_id: int) -> list[OfferReport]:
    """What readers of a hub's offers reported and nobody answered, the oldest first."""
    statement = _open().join(OfferReport.offer).where(Offer.hub_id == hub_id)
    return list(db.scalars(statement))


def list_risen_reports(db: Session) -> list[OfferReport]:
    """What admins should know: something inappropriate, or reports of several people on one offer."""
    return list(db.scalars(_open().where(is_risen())))


def is_risen() -> ColumnElement[bool]:
    """Whether admins should know of a report; that it is open is for the statement to say."""
    several = (
        select(OfferReport.offer_id)
        .where(OfferReport.closed_at.is_(None))
        .group_by(OfferReport.offer_id)
        .having(_people >= RISES_AT)
    )
    return or_(OfferReport.kind == ReportKind.INAPPROPRIATE, OfferReport.offer_id.in_(several))


def count_people(db: Session, offer_id: int) -> int:
    """How many people have an open report on the offer."""
    statement = select(_people).where(OfferReport.offer_id == offer_id, OfferReport.closed_at.is_(None))
    return db.scalar(statement) or 0


def list_open_reports_of(db: Session, offer_id: int) -> list[OfferReport]:
    """The open reports on one offer, the oldest first."""
    return list(db.scalars(_open().where(OfferReport.offer_id == offer_id)))


def list_unchecked(db: Session, *, before: datetime, hub_id: int | None = None) -> list[Offer]:
    """Published offers of which nobody said since that instant that they are still true, the oldest first."""
    last = func.coalesce(Offer.checked_at, Offer.updated_at)
    statement = select(Offer).where(
        Offer.status == OfferStatus.PUBLISHED, last <= before, Offer.updated_at <= before
    )
    if hub_id is not None:
        statement = statement.where(Offer.hub_id == hub_id)
    return list(db.scalars(statement.order_by(last, Offer.id)))


def _open() -> Select[OfferReport]:
    return (
        _with_offer().where(OfferReport.closed_at.is_(None)).order_by(OfferReport.created_at, OfferReport.id)
    )


def _with_offer() -> Select[OfferReport]:
    return select(OfferReport).options(joinedload(OfferReport.offer).joinedload(Offer.hub))
