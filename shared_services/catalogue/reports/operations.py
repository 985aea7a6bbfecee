"""The catalogue stays true: readers report, hubs answer, and say at times that all is still right."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit
from shared_services.core.errors import NotFound

from .. import queries
from ..errors import OfferNotShown, ReportClosed
from ..models import Offer, OfferStatus
from . import messages as report_messages
from . import queries as report_queries
from .models import OfferReport, ReportKind, ReportOutcome
from .queries import RISES_AT

KEPT = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Reported:
    """What a reader says, and where to answer her, if she wants."""

    kind: ReportKind
    words: str = ""
    email: str = ""
    locale: str = "fr"


def report_offer(
    db: Session, offer_id: int, said: Reported, *, person: Person | None, now: datetime
) -> OfferReport:
    """Tell the hub's managers; admins too when it is grave or the third person's. Raises NotFound."""
    offer = queries.lock_offer(db, offer_id)
    if offer.status != OfferStatus.PUBLISHED:
        raise NotFound
    before = report_queries.count_people(db, offer_id)
    report = OfferReport(
        offer_id=offer_id,
        kind=said.kind,
        words=said.words,
        email=person.email if person else said.email,
        locale=person.locale if person else said.locale,
        person_id=person.id if person else None,
        created_at=now,
    )
    db.add(report)
    db.flush()  # the messages name the report
    report_messages.post_to_hub(db, report, offer, now=now)
    rises = before < RISES_AT <= report_queries.count_people(db, offer_id)
    if said.kind == ReportKind.INAPPROPRIATE or rises:
        report_messages.post_to_admins(db, report, now=now)
    return report


def close_report(
    db: Session, report_id: int, outcome: ReportOutcome, *, answer: str, by: Person, now: datetime
) -> OfferReport:
    """Answer once; who reported is told when she left an address. Raises ReportClosed."""
    queries.lock_offer(db, report_queries.get_report(db, report_id).offer_id)
    report = report_queries.get_report(db, report_id)
    if report.closed_at is not None:
        raise ReportClosed
    report.outcome, report.answer, report.closed_at = outcome, answer, now
    audit.record(db, report.offer, "report_closed", by=by, now=now, details={"outcome": outcome.value})
    if report.email:
        report_messages.post_outcome(db, report, now=now)
    return report


def confirm_offer(db: Session, offer_id: int, *, by: Person | None, now: datetime) -> Offer:
    """All of it is still true today. Raises OfferNotShown when it is not published."""
    offer = queries.lock_offer(db, offer_id)
    if offer.status != OfferStatus.PUBLISHED:
        raise OfferNotShown
    offer.checked_at = now
    audit.record(db, offer, "checked", by=by, now=now)
    return offer


def forget_reports(db: Session, *, now: datetime) -> int:
    """Delete what was closed more than a year ago; how many."""
    old = delete(OfferReport).where(OfferReport.closed_at <= now - KEPT).returning(OfferReport.id)
    return len(db.scalars(old).all())
