"""What the pages and verbs of expertise read."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from shared_services.accounts.models import Person
from shared_services.booking.models import HOLDING, LIVE, Bookable, BookableStatus, Booking, BookingStatus
from shared_services.catalogue.models import Offer, OfferStatus
from shared_services.core.errors import existing
from shared_services.network.models import Affiliation, BondState, Departement, Hub, Organisation

from .models import Appointment, Expert, ExpertOffer, SlotWish, TravelTime


def get_offer(db: Session, offer_id: int) -> ExpertOffer:
    """With its hub and its départements, author and themes. Raises NotFound."""
    return existing(
        db.scalar(
            select(ExpertOffer)
            .where(ExpertOffer.id == offer_id)
            .options(
                joinedload(ExpertOffer.hub).selectinload(Hub.departements),
                joinedload(ExpertOffer.author),
                selectinload(ExpertOffer.themes),
            )
        )
    )


def find_offer(db: Session, offer_id: int | None) -> ExpertOffer | None:
    return db.scalar(select(ExpertOffer).where(ExpertOffer.id == offer_id))


def get_expert(db: Session, expert_id: int) -> Expert:
    """With her name, her hub and offer. Raises NotFound."""
    return existing(db.scalar(_with_offer().where(Expert.id == expert_id)))


def get_expert_of(db: Session, booking_id: int) -> Expert:
    """Whom an appointment is with. Raises NotFound, also for what is no appointment."""
    booked = select(Booking.bookable_id).where(Booking.id == booking_id).scalar_subquery()
    return existing(db.scalar(_with_offer().where(Expert.id == booked)))


def find_person_id(db: Session, expert_id: int) -> int | None:
    """Whose time it is."""
    return db.scalar(select(Expert.person_id).where(Expert.id == expert_id))


def list_experts(db: Session, expert_ids: Iterable[int]) -> list[Expert]:
    """With names, hub and offer; two statements whatever their number."""
    return list(db.scalars(_with_offer().where(Expert.id.in_(list(expert_ids)))))


def list_experts_of(db: Session, offer_ids: Iterable[int], *, also_former: bool = False) -> list[Expert]:
    """Who can be booked in those offers, in the order in which they joined; two statements."""
    statement = _with_offer().where(Expert.offer_id.in_(list(offer_ids))).order_by(Expert.id)
    if not also_former:
        statement = statement.where(Expert.status == BookableStatus.SCHEDULED)
    return list(db.scalars(statement))


def list_experts_answering(db: Session, conditions: Sequence[ColumnElement[bool]]) -> list[Expert]:
    """Who can be booked in the offers that answer; with name, hub, départements, offer; one statement."""
    statement = (
        select(Expert)
        .join(Offer, Offer.id == Expert.offer_id)
        .where(Expert.status == BookableStatus.SCHEDULED, Offer.status == OfferStatus.PUBLISHED, *conditions)
        .options(
            joinedload(Expert.hub),
            joinedload(Expert.person),
            joinedload(Expert.offer.of_type(ExpertOffer)).joinedload(Offer.hub).joinedload(Hub.departements),
        )
        .order_by(Offer.sort_key, Expert.id)
    )
    return list(db.scalars(statement).unique())


def list_experts_of_person(db: Session, person_id: int) -> list[Expert]:
    """The offers in which somebody is an expert, over all hubs."""
    return list(db.scalars(_with_offer().where(Expert.person_id == person_id).order_by(Expert.id)))


def is_expert(db: Session, person_id: int) -> bool:
    return db.scalar(select(Expert.id).where(Expert.person_id == person_id).limit(1)) is not None


def _with_offer() -> Select[Expert]:
    return select(Expert).options(
        joinedload(Expert.hub),
        joinedload(Expert.person),
        selectinload(Expert.offer.of_type(ExpertOffer)),
    )


def list_offers_of_hub(db: Session, hub_id: int) -> list[ExpertOffer]:
    statement = select(ExpertOffer).where(ExpertOffer.hub_id == hub_id)
    return list(db.scalars(statement.order_by(ExpertOffer.sort_key, ExpertOffer.id)))


def list_published(db: Session, conditions: Sequence[ColumnElement[bool]]) -> list[ExpertOffer]:
    """The published offers that answer, by title, with hub, départements and themes."""
    statement = (
        select(ExpertOffer)
        .where(ExpertOffer.status == OfferStatus.PUBLISHED, *conditions)
        .options(joinedload(ExpertOffer.hub).selectinload(Hub.departements), selectinload(ExpertOffer.themes))
    )
    return list(db.scalars(statement.order_by(Offer.sort_key, Offer.id)))


def is_published(db: Session, offer_id: int | None) -> bool:
    return db.scalar(select(Offer.status).where(Offer.id == offer_id)) == OfferStatus.PUBLISHED


def list_travel(db: Session, offer_id: int) -> list[tuple[Departement, int]]:
    """Where the experts of an offer go, and how many minutes it takes, one way."""
    statement = (
        select(Departement, TravelTime.minutes)
        .join(TravelTime, TravelTime.departement_code == Departement.code)
        .where(TravelTime.offer_id == offer_id)
        .order_by(Departement.code)
    )
    return [(departement, minutes) for departement, minutes in db.execute(statement)]


def travel_minutes(db: Session, offer_id: int, departement_code: str) -> int | None:
    """One way; None where they do not go."""
    return db.scalar(
        select(TravelTime.minutes).where(
            TravelTime.offer_id == offer_id, TravelTime.departement_code == departement_code
        )
    )


def find_appointment(db: Session, booking_id: int) -> Appointment | None:
    return db.scalar(select(Appointment).where(Appointment.booking_id == booking_id))


def get_appointment(db: Session, booking_id: int) -> Appointment:
    """Raises NotFound."""
    return existing(find_appointment(db, booking_id))


def list_appointments(
    db: Session, conditions: Sequence[ColumnElement[bool]], *, only_holding: bool = True
) -> list[tuple[Booking, Appointment]]:
    """Appointments by date, with people, organisations and experts; a constant number of statements."""
    statement = (
        select(Booking, Appointment)
        .join(Appointment, Appointment.booking_id == Booking.id)
        .join(Expert, Expert.id == Booking.bookable_id)
        .where(*conditions)
        .options(joinedload(Booking.person), joinedload(Booking.organisation), joinedload(Booking.bookable))
        .order_by(Booking.starts_at, Booking.id)
    )
    if only_holding:
        statement = statement.where(Booking.status.in_(HOLDING))
    return [(booking, appointment) for booking, appointment in db.execute(statement)]


def of_person(person_id: int, *, start: datetime, end: datetime) -> list[ColumnElement[bool]]:
    """Her appointments as an expert that touch that time, over all hubs."""
    return [Expert.person_id == person_id, Booking.starts_at < end, Booking.ends_at > start]


def list_unnoted(db: Session, person_id: int, *, now: datetime) -> list[tuple[Booking, Appointment]]:
    """Her appointments of the last thirty days of which nothing is noted yet, the oldest first."""
    over = of_person(person_id, start=now - timedelta(days=30), end=now)
    return list_appointments(db, [*over, Booking.ends_at <= now, Booking.status == BookingStatus.CONFIRMED])


def list_mine_of(db: Session, offer_id: int, person_id: int, *, now: datetime) -> list[Booking]:
    """What a person has to come with the experts of an offer, the soonest first."""
    statement = (
        select(Booking)
        .join(Expert, Expert.id == Booking.bookable_id)
        .where(
            Expert.expert_offer_id == offer_id,
            Booking.person_id == person_id,
            Booking.status.in_(LIVE),
            Booking.ends_at > now,
        )
    )
    return list(db.scalars(statement.order_by(Booking.starts_at, Booking.id)))


def minutes_booked(
    db: Session, expert_ids: Sequence[int], *, since: datetime
) -> dict[int, tuple[int, datetime | None]]:
    """For each expert, minutes of the appointments booked since then, and when the last was booked."""
    statement = (
        select(Booking.bookable_id, Booking.booked_at, Appointment.minutes)
        .join(Appointment, Appointment.booking_id == Booking.id)
        .where(Booking.bookable_id.in_(expert_ids), Booking.status.in_(HOLDING))
    )
    found: dict[int, tuple[int, datetime | None]] = dict.fromkeys(expert_ids, (0, None))
    for expert_id, booked_at, minutes in db.execute(statement):
        total, last = found[expert_id]
        found[expert_id] = (
            total + (minutes if booked_at >= since else 0),
            booked_at if last is None else max(last, booked_at),
        )
    return found


def count_of_organisation(
    db: Session,
    offer_id: int,
    organisation_id: int,
    *,
    start: datetime,
    end: datetime | None,
    but: int | None,
) -> int:
    """Appointments that an organisation holds in an offer over that time, without the booking `but`."""
    statement = (
        select(func.count())
        .select_from(Booking)
        .join(Expert, Expert.id == Booking.bookable_id)
        .where(
            Expert.expert_offer_id == offer_id,
            Booking.organisation_id == organisation_id,
            Booking.status.in_(HOLDING),
            Booking.starts_at >= start,
        )
    )
    if end is not None:
        statement = statement.where(Booking.starts_at < end)
    if but is not None:
        statement = statement.where(Booking.id != but)
    return db.scalar(statement) or 0


def count_live(db: Session, offer_id: int, *, ending_after: datetime) -> int:
    """How many appointments of an offer are to come."""
    statement = (
        select(func.count())
        .select_from(Booking)
        .join(Expert, Expert.id == Booking.bookable_id)
        .where(Expert.expert_offer_id == offer_id, Booking.status.in_(LIVE), Booking.ends_at > ending_after)
    )
    return db.scalar(statement) or 0


def find_reader_zone(db: Session, person_id: int) -> str | None:
    """The clock of a reader: that of the département of an organisation she belongs to."""
    return db.scalar(
        select(Departement.time_zone)
        .join(Organisation, Organisation.departement_code == Departement.code)
        .join(Affiliation, Affiliation.organisation_id == Organisation.id)
        .where(Affiliation.person_id == person_id, Affiliation.state == BondState.ACCEPTED)
        .order_by(Affiliation.id)
        .limit(1)
    )


def count_live_of(db: Session, expert_id: int, *, ending_after: datetime) -> int:
    """How many appointments somebody has to come in one offer."""
    statement = select(func.count()).where(
        Booking.bookable_id == expert_id, Booking.status.in_(LIVE), Booking.ends_at > ending_after
    )
    return db.scalar(statement) or 0


def find_wish(db: Session, offer_id: int, person_id: int) -> SlotWish | None:
    return db.scalar(select(SlotWish).where(SlotWish.offer_id == offer_id, SlotWish.person_id == person_id))


def list_wishes(db: Session) -> list[SlotWish]:
    """Everybody who waits for a slot, in the order of asking, with names."""
    return list(db.scalars(select(SlotWish).options(joinedload(SlotWish.person)).order_by(SlotWish.id)))


def find_appointments(db: Session, booking_ids: Sequence[int]) -> dict[int, tuple[Appointment, Expert]]:
    """What each of those bookings is for, and with whom, by booking; one statement."""
    statement = (
        select(Appointment, Expert)
        .join(Booking, Booking.id == Appointment.booking_id)
        .join(Expert, Expert.id == Booking.bookable_id)
        .where(Appointment.booking_id.in_(booking_ids))
    )
    return {appointment.booking_id: (appointment, expert) for appointment, expert in db.execute(statement)}


def get_booker(db: Session, booking_id: int) -> Person:
    """Whose appointment it is."""
    return db.scalars(
        select(Person).join(Booking, Booking.person_id == Person.id).where(Booking.id == booking_id)
    ).one()


def find_wish_by_id(db: Session, wish_id: int) -> SlotWish | None:
    """With its person."""
    return db.scalar(select(SlotWish).where(SlotWish.id == wish_id).options(joinedload(SlotWish.person)))


def list_people_met_soon(db: Session, *, start: datetime, end: datetime) -> list[int]:
    """The experts with an appointment that begins in that time."""
    statement = (
        select(Expert.person_id)
        .join(Booking, Booking.bookable_id == Expert.id)
        .where(Booking.status == BookingStatus.CONFIRMED, Booking.starts_at >= start, Booking.starts_at < end)
        .distinct()
        .order_by(Expert.person_id)
    )
    return list(db.scalars(statement))


def list_today(db: Session, person_id: int, local: datetime) -> list[tuple[Booking, Appointment]]:
    """Her confirmed appointments of that local day, in order."""
    start = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    end = start + timedelta(days=1)
    own = [Expert.person_id == person_id, Booking.starts_at >= start, Booking.starts_at < end]
    return list_appointments(db, [*own, Booking.status == BookingStatus.CONFIRMED])


def of_hub(hub_id: int, *, start: datetime, end: datetime) -> list[ColumnElement[bool]]:
    """Appointments with a hub's experts that begin in that time."""
    return [Bookable.hub_id == hub_id, Booking.starts_at >= start, Booking.starts_at < end]
