"""Reads of the audit trail, and the names of the rows it speaks of."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import Session

from shared_services.accounts.models import Person, SupportVisit
from shared_services.announcements.models import Announcement
from shared_services.booking.models import Bookable, Booking, BookingGroup, Quota
from shared_services.catalogue.models import Offer, Theme
from shared_services.core.audit import AuditEntry
from shared_services.core.database import tables_of
from shared_services.core.text import matches, normalised
from shared_services.network.models import Affiliation, Hub, HubRole, Membership, Organisation
from shared_services.outbox.models import OutboxMessage

PER_PAGE = 50
MOST_EXPORTED = 10_000
MOST_SUBJECTS = 200

Rows = Select[*tuple[Any, ...]]


@dataclass(frozen=True, kw_only=True)
class AuditWanted:
    """What an admin looks for; empty means whatever. `kind` is a table's name, `before` a row's number."""

    person: str = ""
    subject: str = ""
    kind: str = ""
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


def select_entries(db: Session, wanted: AuditWanted) -> Select[AuditEntry]:
    """The newest first."""
    found = select(AuditEntry).order_by(AuditEntry.id.desc())
    if wanted.person:
        people = _find_people(db, wanted.person)
        found = found.where(_concerns(people) if people else false())
    if wanted.subject:
        found = found.where(_about_subject(db, wanted.subject))
    if wanted.kind:
        found = found.where(AuditEntry.subject_kind.in_(_same_kind(wanted.kind)))
    if wanted.action:
        found = found.where(AuditEntry.action == wanted.action)
    if wanted.since:
        found = found.where(AuditEntry.at >= wanted.since)
    if wanted.until:
        found = found.where(AuditEntry.at < wanted.until)
    if wanted.before:
        found = found.where(AuditEntry.id < wanted.before)
    return found


def list_entries(db: Session, wanted: AuditWanted, *, most: int = PER_PAGE) -> list[AuditEntry]:
    return list(db.scalars(select_entries(db, wanted).limit(most)))


def list_about_person(db: Session, person_id: int, *, most: int) -> list[AuditEntry]:
    """What she did and what was done to her, the newest first."""
    return list(
        db.scalars(
            select(AuditEntry).where(_concerns([person_id])).order_by(AuditEntry.id.desc()).limit(most)
        )
    )


def _same_kind(kind: str) -> tuple[str, ...]:
    """The trail names the table of the class; those that share their numbers speak of the same row."""
    return next((kinds for kinds in map(tables_of, (Offer, Bookable)) if kind in kinds), (kind,))


def _concerns(people: Sequence[int]) -> ColumnElement[bool]:
    """What they did, and what was done to their accounts, bookings and affiliations."""
    return or_(
        AuditEntry.actor_id.in_(people),
        _about(("person",), people),
        _about(("support_visit",), select(SupportVisit.id).where(SupportVisit.person_id.in_(people))),
        _about(("booking",), select(Booking.id).where(Booking.person_id.in_(people))),
        _about(("affiliation",), select(Affiliation.id).where(Affiliation.person_id.in_(people))),
    )


def _about(kinds: Iterable[str], ids: Sequence[int] | Select[int]) -> ColumnElement[bool]:
    return and_(AuditEntry.subject_kind.in_(kinds), AuditEntry.subject_id.in_(ids))


def _find_people(db: Session, words: str) -> list[int]:
    """By reference, by exact address, else by name; an erased account is still found by its reference."""
    plain = words.strip()
    if "@" in plain:
        condition: ColumnElement[bool] = Person.email == plain.lower()
    else:
        condition = or_(Person.reference == plain.upper(), matches(Person.search_text, plain))
    return list(db.scalars(select(Person.id).where(condition).order_by(Person.id).limit(MOST_SUBJECTS)))


def _about_subject(db: Session, words: str) -> ColumnElement[bool]:
    """A booking by its reference; else offers, their sessions, organisations and hubs by their names."""
    reference = words.strip().upper()
    booking = db.scalar(select(Booking.id).where(Booking.reference == reference))
    if booking is not None:
        return _about(("booking",), [booking])
    offers = list(db.scalars(select(Offer.id).where(matches(Offer.search_text, words)).limit(MOST_SUBJECTS)))
    sessions = list(db.scalars(select(Bookable.id).where(Bookable.offer_id.in_(offers)).limit(MOST_SUBJECTS)))
    named = matches(Organisation.search_text, words)
    organisations = list(db.scalars(select(Organisation.id).where(named).limit(MOST_SUBJECTS)))
    hubs = [hub.id for hub in db.scalars(select(Hub)) if _is_named(hub.name, words)]
    bonds = list(
        db.scalars(select(Membership.id).where(Membership.organisation_id.in_(organisations)).limit(500))
    )
    return or_(
        _about(tables_of(Offer), offers),
        _about(tables_of(Bookable), sessions),
        _about(("organisation",), organisations),
        _about(("membership",), bonds),
        _about(("hub",), hubs),
    )


def _is_named(name: str, words: str) -> bool:
    from_name, wanted = normalised(name), normalised(words)
    return bool(wanted) and all(f" {word}" in f" {from_name}" for word in wanted.split())


# --- names


Names = dict[tuple[str, int], str]


def name_people(db: Session, ids: Iterable[int]) -> dict[int, str]:
    rows = db.execute(select(Person.id, Person.first_name, Person.last_name).where(Person.id.in_(set(ids))))
    return {row[0]: f"{row[1]} {row[2]}" for row in rows}


def name_subjects(db: Session, entries: Sequence[AuditEntry]) -> Names:
    """What each row is called today, one statement a kind; a row that is gone has no name."""
    ids: dict[str, set[int]] = {}
    for entry in entries:
        ids.setdefault(_same_kind(entry.subject_kind)[0], set()).add(entry.subject_id)
    found: Names = {}
    for kind, wanted in ids.items():
        if kind in NAMED:
            rows = db.execute(NAMED[kind](wanted))
            found |= {(kind, row[0]): " · ".join(str(part) for part in row[1:] if part) for row in rows}
    return {
        (e.subject_kind, e.subject_id): name
        for e in entries
        if (name := found.get((_same_kind(e.subject_kind)[0], e.subject_id)))
    }


def _who() -> ColumnElement[str]:
    return Person.first_name + " " + Person.last_name


def _bookables(ids: set[int]) -> Rows:
    return (
        select(Bookable.id, Offer.title)
        .join(Offer, Bookable.offer_id == Offer.id)
        .where(Bookable.id.in_(ids))
    )


def _groups(ids: set[int]) -> Rows:
    return (
        select(BookingGroup.id, Offer.title)
        .join(Bookable, BookingGroup.bookable_id == Bookable.id)
        .join(Offer, Bookable.offer_id == Offer.id)
        .where(BookingGroup.id.in_(ids))
    )


def _bookings(ids: set[int]) -> Rows:
    return (
        select(Booking.id, Booking.reference, Offer.title)
        .join(Bookable, Booking.bookable_id == Bookable.id)
        .join(Offer, Bookable.offer_id == Offer.id, isouter=True)
        .where(Booking.id.in_(ids))
    )


def _affiliations(ids: set[int]) -> Rows:
    return (
        select(Affiliation.id, _who(), Organisation.name)
        .join(Person, Affiliation.person_id == Person.id)
        .join(Organisation, Affiliation.organisation_id == Organisation.id)
        .where(Affiliation.id.in_(ids))
    )


def _memberships(ids: set[int]) -> Rows:
    return (
        select(Membership.id, Organisation.name, Hub.name)
        .join(Organisation, Membership.organisation_id == Organisation.id)
        .join(Hub, Membership.hub_id == Hub.id)
        .where(Membership.id.in_(ids))
    )


def _roles(ids: set[int]) -> Rows:
    return (
        select(HubRole.id, _who(), Hub.name)
        .join(Person, HubRole.person_id == Person.id)
        .join(Hub, HubRole.hub_id == Hub.id)
        .where(HubRole.id.in_(ids))
    )


def _visits(ids: set[int]) -> Rows:
    return (
        select(SupportVisit.id, _who())
        .join(Person, SupportVisit.person_id == Person.id)
        .where(SupportVisit.id.in_(ids))
    )


def _quotas(ids: set[int]) -> Rows:
    return select(Quota.id, Hub.name).join(Hub, Quota.hub_id == Hub.id).where(Quota.id.in_(ids))


NAMED: dict[str, Callable[[set[int]], Rows]] = {
    "person": lambda ids: select(Person.id, _who()).where(Person.id.in_(ids)),
    "hub": lambda ids: select(Hub.id, Hub.name).where(Hub.id.in_(ids)),
    "organisation": lambda ids: select(Organisation.id, Organisation.name, Organisation.city).where(
        Organisation.id.in_(ids)
    ),
    "offer": lambda ids: select(Offer.id, Offer.title).where(Offer.id.in_(ids)),
    "announcement": lambda ids: select(Announcement.id, Announcement.text_fr).where(Announcement.id.in_(ids)),
    "theme": lambda ids: select(Theme.id, Theme.name_fr).where(Theme.id.in_(ids)),
    "outbox_message": lambda ids: select(OutboxMessage.id, OutboxMessage.recipient).where(
        OutboxMessage.id.in_(ids)
    ),
    "bookable": _bookables,
    "booking": _bookings,
    "booking_group": _groups,
    "affiliation": _affiliations,
    "membership": _memberships,
    "hub_role": _roles,
    "quota": _quotas,
    "support_visit": _visits,
}
