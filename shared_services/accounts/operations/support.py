"""An admin looks at the site as somebody does, to help her: said to her, written down, soon over."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from shared_services.core import audit

from .. import messages, queries
from ..errors import NotToBeSeenAs
from ..models import Person, SupportPage, SupportVisit

VISIT_LASTS = timedelta(minutes=15)
LONGEST_PATH = 300


def start_visit(
    db: Session, person_id: int, *, device_id: int, reason: str, by: Person, now: datetime
) -> SupportVisit:
    """From now on this browser sees the site as she does; the visit before it ends. She is told by mail.

    Raises NotToBeSeenAs for oneself, another admin, or an account that is not open.
    """
    person = queries.lock_person(db, person_id)
    if person.id == by.id or not person.may_be_seen_as:
        raise NotToBeSeenAs
    for earlier in queries.list_open_visits(db, device_id=device_id):
        _end(db, earlier, by=by, now=now)
    db.flush()  # one open visit a browser: the earlier one is closed before the next is written
    visit = SupportVisit(
        admin_id=by.id,
        person_id=person.id,
        device_id=device_id,
        reason=reason,
        started_at=now,
        expires_at=now + VISIT_LASTS,
    )
    db.add(visit)
    audit.record(db, visit, "started", by=by, now=now, reason=reason, details={"person_id": person.id})
    messages.post_support_visit(db, visit, person, now=now)
    return visit


def note_page(db: Session, visit_id: int, path: str, *, now: datetime) -> None:
    """One more page was looked at."""
    db.add(SupportPage(visit_id=visit_id, at=now, path=path[:LONGEST_PATH]))


def end_visit(db: Session, *, device_id: int, admin_id: int, now: datetime) -> None:
    """The browser is the admin's own again; ending twice changes nothing."""
    admin = queries.get_person(db, admin_id)
    for visit in queries.list_open_visits(db, device_id=device_id):
        _end(db, visit, by=admin, now=now)


def end_visits_over(db: Session, *, now: datetime) -> int:
    """Close in the books the visits whose time has passed; returns how many."""
    over = queries.list_visits_over(db, now=now)
    for visit in over:
        _end(db, visit, by=None, now=now)
    return len(over)


def _end(db: Session, visit: SupportVisit, *, by: Person | None, now: datetime) -> None:
    visit.ended_at = min(now, visit.expires_at)
    details = {"person_id": visit.person_id, "pages": queries.count_pages(db, visit.id)}
    audit.record(db, visit, "ended", by=by, now=now, details=details)
