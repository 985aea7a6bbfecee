"""What the pages of trainings need, read in a constant number of statements."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.audience import (
    eligible_organisations,
    organisations_to_book_for,
    refuse_outsiders,
)
from shared_services.booking.errors import AnotherDateHeld
from shared_services.booking.models import BookableStatus, Booking, BookingStatus, KeptSeats
from shared_services.booking.no_shows.counting import NoShows, count_no_shows
from shared_services.booking.overlaps import Clash, find_clashes
from shared_services.booking.periods import ONE_SLOT
from shared_services.booking.queries import (
    Seats,
    find_live_booking,
    get_booking,
    list_required,
    list_roster,
    seats_of,
)
from shared_services.booking.questions.models import Answer, Question
from shared_services.booking.questions.queries import answers_of, find_usual_need, list_questions, needs_of
from shared_services.booking.sharing.quotas import what_forbids
from shared_services.booking.sharing.shares import list_kept
from shared_services.booking.waiting import find_rank, list_waiting
from shared_services.catalogue.pictures.models import OfferPicture
from shared_services.catalogue.pictures.queries import find_picture_to_show
from shared_services.catalogue.policies import can_read_offer
from shared_services.core.errors import DomainError, NotFound
from shared_services.core.paging import Page, paginate
from shared_services.network.models import Organisation

from . import policies, queries
from .models import TrainingOffer, TrainingSession


@dataclass(frozen=True)
class OfferPage:
    """A training with its picture, its sessions to come and their seats."""

    offer: TrainingOffer
    picture: OfferPicture | None
    sessions: list[TrainingSession]
    seats: dict[int, Seats]
    is_manager: bool
    now: datetime

    @property
    def open_sessions(self) -> list[TrainingSession]:
        """Those that one can ask a place in now."""
        return [
            session
            for session in self.sessions
            if not session.is_over(self.now) and (session.opens_at is None or session.opens_at <= self.now)
        ]

    @property
    def next_session(self) -> TrainingSession | None:
        """The soonest with a seat, else the soonest where one can wait for one."""
        return next(
            (session for session in self.open_sessions if not self.seats[session.id].is_full),
            self.open_sessions[0] if self.open_sessions else None,
        )

    @property
    def trainers(self) -> list[Person]:
        """Who teaches the sessions to come, each once, the soonest first."""
        return list({trainer.id: trainer for s in self.sessions for trainer in s.trainers}.values())


@dataclass(frozen=True)
class SessionPage:
    """One session for one reader: what she may do, and what stands in the way."""

    session: TrainingSession
    offer: TrainingOffer
    seats: Seats
    now: datetime
    person: Person | None
    is_published: bool
    is_staff: bool
    organisations: list[Organisation] = field(default_factory=list)
    outsider: DomainError | None = None
    booking: Booking | None = None
    rank: int | None = None
    others: list[TrainingSession] = field(default_factory=list)
    others_seats: dict[int, Seats] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)
    other_date: Booking | None = None
    forbidden: DomainError | None = None
    kept: list[KeptSeats] = field(default_factory=list)
    books_for_others: bool = False
    questions: list[Question] = field(default_factory=list)
    usual_need: str = ""
    missed: NoShows | None = None

    @property
    def is_cancelled(self) -> bool:
        return self.session.status == BookableStatus.CANCELLED

    @property
    def is_closed(self) -> bool:
        return self.session.is_over(self.now)

    @property
    def opens_later(self) -> bool:
        return self.session.opens_at is not None and self.now < self.session.opens_at

    @property
    def can_book(self) -> bool:
        return (
            self.is_published
            and not (self.is_closed or self.opens_later)
            and self.booking is None
            and self.outsider is None
            and self.forbidden is None
        )

    @property
    def shows_link(self) -> bool:
        """The video link is for confirmed people and staff."""
        known = self.booking is not None and self.booking.status in (
            BookingStatus.CONFIRMED,
            BookingStatus.ATTENDED,
        )
        return known or self.is_staff


@dataclass(frozen=True)
class RosterPage:
    """Who comes, who waits, who asked; ranks as the waiting rule says."""

    session: TrainingSession
    offer: TrainingOffer
    seats: Seats
    bookings: list[Booking]
    ranks: dict[int, int]
    is_manager: bool
    has_started: bool
    is_over: bool
    answers: dict[int, list[Answer]]
    needs: dict[int, str]
    required: list[tuple[int, str, int]]
    missed: dict[int, NoShows]

    def with_status(self, *statuses: str) -> list[Booking]:
        return [booking for booking in self.bookings if booking.status.value in statuses]

    @property
    def waiting(self) -> list[Booking]:
        """Who waits, in the order of the waiting rule."""
        return sorted(self.with_status("waitlisted"), key=lambda booking: self.ranks[booking.id])


@dataclass(frozen=True)
class OffersPage:
    """Some trainings of a hub, how many sessions each still has, and those sessions."""

    offers: Page[TrainingOffer]
    sessions: dict[int, list[TrainingSession]]
    seats: dict[int, Seats]


def offer_page(db: Session, offer_id: int, actor: Person | None, *, now: datetime) -> OfferPage:
    """Raises NotFound, also for who may not read it: drafts do not exist for others."""
    offer = queries.get_offer(db, offer_id)
    if not can_read_offer(db, actor, offer):
        raise NotFound
    sessions = queries.list_coming_sessions(db, [offer.id], now=now)
    seats = seats_of(db, [session.id for session in sessions])
    return OfferPage(
        offer=offer,
        picture=find_picture_to_show(db, offer),
        sessions=sessions,
        seats=seats,
        is_manager=policies.manages(db, actor, offer.hub_id),
        now=now,
    )


def session_page(db: Session, session_id: int, actor: Person | None, *, now: datetime) -> SessionPage:
    """Raises NotFound, also for who may not read it."""
    session = queries.get_session(db, session_id)
    if not policies.can_read_session(db, actor, session):
        raise NotFound
    offer = queries.get_offer(db, session.offer_id or 0)
    booking = find_live_booking(db, session.id, actor.id, ONE_SLOT) if actor else None
    organisations = eligible_organisations(db, session, actor) if actor else []
    others = [
        other for other in queries.list_coming_sessions(db, [offer.id], now=now) if other.id != session.id
    ]
    seats = seats_of(db, [session.id, *(other.id for other in others)])
    forbidden = _what_forbids(db, session, actor, now=now) if actor and not booking else None
    other_date = (
        get_booking(db, str(forbidden.facts["reference"])) if isinstance(forbidden, AnotherDateHeld) else None
    )
    return SessionPage(
        session=session,
        offer=offer,
        seats=seats[session.id],
        now=now,
        person=actor,
        is_published=queries.is_published(db, offer.id),
        is_staff=actor is not None and policies.is_staff(db, actor, session),
        organisations=organisations,
        outsider=_what_refuses(session, organisations) if actor else None,
        booking=booking,
        rank=find_rank(db, booking, session) if booking else None,
        others=others,
        others_seats=seats,
        clashes=find_clashes(db, session, [actor.id]).get(actor.id, []) if actor and not booking else [],
        other_date=other_date,
        forbidden=forbidden,
        kept=list_kept(db, session, now=now),
        questions=list_questions(db, offer.id),
        usual_need=find_usual_need(db, actor.id) if actor else "",
        missed=count_no_shows(db, session.hub_id, [actor.id], now=now).get(actor.id)
        if actor and not booking
        else None,
        books_for_others=actor is not None and bool(organisations_to_book_for(db, session, actor)),
    )


def roster_page(db: Session, session_id: int, actor: Person, *, now: datetime) -> RosterPage:
    """Raises NotFound."""
    session = queries.get_session(db, session_id)
    waiting = list_waiting(db, session)
    bookings = list_roster(db, session.id)
    live = [booking.id for booking in bookings]
    return RosterPage(
        session=session,
        offer=cast(TrainingOffer, session.offer),
        seats=seats_of(db, [session.id])[session.id],
        bookings=bookings,
        answers=answers_of(db, live),
        needs=needs_of(db, live),
        required=list_required(db, session.id),
        missed=count_no_shows(
            db, session.hub_id, [one.person_id for one in bookings if one.is_live], now=now
        ),
        ranks={booking.id: rank for rank, booking in enumerate(waiting, start=1)},
        is_manager=policies.manages(db, actor, session.hub_id),
        has_started=session.starts_at is not None and now >= session.starts_at,
        is_over=session.status != BookableStatus.SCHEDULED,
    )


def offers_page(db: Session, hub_id: int, *, archived: bool, number: int, now: datetime) -> OffersPage:
    """A page of the trainings of a hub with their sessions to come; those put away, or the others."""
    offers = paginate(db, queries.offers_of_hub(hub_id, archived=archived), number=number)
    coming = queries.list_coming_sessions(db, [offer.id for offer in offers.items], now=now)
    by_offer: dict[int, list[TrainingSession]] = {offer.id: [] for offer in offers.items}
    for session in coming:
        by_offer[session.offer_id or 0].append(session)
    return OffersPage(offers, by_offer, seats_of(db, [session.id for session in coming]))


def other_dates(db: Session, session: TrainingSession, *, now: datetime) -> list[TrainingSession]:
    """The other sessions of the same training that are still to come."""
    coming = queries.list_coming_sessions(db, [session.offer_id or 0], now=now)
    return [other for other in coming if other.id != session.id]


def _what_forbids(
    db: Session, session: TrainingSession, person: Person, *, now: datetime
) -> DomainError | None:
    """The quota that keeps her out, whoever she comes for."""
    return what_forbids(db, session, [person.id], None, now=now).get(person.id)


def _what_refuses(session: TrainingSession, organisations: list[Organisation]) -> DomainError | None:
    try:
        refuse_outsiders(session, organisations)
    except DomainError as error:
        return error
    return None
