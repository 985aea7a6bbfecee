"""By which verb each kind of bookable is booked. A new kind adds its line to DOORS."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.audience import organisations_to_book_for
from shared_services.booking.errors import NotAColleague, OrganisationToChoose
from shared_services.booking.models import Bookable, Booking
from shared_services.booking.overlaps import check_overlaps
from shared_services.booking.queries import get_bookable
from shared_services.catalogue.policies import can_read_offer
from shared_services.core.errors import NotFound, existing
from shared_services.core.local_time import to_local
from shared_services.kinds.expertise import operations as expertise
from shared_services.kinds.expertise.models import Way
from shared_services.kinds.expertise.queries import get_expert
from shared_services.kinds.tools import operations as tools
from shared_services.kinds.tools.queries import get_tool
from shared_services.kinds.trainings import operations as trainings
from shared_services.kinds.trainings.models import TrainingSession
from shared_services.kinds.trainings.policies import can_read_session
from shared_services.kinds.trainings.queries import get_session
from shared_services.network.models import Organisation
from shared_services.network.queries import list_organisations_referred, list_people_of

from .errors import DatesAreFixed, DatesNeeded, OneSeatEach, ReferentsOnly


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a program asks for; `on_behalf_of` is a colleague's e-mail."""

    bookable_id: int
    quantity: int = 1
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    join_waiting_list: bool = False
    despite_overlap: bool = False
    on_behalf_of: str | None = None
    organisation_id: int | None = None


Door = Callable[[Session, Wanted, Person, datetime], Booking]


def book(db: Session, asked: Mapping[str, Any], *, by: Person, now: datetime) -> Booking:
    """Book by the verb the site itself uses for that kind. Raises NotFound, and what the verb raises."""
    wanted = Wanted(**asked)
    door = existing(DOORS.get(get_bookable(db, wanted.bookable_id).kind))
    return door(db, wanted, by, now)


def _book_session(db: Session, wanted: Wanted, by: Person, now: datetime) -> Booking:
    """Raises NotFound for a session she may not read, OneSeatEach, DatesAreFixed."""
    session = get_session(db, wanted.bookable_id)
    if not can_read_session(db, by, session):
        raise NotFound
    if wanted.quantity != 1:
        raise OneSeatEach
    if (wanted.starts_at or session.starts_at, wanted.ends_at or session.ends_at) != (
        session.starts_at,
        session.ends_at,
    ):
        raise DatesAreFixed
    if wanted.on_behalf_of is not None:
        return _book_colleague(db, session, wanted, by, now)
    return trainings.book_session(
        db,
        session.id,
        person=by,
        by=by,
        organisation_id=wanted.organisation_id,
        join_waiting_list=wanted.join_waiting_list,
        despite_overlap=wanted.despite_overlap,
        now=now,
    )


def _book_colleague(
    db: Session, session: TrainingSession, wanted: Wanted, by: Person, now: datetime
) -> Booking:
    """Raises ReferentsOnly, NotAColleague, OrganisationToChoose, Overlapping, and why she cannot come."""
    organisation, colleague = _find_colleague(db, session, wanted, by)
    if not wanted.despite_overlap:
        check_overlaps(db, session, colleague.id)
    outcome = trainings.book_colleagues(
        db,
        session.id,
        person_ids=[colleague.id],
        organisation_id=organisation.id,
        by=by,
        stays_together=False,
        join_waiting_list=wanted.join_waiting_list,
        now=now,
    )
    for _person, why in outcome.refused:
        raise why
    return outcome.bookings[0]


def _find_colleague(
    db: Session, bookable: Bookable, wanted: Wanted, by: Person
) -> tuple[Organisation, Person]:
    """Who it is, in which organisation she speaks for, one that may come if there is one.

    An unknown address is told like a stranger's.
    """
    referred = list_organisations_referred(db, by.id)
    if not referred:
        raise ReferentsOnly
    found = [
        (organisation, person)
        for organisation in referred
        if wanted.organisation_id in (None, organisation.id)
        for person in list_people_of(db, organisation.id)
        if person.email == wanted.on_behalf_of
    ]
    if not found:
        raise NotAColleague
    may_come = {organisation.id for organisation in organisations_to_book_for(db, bookable, by)}
    found = [one for one in found if one[0].id in may_come] or found
    if len(found) > 1:
        raise OrganisationToChoose
    return found[0]


def _book_tool(db: Session, wanted: Wanted, by: Person, now: datetime) -> Booking:
    """From the day of `starts_at` to that of `ends_at`, at the place. Raises NotFound for a tool she may not
    read, DatesNeeded, and what the verb raises.
    """
    tool = get_tool(db, wanted.bookable_id)
    if not can_read_offer(db, by, tool.tool_offer):
        raise NotFound
    if wanted.starts_at is None or wanted.ends_at is None:
        raise DatesNeeded
    person, organisation_id = by, wanted.organisation_id
    if wanted.on_behalf_of is not None:
        organisation, person = _find_colleague(db, tool, wanted, by)
        organisation_id = organisation.id
    return tools.book_tool(
        db,
        tool.id,
        first=to_local(wanted.starts_at, tool.time_zone).date(),
        last=to_local(wanted.ends_at, tool.time_zone).date(),
        units=wanted.quantity,
        person=person,
        by=by,
        organisation_id=organisation_id,
        join_waiting_list=wanted.join_waiting_list,
        now=now,
    )


def _book_expert(db: Session, wanted: Wanted, by: Person, now: datetime) -> Booking:
    """From a distance, from `starts_at` to `ends_at`, one of the durations of the offer. Raises NotFound for
    an expert she may not read about, OneSeatEach, DatesNeeded, and what the verb raises.
    """
    expert = get_expert(db, wanted.bookable_id)
    offer = expert.expert_offer
    if not can_read_offer(db, by, offer):
        raise NotFound
    if wanted.quantity != 1:
        raise OneSeatEach
    if wanted.starts_at is None or wanted.ends_at is None:
        raise DatesNeeded
    person, organisation_id = by, wanted.organisation_id
    if wanted.on_behalf_of is not None:
        organisation, person = _find_colleague(db, expert, wanted, by)
        organisation_id = organisation.id
    wished = expertise.Wished(
        start=wanted.starts_at,
        minutes=int((wanted.ends_at - wanted.starts_at).total_seconds()) // 60,
        way=next((way for way in offer.offered_ways if way != Way.ON_SITE), Way.ON_SITE),
        topic="",
        expert_id=expert.id,
        organisation_id=organisation_id,
    )
    return expertise.book_appointment(
        db, offer.id, wished, person=person, by=by, despite_overlap=wanted.despite_overlap, now=now
    )


DOORS: dict[str, Door] = {"training": _book_session, "tool": _book_tool, "expertise": _book_expert}
