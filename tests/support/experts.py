"""Experts for tests: an offer, who gives its appointments, when she is there, and the verbs of the site."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from shared_services.accounts.models import Person
from shared_services.booking.models import Audience, Booking
from shared_services.booking.operations.staff_time import staff_time_of
from shared_services.catalogue.models import Modality, OfferStatus
from shared_services.core.database import transaction
from shared_services.core.text import normalised, search_text
from shared_services.kinds.expertise.availability.models import AvailabilityRange
from shared_services.kinds.expertise.models import Expert, ExpertOffer, TravelTime, Way
from shared_services.kinds.expertise.operations import Wished, book_appointment
from shared_services.network.models import Hub, StaffRole

from .makers import LONG_AGO, MONDAY, local, make_hub, make_manager, make_person, make_role, saved

MET = local(date(2027, 2, 2), 10)  # Tuesday 2 February, 10 h in Paris
TEXT = {
    "title": "Monter un plan de financement",
    "summary": "Une heure pour y voir clair.",
    "description": "On lit vos comptes ensemble.",
}
RULES: dict[str, Any] = {
    "durations": "30 60",
    "ways": "remote phone",
    "notice_hours": 24,
    "horizon_days": 56,
    "who": Audience.ANYONE,
}


def make_expert_offer(
    hub: Hub | None = None,
    *,
    status: OfferStatus = OfferStatus.PUBLISHED,
    travel: dict[str, int] | None = None,
    **given: Any,
) -> ExpertOffer:
    hub = hub or make_hub()
    values = TEXT | RULES | given
    offer = saved(
        ExpertOffer(
            hub_id=hub.id,
            author_id=values.pop("author_id", None) or make_manager(hub).id,
            modality=Modality.REMOTE,
            dates_each=0,
            status=status,
            search_text=search_text(str(values["title"]), str(values["description"])),
            sort_key=normalised(str(values["title"])),
            created_at=LONG_AGO,
            updated_at=LONG_AGO,
            published_at=LONG_AGO if status == OfferStatus.PUBLISHED else None,
            return_reason="À compléter." if status == OfferStatus.RETURNED else "",
            **values,
        )
    )
    for code, minutes in (travel or {}).items():
        saved(TravelTime(offer_id=offer.id, departement_code=code, minutes=minutes))
    return offer


def make_expert(
    offer: ExpertOffer | None = None,
    person: Person | None = None,
    *,
    hours: bool = True,
    zone: str = "Europe/Paris",
    **given: Any,
) -> Expert:
    """Somebody of the hub's team, there from Monday to Friday, 9 h to 12 h and 14 h to 17 h."""
    offer = offer or make_expert_offer()
    if person is None:
        person = make_person("Edgar", "Expert")
        make_role(person, saved_hub(offer), StaffRole.TRAINER)
        if hours:
            make_hours(person, zone=zone)
    with transaction() as db:
        staff_time_of(db, person.id, now=LONG_AGO)
    values: dict[str, Any] = {
        "audience": offer.who,
        "needs_approval": offer.needs_approval,
        "time_zone": zone,
        "video_link": "https://visio.test.example/edgar",
        "phone": "+33 3 21 00 00 00",
    }
    return saved(
        Expert(
            hub_id=offer.hub_id,
            offer_id=offer.id,
            expert_offer_id=offer.id,
            person_id=person.id,
            capacity=1,
            created_at=LONG_AGO,
            **values | given,
        )
    )


def person_of(expert: Expert) -> Person:
    with transaction() as db:
        return db.get_one(Person, expert.person_id)


def first_range(person: Person) -> AvailabilityRange:
    with transaction() as db:
        hers = select(AvailabilityRange).where(AvailabilityRange.person_id == person.id)
        return db.scalars(hers.order_by(AvailabilityRange.id)).first()


def saved_hub(offer: ExpertOffer) -> Hub:
    with transaction() as db:
        return db.get_one(Hub, offer.hub_id)


def make_hours(
    person: Person,
    *hours: tuple[int, int],
    weekdays: str = "01234",
    first_on: date = date(2026, 1, 1),
    last_on: date | None = None,
    zone: str = "Europe/Paris",
) -> None:
    """From an hour to another on each of those weekdays; 9 to 12 and 14 to 17 unless said otherwise."""
    for weekday in weekdays:
        for start, end in hours or ((9, 12), (14, 17)):
            saved(
                AvailabilityRange(
                    person_id=person.id,
                    weekday=int(weekday),
                    starts=time(start),
                    ends=time(end),
                    first_on=first_on,
                    last_on=last_on,
                    time_zone=zone,
                )
            )


def meet(
    expert: Expert,
    person: Person | None = None,
    *,
    start: datetime = MET,
    now: datetime = MONDAY,
    anyone: bool = False,
    **given: Any,
) -> Booking:
    """An hour from a distance on Tuesday 2 February at ten unless said otherwise, by the verb of the site."""
    person = person or make_person()
    despite_overlap = given.pop("despite_overlap", False)
    asked: dict[str, Any] = {"minutes": 60, "way": Way.REMOTE, "topic": "Notre budget 2027"}
    asked["expert_id"] = None if anyone else expert.id
    wished = Wished(start=start, **asked | given)
    with transaction() as db:
        return book_appointment(
            db,
            expert.expert_offer_id,
            wished,
            person=person,
            by=person,
            despite_overlap=despite_overlap,
            now=now,
        )
