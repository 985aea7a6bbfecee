"""Sessions with few people, early enough to do something, and the dates their people could join."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from shared_services.booking.models import BookableStatus
from shared_services.booking.queries import Seats, seats_of
from shared_services.catalogue.models import OfferStatus
from shared_services.network.neighbours import with_neighbours

from . import queries
from .models import TrainingOffer, TrainingSession
from .twins import NEAR, alike

EARLY = timedelta(days=42)
MOST_TWINS = 3
# What one person can look at in a morning; the others come up as these are settled.
MOST_THIN = 60


@dataclass(frozen=True)
class ThinSession:
    """How many are in, the days left, and the twins with a seat left: here first, then the soonest."""

    session: TrainingSession
    seats: Seats
    days_left: int
    twins: list[tuple[TrainingSession, Seats]]


@dataclass(frozen=True)
class ThinSessions:
    """The soonest of them; whether there are more."""

    sessions: list[ThinSession]
    is_cut: bool


def list_thin_sessions(db: Session, hub_id: int, *, now: datetime) -> ThinSessions:
    """The hub's sessions of the next six weeks with less than a third of their places taken: the soonest.

    A twin of another hub counts when it can be followed from afar, or its hub works in a département that
    is, or touches, one of ours. The same number of statements whatever there is.
    """
    coming = queries.list_sessions_of_hub(db, hub_id, first=now, last=now + EARLY)
    seats = seats_of(db, [session.id for session in coming])
    every_thin = [session for session in coming if seats[session.id].is_thin]
    thin = every_thin[:MOST_THIN]
    near = _near(db, hub_id, now=now)
    reachable = _hubs_around(db, hub_id, {row.hub_id for row in near})
    found = {session.id: _twins_among(session, near, reachable) for session in thin}
    twin_ids = {twin_id for twin_ids in found.values() for twin_id in twin_ids}
    twins = {twin.id: twin for twin in queries.list_sessions(db, twin_ids)}
    twin_seats = seats_of(db, sorted(twin_ids))
    told = [
        ThinSession(
            session=session,
            seats=seats[session.id],
            days_left=(session.half_days[0].starts_at - now).days,
            twins=[
                (twins[twin_id], twin_seats[twin_id])
                for twin_id in found[session.id]
                if not twin_seats[twin_id].is_full
            ][:MOST_TWINS],
        )
        for session in thin
    ]
    return ThinSessions(told, is_cut=len(every_thin) > len(thin))


def _near(db: Session, hub_id: int, *, now: datetime) -> list[Row[tuple[int, int, int, str, datetime, str]]]:
    """What could be a twin of something: open dates of the period, our own first, then the soonest."""
    statement = (
        select(
            TrainingSession.id,
            TrainingSession.hub_id,
            TrainingSession.offer_id,
            TrainingOffer.title,
            TrainingSession.starts_at,
            TrainingSession.video_link,
        )
        .join(TrainingOffer, TrainingOffer.id == TrainingSession.offer_id)
        .where(
            TrainingSession.status == BookableStatus.SCHEDULED,
            TrainingSession.closes_at > now,
            TrainingSession.starts_at > now,
            TrainingSession.starts_at <= now + EARLY + NEAR,
            TrainingOffer.status == OfferStatus.PUBLISHED,
        )
        .order_by(TrainingSession.hub_id != hub_id, TrainingSession.starts_at, TrainingSession.id)
    )
    return list(db.execute(statement))


def _twins_among(
    session: TrainingSession,
    near: Iterable[Row[tuple[int, int, int, str, datetime, str]]],
    reachable: Collection[int],
) -> list[int]:
    title = session.offer.title if session.offer else ""
    return [
        row.id
        for row in near
        if row.id != session.id
        and abs(row.starts_at - session.half_days[0].starts_at) <= NEAR
        and (row.hub_id in reachable or row.video_link)
        and (row.offer_id == session.offer_id or alike(title, row.title))
    ]


def _hubs_around(db: Session, hub_id: int, hub_ids: Iterable[int]) -> set[int]:
    """Our hub, and those that work in one of our départements or in one that touches ours."""
    places = queries.list_departements_of(db, {hub_id, *hub_ids})
    ours = {code for own in places.get(hub_id, ()) for code in with_neighbours(own)}
    return {hub_id} | {one for one, codes in places.items() if not ours.isdisjoint(codes)}
