"""What is out of the tools today, what is late, and the rules of lending that follow from it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from shared_services.booking.models import Hold
from shared_services.booking.periods import Period
from shared_services.core.audit import AuditEntry
from shared_services.kinds.tools.loans.agreement import issue_agreement
from shared_services.kinds.tools.loans.models import LendingRules, LoanUnit
from shared_services.kinds.tools.loans.overdue import days_late
from shared_services.kinds.tools.models import Tool
from shared_services.kinds.tools.required import days_of, stretches
from shared_services.kinds.tools.suspensions.models import LendingSuspension

from .part import Part, World
from .sessions import Dated
from .texts import ToolText

VISITS_A_DAY, LATE_DAYS = 8, 7
ASKED_AGO = timedelta(hours=20)
APPEAL = (
    "La médiathèque est fermée pour travaux depuis deux semaines et le matériel est resté dans la réserve. "
    "Je le rapporte dès la réouverture, lundi."
)


def add_lending_rules(world: World) -> None:
    """Every hub of the demo lends by the same rules."""
    for hub_id in world.hub_ids.values():
        world.rows.link(LendingRules, hub_id=hub_id, visits_a_day=VISITS_A_DAY, late_days=LATE_DAYS)


def add_out(
    part: Part, text: ToolText, booking_id: int, period: Period, unit_ids: Sequence[int], *, person_id: int
) -> None:
    """Units handed over an hour after the opening; whoever is too late with them is suspended."""
    if period.starts_at is None or period.ends_at is None:
        raise ValueError("a loan has days")
    at, by = period.starts_at + timedelta(hours=1), part.person_id(text.author)
    for unit_id in unit_ids:
        part.rows.add(
            LoanUnit,
            booking_id=booking_id,
            unit_id=unit_id,
            handed_at=at,
            handed_by_id=by,
            state_out="Complet, chargeur compris",
            state_in="",
            missing="",
        )
        _add_act(part, "tool_unit", unit_id, "handed_over", at, by)
    _add_act(part, "booking", booking_id, "handed_over", at, by)
    part.out.append((booking_id, at))
    late = days_late(period.ends_at, part.world.hubs[text.hub].time_zone, now=part.now)
    if late > LATE_DAYS:
        _suspend(part, text, booking_id, person_id, late)


def _suspend(part: Part, text: ToolText, booking_id: int, person_id: int, late: int) -> None:
    suspended_at, asked_at = part.now - timedelta(days=late - LATE_DAYS - 1, hours=30), part.now - ASKED_AGO
    suspension_id = part.rows.add(
        LendingSuspension,
        hub_id=part.world.hub_ids[text.hub],
        person_id=person_id,
        booking_id=booking_id,
        days_late=LATE_DAYS + 1,
        suspended_at=suspended_at,
        appeal=APPEAL,
        appealed_at=asked_at,
        answer="",
    )
    _add_act(part, "lending_suspension", suspension_id, "suspended", suspended_at, None)
    _add_act(part, "lending_suspension", suspension_id, "appealed", asked_at, person_id)


def _add_act(part: Part, kind: str, id_: int, action: str, at: datetime, by: int | None) -> None:
    part.rows.add(AuditEntry, at=at, actor_id=by, subject_kind=kind, subject_id=id_, action=action)


def session_that_requires(text: ToolText, sessions: Sequence[Dated], now: datetime) -> Dated | None:
    """The first session to come of the training that the tool is kept for."""
    wanted = [one for one in sessions if one.text.offer == text.kept_for and one.starts_at > now]
    standing = [one for one in wanted if not one.text.cancel_reason]
    return min(standing, key=lambda one: one.starts_at, default=None)


def hold_for(part: Part, tool_id: int, tool: Tool, session: Dated, units: int) -> set[int]:
    """Keep units for a session; the days that they are taken."""
    days = days_of(tool, session.periods)
    for stretch in stretches(days):
        part.rows.add(
            Hold,
            bookable_id=tool_id,
            for_bookable_id=session.id,
            first_slot=stretch[0],
            last_slot=stretch[-1],
            units=units,
        )
    return days


def make_agreements(db: Session, out: Sequence[tuple[int, datetime]]) -> None:
    """The papers of what is out, as the desk makes them."""
    for booking_id, at in out:
        issue_agreement(db, booking_id, now=at)
