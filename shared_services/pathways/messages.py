"""What people are told about their pathways, besides what every booking tells. Words: templates/mail/."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.accounts.queries import get_person
from shared_services.core import clock
from shared_services.core.errors import NotFound
from shared_services.core.i18n import _l
from shared_services.core.links import absolute_url
from shared_services.outbox.letters import Dropped, Letter, Recipient
from shared_services.outbox.operations import post
from shared_services.outbox.registry import renders

from . import queries
from .models import UNDER_WAY, Enrolment, EnrolmentState, Moment
from .plan_letter import Line, calendar_of_plan, tell_plan
from .progress import Progress, Standing, StepState, build

NO_LONGER_TRUE = _l("Le parcours a changé avant l'envoi.")


def post_to_person(
    db: Session, kind: str, enrolment: Enrolment, person: Person, *, module_id: int = 0, now: datetime
) -> None:
    """Tell who follows the pathway, once an instant; about one of its modules when it says which."""
    post(
        db,
        kind,
        recipient=Recipient(person.email, person.locale),
        key=f"{kind}:{enrolment.id}:{module_id}:{now.isoformat()}",
        payload={"enrolment_id": enrolment.id, "module_id": module_id},
        now=now,
    )


def post_plan(db: Session, enrolment: Enrolment, person: Person, *, now: datetime) -> None:
    """Tell of the whole plan at once: every date that is booked, or what it waits for."""
    post_to_person(db, f"pathway_{enrolment.state}", enrolment, person, now=now)


def post_once(db: Session, kind: str, enrolment: Enrolment, *, now: datetime) -> None:
    """Once an enrolment, however often it is due."""
    post(
        db,
        kind,
        recipient=Recipient(enrolment.person.email, enrolment.person.locale),
        key=f"{kind}:{enrolment.id}",
        payload={"enrolment_id": enrolment.id, "module_id": 0},
        now=now,
    )


def post_place_alone(db: Session, enrolment: Enrolment, standing: Standing, *, now: datetime) -> None:
    """Once a place: a module has one, the rest of the plan has not."""
    booking = standing.booking
    post(
        db,
        "pathway_place_alone",
        recipient=Recipient(enrolment.person.email, enrolment.person.locale),
        key=f"pathway_place_alone:{enrolment.id}:{booking.id if booking else 0}",
        payload={"enrolment_id": enrolment.id, "module_id": standing.module.id},
        now=now,
    )


def _render(
    db: Session,
    kind: str,
    payload: dict[str, Any],
    is_true: Callable[[Progress, Standing | None], bool],
) -> Letter:
    """Raises Dropped when it is no longer so."""
    try:
        enrolment = queries.get_enrolment(db, payload["enrolment_id"])
    except NotFound:
        raise Dropped(str(NO_LONGER_TRUE)) from None
    progress = build(enrolment, queries.list_modules(db, [enrolment.pathway_id]), {})
    standing = next((one for one in progress.standings if one.module.id == payload["module_id"]), None)
    if not is_true(progress, standing):
        raise Dropped(str(NO_LONGER_TRUE))
    return Letter(
        template=kind,
        reply_to=enrolment.pathway.hub.email,
        facts={
            "pathway": enrolment.pathway,
            "hub_name": enrolment.pathway.hub.name,
            "person": enrolment.person,
            "progress": progress,
            "standing": standing,
            "progress_url": absolute_url("enrolments.show", enrolment_id=enrolment.id),
            "pathway_url": absolute_url("pathways.show", offer_id=enrolment.pathway_id),
        },
    )


def _is(*states: EnrolmentState) -> Callable[[Progress, Standing | None], bool]:
    return lambda progress, _standing: progress.enrolment.state in states


@renders("pathway_active")
def render_active(db: Session, payload: dict[str, Any]) -> Letter:
    """All that was chosen is booked, with one calendar file for every place she has."""
    letter = _render(db, "pathway_active", payload, _is(EnrolmentState.ACTIVE))
    plan = _tell_plan(db, letter)
    return replace(letter, calendar=calendar_of_plan(plan, letter.facts["person"]))


@renders("pathway_waiting")
def render_waiting(db: Session, payload: dict[str, Any]) -> Letter:
    letter = _render(db, "pathway_waiting", payload, _is(EnrolmentState.WAITING))
    _tell_plan(db, letter)
    return letter


def _tell_plan(db: Session, letter: Letter) -> list[Line]:
    """Adds it to the letter, and who enrolled her when it was not she."""
    plan = tell_plan(db, letter.facts["progress"])
    letter.facts["plan"], person_id = plan, letter.facts["person"].id
    bookers = {one.booking.booked_by_id for one in plan if one.booking} - {person_id}
    letter.facts["booked_by"] = get_person(db, bookers.pop()) if len(bookers) == 1 else None
    return plan


@renders("pathway_place_alone")
def render_place_alone(db: Session, payload: dict[str, Any]) -> Letter:
    """A module has a place, and the rest of the plan has not."""
    return _render(db, "pathway_place_alone", payload, _is(EnrolmentState.WAITING))


@renders("pathway_step_lost")
def render_step_lost(db: Session, payload: dict[str, Any]) -> Letter:
    return _render(
        db,
        "pathway_step_lost",
        payload,
        lambda progress, one: (
            progress.enrolment.state in UNDER_WAY
            and one is not None
            and one.state in (StepState.LOST, StepState.MISSED)
        ),
    )


@renders("pathway_finished")
def render_finished(db: Session, payload: dict[str, Any]) -> Letter:
    return _render(db, "pathway_finished", payload, _is(EnrolmentState.FINISHED))


@renders("pathway_position")
def render_position(db: Session, payload: dict[str, Any]) -> Letter:
    """Dropped once she answered, or the first module began."""
    return _render_objectives(
        db,
        "pathway_position",
        payload,
        Moment.BEFORE,
        lambda progress, _one: progress.enrolment.is_under_way and not progress.has_begun(clock.now()),
    )


@renders("pathway_assess")
def render_assess(db: Session, payload: dict[str, Any]) -> Letter:
    """Dropped once she answered."""
    return _render_objectives(db, "pathway_assess", payload, Moment.AFTER, _is(EnrolmentState.FINISHED))


def _render_objectives(
    db: Session,
    kind: str,
    payload: dict[str, Any],
    moment: Moment,
    is_true: Callable[[Progress, Standing | None], bool],
) -> Letter:
    enrolment_id = payload["enrolment_id"]
    if any(one.moment == moment for one in queries.list_ratings(db, enrolment_id)):
        raise Dropped(str(NO_LONGER_TRUE))
    letter = _render(db, kind, payload, is_true)
    letter.facts["rate_url"] = absolute_url("enrolments.rate", enrolment_id=enrolment_id, moment=moment.value)
    return letter


@renders("pathway_left")
def render_left(db: Session, payload: dict[str, Any]) -> Letter:
    return _render(db, "pathway_left", payload, _is(EnrolmentState.LEFT))


@renders("module_recognised")
def render_recognised(db: Session, payload: dict[str, Any]) -> Letter:
    return _render(
        db,
        "module_recognised",
        payload,
        lambda _progress, one: one is not None and one.state == StepState.RECOGNISED,
    )


@renders("recognition_undone")
def render_undone(db: Session, payload: dict[str, Any]) -> Letter:
    return _render(
        db,
        "recognition_undone",
        payload,
        lambda _progress, one: one is not None and one.state != StepState.RECOGNISED,
    )
