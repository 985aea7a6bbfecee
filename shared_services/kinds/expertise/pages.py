"""What the pages of expertise need, read in a constant number of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.audience import (
    eligible_organisations,
    organisations_to_book_for,
    refuse_outsiders,
)
from shared_services.booking.facts import Facts, describe_booking
from shared_services.booking.models import Booking
from shared_services.booking.queries import get_booking, list_history
from shared_services.booking.questions.models import Question
from shared_services.booking.questions.queries import list_questions
from shared_services.catalogue.models import OfferStatus
from shared_services.catalogue.pictures.models import OfferPicture
from shared_services.catalogue.pictures.queries import find_picture_to_show
from shared_services.core.audit import AuditEntry
from shared_services.core.errors import DomainError, NotFound
from shared_services.core.local_time import to_local
from shared_services.network.models import Departement, Organisation
from shared_services.network.queries import list_people_of

from . import policies, queries
from .asking import Asking, read_asking
from .availability.free import Choice, ask, by_day, free_of
from .models import Appointment, Expert, ExpertOffer, SlotWish

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Week:
    """Seven days of free slots in the reader's zone; `previous` and `following` are None at the ends."""

    first: date
    days: dict[date, list[datetime]]
    previous: date | None
    following: date | None

    @property
    def last(self) -> date:
        return self.first + timedelta(days=6)


@dataclass(frozen=True)
class OfferPage:
    """An offer for one reader: what it is, what she asks, what is free. `zone` is the clock she reads."""

    offer: ExpertOffer
    picture: OfferPicture | None
    experts: list[Expert]
    travel: list[tuple[Departement, int]]
    asking: Asking | None
    zone: str
    free: list[datetime]
    week: Week | None
    refusal: DomainError | None
    is_manager: bool
    person: Person | None
    organisations: list[Organisation]
    outsider: DomainError | None
    bookings: list[Booking]
    wish: SlotWish | None
    questions: list[Question] = field(default_factory=list)
    colleagues: list[tuple[Organisation, list[Person]]] = field(default_factory=list)

    @property
    def is_published(self) -> bool:
        return self.offer.status == OfferStatus.PUBLISHED

    @property
    def can_book(self) -> bool:
        return self.is_published and self.outsider is None and self.asking is not None


@dataclass(frozen=True)
class AppointmentPage:
    """One appointment, whoever looks at it."""

    booking: Booking
    appointment: Appointment
    expert: Expert
    facts: Facts
    zone: str
    history: list[AuditEntry]


@dataclass(frozen=True)
class MovePage:
    """Where an appointment can go: the free slots of a week, with the same expert or with any."""

    about: AppointmentPage
    experts: list[Expert]
    expert: Expert | None
    week: Week | None
    free: list[datetime]


def offer_page(
    db: Session, offer_id: int, actor: Person | None, given: Mapping[str, str], *, now: datetime
) -> OfferPage:
    """Raises NotFound, also for who may not read it: drafts do not exist for others."""
    offer = queries.get_offer(db, offer_id)
    if not policies.can_read_offer(db, actor, offer):
        raise NotFound
    experts = queries.list_experts_of(db, [offer_id])
    organisations = eligible_organisations(db, experts[0], actor) if actor and experts else []
    asking = read_asking(given, offer, experts, organisations) if experts else None
    zone = _zone(db, actor, offer)
    free, refusal = _free(db, offer, experts, asking, now=now) if asking else ([], None)
    return OfferPage(
        offer=offer,
        picture=find_picture_to_show(db, offer),
        experts=experts,
        travel=queries.list_travel(db, offer_id),
        asking=asking,
        zone=zone,
        free=free,
        week=week_of(free, asking.on if asking else None, zone),
        refusal=refusal,
        is_manager=policies.manages(db, actor, offer.hub_id),
        person=actor,
        organisations=organisations,
        outsider=_what_refuses(experts[0], organisations) if actor and experts else None,
        bookings=queries.list_mine_of(db, offer_id, actor.id, now=now) if actor else [],
        wish=queries.find_wish(db, offer_id, actor.id) if actor else None,
        questions=list_questions(db, offer_id) if actor else [],
        colleagues=_colleagues(db, experts[0], actor) if actor and experts else [],
    )


