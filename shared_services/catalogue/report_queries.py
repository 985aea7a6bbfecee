"""Reads about reports, and about offers that nobody checked for long."""

from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from shared_services.core.errors import NotFound

from .models import Offer, OfferStatus
from .report_models import OfferReport, ReportKind

# So many open reports on one offer, and the admins should know.
RISES_AT = 3
# Half a year without a word, and somebody should look at an offer again.
FRESH_FOR = timedelta(days=182)


def get_report(db: Session, report_id: int) -> OfferReport:
    """With its offer and the offer's hub. Raises NotFound."""
    report = db.scalar(
        _with_offer().where(OfferReport.id == report_id).execution_options(populate_existing=True)
    )
    if report is None:
        raise NotFound
    return report


def list_open_reports(db: Session, hub_id: int) -> list[OfferReport]:
    """What readers of a hub's offers reported and nobody answered, the oldest first."""
    statement = _open().join(OfferReport.offer).where(Offer.hub_id == hub_id)
    return list(db.scalars(statement))


def list_risen_reports(db: Session) -> list[OfferReport]:
    """What admins should know: something inappropriate, or several reports on one offer."""
    several = (
        select(OfferReport.offer_id)
        .where(OfferReport.closed_at.is_(None))
        .group_by(OfferReport.offer_id)
        .having(func.count() >= RISES_AT)
    )
    risen = or_(OfferReport.kind == ReportKind.INAPPROPRIATE, OfferReport.offer_id.in_(several))
    return list(db.scalars(_open().where(risen)))


def count_open(db: Session, offer_id: int) -> int:
    statement = select(func.count(OfferReport.id)).where(
        OfferReport.offer_id == offer_id, OfferReport.closed_at.is_(None)
    )
    return db.scalar(statement) or 0


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
