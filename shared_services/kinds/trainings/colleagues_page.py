"""What a referent needs to choose who comes to a session, in a constant number of statements."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.audience import organisations_to_book_for
from shared_services.booking.models import Booking
from shared_services.booking.overlaps import Clash, find_clashes
from shared_services.booking.queries import Seats, find_live_bookings, list_attended, seats_of
from shared_services.booking.sharing.quotas import what_forbids
from shared_services.core.errors import DomainError, NotFound
from shared_services.network.models import Organisation
from shared_services.network.queries import list_people_of

from . import policies, queries
from .models import TrainingOffer, TrainingSession


@dataclass(frozen=True)
class Colleague:
    """Somebody who could come, and what is known: booked already, refused, busy then, trained before."""

    person: Person
    booking: Booking | None
    forbidden: DomainError | None
    clash: Clash | None
    attended: Booking | None

    @property
    def can_come(self) -> bool:
        return self.booking is None and self.forbidden is None


@dataclass(frozen=True)
class ColleaguesPage:
    """One session, one organisation of the referent's, its people."""

    session: TrainingSession
    offer: TrainingOffer
    seats: Seats
    organisation: Organisation
    organisations: list[Organisation]
    colleagues: list[Colleague]
    now: datetime

    @property
    def who_can_come(self) -> list[Person]:
        return [one.person for one in self.colleagues if one.can_come]

    @property
    def is_open(self) -> bool:
        opens_later = self.session.opens_at is not None and self.now < self.session.opens_at
        return not (self.session.is_over(self.now) or opens_later)


def colleagues_page(
    db: Session, session_id: int, referent: Person, organisation_id: int | None, *, now: datetime
) -> ColleaguesPage:
    """For the organisation asked, else the first. Raises NotFound when she speaks for none that may come."""
    session = queries.get_session(db, session_id)
    organisations = organisations_to_book_for(db, session, referent)
    chosen = [o for o in organisations if organisation_id in (None, o.id)]
    if not chosen or not policies.can_read_session(db, referent, session):
        raise NotFound
    people = list_people_of(db, chosen[0].id)
    ids = [person.id for person in people]
    booked = find_live_bookings(db, session.id, ids)
    forbidden = what_forbids(db, session, ids, None, now=now)
    clashes = find_clashes(db, session, ids)
    attended = list_attended(db, session.offer_id, ids)
    return ColleaguesPage(
        session=session,
        offer=queries.get_offer(db, session.offer_id or 0),
        seats=seats_of(db, [session.id])[session.id],
        organisation=chosen[0],
        organisations=organisations,
        colleagues=[
            Colleague(
                person,
                booked.get(person.id),
                forbidden.get(person.id),
                next(iter(clashes.get(person.id, [])), None),
                attended.get(person.id),
            )
            for person in people
        ],
        now=now,
    )