def appointment_page(db: Session, reference: str, actor: Person) -> AppointmentPage:
    """Raises NotFound, also for what is no appointment."""
    booking = get_booking(db, reference)
    expert = queries.get_expert_of(db, booking.id)
    return AppointmentPage(
        booking=booking,
        appointment=queries.get_appointment(db, booking.id),
        expert=expert,
        facts=describe_booking(db, booking),
        zone=queries.find_reader_zone(db, actor.id) or expert.time_zone,
        history=list_history(db, booking.id),
    )


def move_page(
    db: Session, reference: str, actor: Person, given: Mapping[str, str], *, now: datetime
) -> MovePage:
    """Raises NotFound."""
    about = appointment_page(db, reference, actor)
    offer = queries.get_offer(db, about.expert.expert_offer_id)
    experts = queries.list_experts_of(db, [offer.id])
    same = {"expert": str(about.expert.id)}
    asking = read_asking(same | dict(given), offer, experts, [])
    choice = Choice(
        minutes=about.appointment.minutes,
        way=about.appointment.way,
        organisation=about.booking.organisation,
    )
    wanted = [asking.expert] if asking.expert else experts
    try:
        found = free_of(db, wanted, ask(db, offer, choice, now=now), but=about.booking)
    except DomainError:  # the rules have changed since it was booked: nothing it could move to
        found = {}
    free = [start for start in found if start != about.booking.starts_at]
    now_at = about.booking.starts_at
    on = asking.on or (to_local(now_at, about.zone).date() if now_at else None)
    return MovePage(about, experts, asking.expert, week_of(free, on, about.zone), free)


def week_of(free: Sequence[datetime], on: date | None, zone: str) -> Week | None:
    """The week that begins that day, or with the next free slot; None when nothing is free at all."""
    if not free:
        return None
    days = by_day(free, zone)
    first = max(on or min(days), min(days))
    within = {day: starts for day, starts in days.items() if first <= day < first + WEEK}
    after = [day for day in days if day >= first + WEEK]
    before = [day for day in days if day < first]
    return Week(
        first=first,
        days=within,
        previous=max(min(days), first - WEEK) if before else None,
        following=first + WEEK if after and within else (min(after) if after else None),
    )


def _free(
    db: Session, offer: ExpertOffer, experts: list[Expert], asking: Asking, *, now: datetime
) -> tuple[list[datetime], DomainError | None]:
    """All that is free until the horizon, or the rule that the reader's choice breaks."""
    choice = Choice(minutes=asking.minutes, way=asking.way, organisation=asking.organisation)
    try:
        asked = ask(db, offer, choice, now=now)
    except DomainError as error:
        return [], error
    wanted = [asking.expert] if asking.expert else experts
    return list(free_of(db, wanted, asked)), None


def _zone(db: Session, actor: Person | None, offer: ExpertOffer) -> str:
    found = queries.find_reader_zone(db, actor.id) if actor else None
    return found or offer.hub.time_zone


def _colleagues(db: Session, expert: Expert, actor: Person) -> list[tuple[Organisation, list[Person]]]:
    """For whom she may book as a referent, organisation by organisation."""
    found = [
        (organisation, [one for one in list_people_of(db, organisation.id) if one.id != actor.id])
        for organisation in organisations_to_book_for(db, expert, actor)
    ]
    return [(organisation, people) for organisation, people in found if people]


def _what_refuses(expert: Expert, organisations: list[Organisation]) -> DomainError | None:
    try:
        refuse_outsiders(expert, organisations)
    except DomainError as error:
        return error
    return None
