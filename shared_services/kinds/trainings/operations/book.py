"""Who gets into a session: the kind's own rules, before the engine counts the seats."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.accounts.queries import find_person_by_email
from shared_services.booking import operations as booking
from shared_services.booking.audience import choose_organisation, eligible_organisations
from shared_services.booking.errors import AlreadyBooked
from shared_services.booking.models import Booking
from shared_services.booking.overlaps import check_overlaps
from shared_services.booking.periods import ONE_SLOT
from shared_services.booking.queries import find_live_booking, get_booking
from shared_services.network.queries import list_member_organisations, list_organisations_of

from .. import queries
from ..errors import OfferNotPublished, PersonUnknown
from ..models import TrainingSession


def book_session(
    db: Session,
    session_id: int,
    *,
    person: Person,
    by: Person,
    now: datetime,
    organisation_id: int | None = None,
    join_waiting_list: bool = True,
    despite_overlap: bool = False,
    instead_of: str | None = None,
    tells_person: bool = True,
) -> Booking:
    """A seat for a person the session is for, or a rank on its waiting list.

    `instead_of`: the reference of a booking of hers to give up for it, when there is a seat, which is
    always told. `tells_person`: of a seat, by a message of its own. Raises
    AlreadyBooked, OfferNotPublished, NotOfThisAudience, NotOfAnyHub, OrganisationToChoose, Overlapping
    unless `despite_overlap`, and what booking.reserve or booking.exchange raise.
    """
    session = queries.get_session(db, session_id)
    live = find_live_booking(db, session.id, person.id, ONE_SLOT)
    if live is not None:
        raise AlreadyBooked(reference=live.reference)
    check_published(db, session)
    chosen = choose_organisation(session, eligible_organisations(db, session, person), organisation_id)
    given_up = get_booking(db, instead_of) if instead_of else None
    if not despite_overlap:
        check_overlaps(db, session, person.id, except_for=given_up.id if given_up else None)
    if given_up is not None:
        return booking.exchange(
            db, given_up.id, session.id, person=person, organisation_id=chosen, by=by, now=now
        )
    return booking.reserve(
        db,
        session.id,
        person=person,
        by=by,
        organisation_id=chosen,
        join_waiting_list=join_waiting_list,
        tells_person=tells_person,
        now=now,
    )


def check_published(db: Session, session: TrainingSession) -> None:
    """Raises OfferNotPublished."""
    if session.offer_id is None or not queries.is_published(db, session.offer_id):
        raise OfferNotPublished


def add_person(
    db: Session, session_id: int, *, email: str, by: Person, now: datetime, join_waiting_list: bool = True
) -> Booking:
    """Staff add somebody who has an account, member or not; full, she waits like everybody.

    Raises PersonUnknown, and what booking.reserve raises.
    """
    session = queries.get_session(db, session_id)
    person = known_person(db, email)
    organisation_id = usual_organisation(db, session, person)
    return booking.reserve(
        db,
        session.id,
        person=person,
        by=by,
        organisation_id=organisation_id,
        join_waiting_list=join_waiting_list,
        staff_adds=True,
        now=now,
    )


def usual_organisation(db: Session, session: TrainingSession, person: Person) -> int | None:
    """The organisation somebody added by staff comes for: a member of the hub first, else any of hers."""
    members = list_member_organisations(db, person.id, session.hub_id)
    found = members or list_organisations_of(db, person.id)
    return found[0].id if found else None


def known_person(db: Session, email: str) -> Person:
    """Whose account has that confirmed address. Raises PersonUnknown."""
    person = find_person_by_email(db, email)
    if person is None or person.erased_at is not None or person.email_confirmed_at is None:
        raise PersonUnknown
    return person
