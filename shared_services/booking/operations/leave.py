"""Leaving an organisation: what becomes of each place booked for it, then the leaving itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit
from shared_services.network.models import Affiliation, BondState, Membership, Organisation
from shared_services.network.operations import end_affiliation
from shared_services.network.queries import get_affiliation, is_affiliated, is_member, is_member_anywhere

from .. import messages, queries
from ..errors import BookingsChanged, NotForThatOrganisation, OrganisationFull
from ..models import HOLDING, Audience, Bookable, Booking, CancelledBy
from ..sharing import quotas
from ..sharing.shares import units_of
from ..waiting import list_waiting
from .cancel import cancel


class Way(StrEnum):
    """She keeps the place, gives it up, or leaves it for the referents to hand to a colleague."""

    KEEP = "keep"
    GIVE_UP = "give_up"
    HAND_OVER = "hand_over"


@dataclass(frozen=True)
class Fate:
    """What becomes of one booking; `organisation_id` is for whom she keeps it, None on her own."""

    way: Way
    organisation_id: int | None = None


def leave_organisation(
    db: Session,
    affiliation_id: int,
    fates: Mapping[int, Fate],
    *,
    by: Person,
    reason: str,
    successor_id: int | None,
    now: datetime,
) -> Affiliation:
    """All of it or nothing: each live booking made for the organisation has its fate, by booking id.

    Past bookings stay with the organisation. Raises BookingsChanged when a booking has no fate,
    NotForThatOrganisation, OrganisationFull, QuotaReached, TooLateToCancel, SuccessorNeeded,
    NotAColleagueThere, AlreadyDecided.
    """
    affiliation = get_affiliation(db, affiliation_id)
    bookings = queries.list_live_of(db, by.id, affiliation.organisation_id, now=now)
    locked = queries.lock_bookables(db, [booking.bookable_id for booking in bookings])
    bookings = [queries.reread_booking(db, booking.id) for booking in bookings]
    if {booking.id for booking in bookings if booking.is_live} != set(fates):
        raise BookingsChanged
    _lock_people(db, [locked[booking.bookable_id] for booking in bookings], by)
    handed: list[Booking] = []
    for booking in bookings:
        fate, bookable = fates[booking.id], locked[booking.bookable_id]
        if fate.way == Way.KEEP:
            keep_for(db, booking, bookable, fate.organisation_id, by=by, now=now)
        elif fate.way == Way.GIVE_UP:
            cancel(db, booking.id, by=by, cancelled_by=CancelledBy.PARTICIPANT, now=now)
        else:
            handed.append(booking)
    ended = end_affiliation(db, affiliation_id, by=by, now=now, reason=reason, successor_id=successor_id)
    messages.post_colleague_left(db, ended, handed, now=now)
    return ended


def keep_for(
    db: Session,
    booking: Booking,
    bookable: Bookable,
    organisation_id: int | None,
    *,
    by: Person,
    now: datetime,
) -> None:
    """A locked booking goes on under another organisation, or on her own; seat and rank stay.

    Raises NotForThatOrganisation, OrganisationFull, QuotaReached.
    """
    if not is_open_to(db, bookable, organisation_id):
        raise NotForThatOrganisation
    if organisation_id is not None:
        if not is_affiliated(db, booking.person_id, organisation_id):
            raise NotForThatOrganisation
        quotas.lock_takers(db, [], organisation_id)
        _check_room(db, booking, bookable, organisation_id, now=now)
    before, booking.organisation_id = booking.organisation_id, organisation_id
    details = {"from": before, "to": organisation_id}
    audit.record(db, booking, "carried_over", by=by, now=now, details=details)


def is_open_to(db: Session, bookable: Bookable, organisation_id: int | None) -> bool:
    """Whether somebody of that organisation, or of none, may come."""
    if bookable.audience == Audience.ANYONE:
        return True
    if organisation_id is None:
        return False
    if bookable.audience == Audience.ANY_HUB or bookable.hub_id is None:
        return is_member_anywhere(db, organisation_id)
    return is_member(db, organisation_id, bookable.hub_id)


def list_keepers(
    bookable: Bookable, organisations: Sequence[Organisation], memberships: Sequence[Membership]
) -> list[Organisation]:
    """For which of these organisations a place may be kept; their memberships are given."""
    member = {m.organisation_id for m in memberships if m.state == BondState.ACCEPTED}
    here = {
        m.organisation_id
        for m in memberships
        if m.state == BondState.ACCEPTED and m.hub_id == bookable.hub_id
    }
    admitted = {Audience.ANYONE: None, Audience.ANY_HUB: member, Audience.HUB_MEMBERS: here}
    ids = admitted[bookable.audience]
    return [one for one in organisations if ids is None or one.id in ids]


def _check_room(
    db: Session, booking: Booking, bookable: Bookable, organisation_id: int, *, now: datetime
) -> None:
    if booking.status not in HOLDING:
        return  # who waits is counted when her turn comes
    limit = bookable.organisation_limit
    held = units_of(db, bookable, Booking.organisation_id == organisation_id, booking.slots)
    if limit is not None and held + booking.units > limit:
        raise OrganisationFull(limit=limit)
    quotas.check_organisation(db, bookable, organisation_id, booking.period, now=now)


def _lock_people(db: Session, bookables: Sequence[Bookable], by: Person) -> None:
    """Everybody whose turn may come is locked at once: two leavings can never wait for each other."""
    waiting = [one.person_id for bookable in bookables for one in list_waiting(db, bookable)]
    quotas.lock_takers(db, [by.id, *waiting], None)
