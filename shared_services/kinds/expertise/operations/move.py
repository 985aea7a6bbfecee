"""Another slot for an appointment: never two of them meanwhile, never none."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking import operations as booking
from shared_services.booking.errors import Full
from shared_services.booking.models import Booking
from shared_services.booking.queries import reread_booking
from shared_services.network.models import Organisation

from .. import queries
from ..availability.free import Choice, ask, period_of
from ..errors import SlotTaken
from .book import choose_expert, lock_offer_time
from .rules import check_organisation_most


def move_appointment(
    db: Session,
    booking_id: int,
    *,
    start: datetime,
    expert_id: int | None = None,
    by: Person,
    now: datetime,
) -> Booking:
    """The same appointment at another free slot of its offer, with the same expert or another one.

    Raises SlotPassed, SlotTaken, OrganisationHasEnough and what booking.change_period raises.
    """
    expert = queries.get_expert_of(db, booking_id)
    offer, experts = lock_offer_time(db, expert.expert_offer_id, expert_id)
    booked, appointment = reread_booking(db, booking_id), queries.get_appointment(db, booking_id)
    organisation = db.get(Organisation, booked.organisation_id) if booked.organisation_id else None
    choice = Choice(minutes=appointment.minutes, way=appointment.way, organisation=organisation)
    asked = ask(db, offer, choice, now=now)
    chosen = choose_expert(db, offer, experts, asked, start, but=booked, now=now)
    period = period_of(offer, asked, start)
    check_organisation_most(db, offer, organisation, period, but=booking_id, now=now)
    try:
        return booking.change_period(db, booking_id, chosen.id, period, by=by, now=now)
    except Full:
        raise SlotTaken from None
