"""What borrowers, referents and managers are told about units that are out. Words: templates/mail/loan_*."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.accounts.queries import get_person
from shared_services.booking.facts import describe_booking
from shared_services.booking.models import Booking, BookingStatus
from shared_services.booking.queries import find_booking
from shared_services.core import clock
from shared_services.core.i18n import _l
from shared_services.core.links import absolute_url
from shared_services.core.local_time import to_local
from shared_services.network.notices import post_to_managers
from shared_services.network.queries import list_referents
from shared_services.outbox.letters import Dropped, Letter, Recipient
from shared_services.outbox.operations import post
from shared_services.outbox.registry import renders

from .. import queries
from ..alternatives import ways_on
from ..models import Tool
from . import queries as loan_queries
from .overdue import Step, Told, days_late

NO_LONGER_TRUE = _l("Le matériel est revenu, ou le prêt a changé, avant l'envoi.")


def return_key(booking: Booking) -> str:
    """Unique in the world: one reminder a return."""
    return f"loan_return:{booking.id}:{booking.ends_at.isoformat() if booking.ends_at else ''}"


def overdue_key(booking: Booking, step: Step) -> str:
    """Unique in the world: one message a step, for each who is told."""
    return f"loan_overdue:{booking.id}:{booking.ends_at.isoformat() if booking.ends_at else ''}:J+{step.days}"


def risk_key(booking: Booking) -> str:
    """Unique in the world: who comes next is warned once for her days."""
    return f"loan_at_risk:{booking.id}:{booking.first_slot}"


def post_return_reminder(db: Session, booking: Booking, *, now: datetime) -> None:
    """The day before it is due."""
    _post(db, "loan_return", booking, [booking.person], key=return_key(booking), now=now)


def post_overdue(db: Session, booking: Booking, step: Step, *, now: datetime) -> None:
    """The borrower, then her referents, then the hub's managers too."""
    key = overdue_key(booking, step)
    people = {booking.person.id: booking.person}
    if step.told >= Told.REFERENTS and booking.organisation_id is not None:
        people |= {one.id: one for one in list_referents(db, booking.organisation_id)}
    _post(db, "loan_overdue", booking, people.values(), key=key, now=now)
    if step.told >= Told.MANAGERS and booking.bookable.hub_id is not None:
        payload = {"booking_id": booking.id}
        post_to_managers(db, booking.bookable.hub_id, "loan_overdue", key=key, payload=payload, now=now)


def post_at_risk(db: Session, booking: Booking, *, now: datetime) -> None:
    """Whoever comes next may find nothing: early enough to choose something else."""
    _post(db, "loan_at_risk", booking, [booking.person], key=risk_key(booking), now=now)


def _post(
    db: Session, kind: str, booking: Booking, people: Iterable[Person], *, key: str, now: datetime
) -> None:
    for person in people:
        is_hers = person.id == booking.person_id
        post(
            db,
            kind,
            recipient=Recipient(person.email, person.locale),
            key=key if is_hers else f"{key}:{person.id}",  # the borrower's own is what is looked for
            payload={"booking_id": booking.id, "person_id": person.id},
            now=now,
        )


@renders("loan_return")
def render_return(db: Session, payload: dict[str, Any]) -> Letter:
    return _letter(db, payload, "loan_return", must_be_out=True)


@renders("loan_overdue")
def render_overdue(db: Session, payload: dict[str, Any]) -> Letter:
    return _letter(db, payload, "loan_overdue", must_be_out=True)


@renders("loan_at_risk")
def render_at_risk(db: Session, payload: dict[str, Any]) -> Letter:
    letter = _letter(db, payload, "loan_at_risk", must_be_out=False)
    booking: Booking = letter.facts["booking"]
    return replace(letter, facts=letter.facts | _alternatives(db, booking, now=clock.now()))


def _alternatives(db: Session, booking: Booking, *, now: datetime) -> dict[str, Any]:
    """The nearest days here, and where the same sort of tool is free on hers, each with its page."""
    if booking.starts_at is None or booking.ends_at is None:
        return {}
    tool = queries.get_tool(db, booking.bookable_id)
    first, last = (to_local(at, tool.time_zone).date() for at in (booking.starts_at, booking.ends_at))
    ways = ways_on(db, tool, first, last, booking.units, now=now)

    def page(other: Tool, one: date, until: date) -> str:
        asked = {"first": one.isoformat(), "last": until.isoformat(), "units": booking.units}
        return absolute_url("tools.show_tool", offer_id=other.offer_id, on=one.isoformat(), **asked)

    return {
        "near": [(one, until, page(tool, one, until)) for one, until in ways.near],
        "elsewhere": [(other, page(other, first, last)) for other in ways.elsewhere],
    }


def _letter(db: Session, payload: dict[str, Any], kind: str, *, must_be_out: bool) -> Letter:
    booking = find_booking(db, payload["booking_id"])
    if booking is None or booking.status != BookingStatus.CONFIRMED or booking.ends_at is None:
        raise Dropped(str(NO_LONGER_TRUE))
    handed = loan_queries.list_loan_units(db, booking.id)
    out = [one.unit.label for one in handed if one.is_out]
    if bool(out) != must_be_out:
        raise Dropped(str(NO_LONGER_TRUE))
    facts, person = describe_booking(db, booking), get_person(db, payload["person_id"])
    late = days_late(booking.ends_at, facts.time_zone, now=clock.now())
    if kind == "loan_overdue" and late < 1:  # extended meanwhile
        raise Dropped(str(NO_LONGER_TRUE))
    is_hers = person.id == booking.person_id
    return Letter(
        template=kind,
        reply_to=facts.hub_email if is_hers else None,
        facts={
            "booking": booking,
            "person": person,
            "facts": facts,
            "zone": facts.time_zone,
            "labels": out,
            "late": late,
            "is_hers": is_hers,
            "booking_url": absolute_url("booking.show", reference=booking.reference),
            "loan_url": absolute_url("tools.my_loan", reference=booking.reference),
            "tool_url": absolute_url(facts.endpoint, **facts.values),
        },
    )
