"""A hub's rules of lending, and who may not borrow for a while: suspended, heard, lifted."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.models import Booking
from shared_services.booking.queries import lock_booking
from shared_services.core import audit
from shared_services.network.queries import get_hub_alone

from ..errors import NothingToAppeal, SuspendedFromLoans, SuspensionOver
from ..loans import queries as loan_queries
from ..loans.models import LendingRules
from ..loans.overdue import days_late
from ..models import Tool
from ..suspensions import messages as suspension_messages
from ..suspensions import queries as suspension_queries
from ..suspensions.models import LendingSuspension


def set_lending_rules(
    db: Session, hub_id: int, *, visits_a_day: int | None, late_days: int | None, by: Person, now: datetime
) -> LendingRules:
    """For what is asked for from now on; those who are suspended stay so until they have settled."""
    hub = get_hub_alone(db, hub_id)
    rules = loan_queries.lock_rules(db, hub_id)
    if rules is None:
        rules = LendingRules(hub_id=hub_id)
        db.add(rules)
    rules.visits_a_day, rules.late_days = visits_a_day, late_days
    told = {"visits_a_day": visits_a_day, "late_days": late_days}
    audit.record(db, hub, "lending_rules_changed", by=by, now=now, details=told)
    return rules


def check_not_suspended(db: Session, tool: Tool, person: Person) -> None:
    """Raises SuspendedFromLoans."""
    if suspension_queries.find_suspension(db, tool.hub_id, person.id) is not None:
        raise SuspendedFromLoans(hub=tool.hub.name if tool.hub else "")


def suspend_when_too_late(db: Session, booking_id: int, *, now: datetime) -> bool:
    """Suspend the borrower of a loan that is later than her hub accepts, once a loan; she is told why.

    False when it came back meanwhile, has suspended her before, or when she is suspended already.
    """
    booking, bookable = lock_booking(db, booking_id)
    rules = loan_queries.find_rules(db, bookable.hub_id)
    is_out = any(one.is_out for one in loan_queries.list_loan_units(db, booking.id))
    if rules is None or rules.late_days is None or booking.ends_at is None or not is_out:
        return False
    late = days_late(booking.ends_at, bookable.time_zone, now=now)
    if late <= rules.late_days or suspension_queries.is_suspended_for(db, booking.id):
        return False
    if suspension_queries.find_suspension(db, rules.hub_id, booking.person_id) is not None:
        return False
    suspension = LendingSuspension(
        hub_id=rules.hub_id,
        person_id=booking.person_id,
        booking_id=booking.id,
        days_late=late,
        suspended_at=now,
    )
    db.add(suspension)
    audit.record(db, suspension, "suspended", by=None, now=now)
    suspension_messages.post_suspended(db, suspension, now=now)
    return True


def appeal(db: Session, suspension_id: int, text: str, *, by: Person, now: datetime) -> LendingSuspension:
    """Ask the hub's managers to look at it again. Raises NothingToAppeal."""
    suspension = suspension_queries.lock_suspension(db, suspension_id)
    if not suspension.can_appeal:
        raise NothingToAppeal
    suspension.appeal, suspension.appealed_at = text, now
    audit.record(db, suspension, "appealed", by=by, now=now)
    suspension_messages.post_appealed(db, suspension, now=now)
    return suspension


def answer_suspension(
    db: Session, suspension_id: int, *, lift: bool, answer: str, by: Person, now: datetime
) -> LendingSuspension:
    """Lift it or keep it, with a reason that she reads; it may still be lifted once it was kept.

    Raises SuspensionOver.
    """
    suspension = suspension_queries.lock_suspension(db, suspension_id)
    if not suspension.stands:
        raise SuspensionOver
    suspension.answer, suspension.answered_at, suspension.answered_by_id = answer, now, by.id
    if lift:
        suspension.ended_at = now
    audit.record(db, suspension, "lifted" if lift else "kept", by=by, now=now, reason=answer)
    suspension_messages.post_answered(db, suspension, now=now)
    return suspension


def end_double_suspension(db: Session, kept: Person, twin: Person, by: Person, now: datetime) -> None:
    """Two accounts of one person become one: where both are suspended the twin's ends, the other stands
    until all that both have is settled."""
    standing = {one.hub_id for one in suspension_queries.list_standing(db, kept.id)}
    for suspension in suspension_queries.list_standing(db, twin.id):
        if suspension.hub_id in standing:
            suspension.ended_at = now
            audit.record(db, suspension, "settled", by=by, now=now)


def end_when_settled(db: Session, booking: Booking, tool: Tool, *, by: Person, now: datetime) -> None:
    """Lift the suspension of a borrower who has nothing late nor missing left in the hub."""
    suspension = suspension_queries.find_suspension(db, tool.hub_id, booking.person_id)
    if suspension is None:
        return
    db.flush()  # what was just noted counts
    if suspension_queries.count_unsettled(db, suspension.hub_id, booking.person_id, now=now):
        return
    suspension.ended_at = now
    audit.record(db, suspension, "settled", by=by, now=now)
    suspension_messages.post_answered(db, suspension, now=now)
