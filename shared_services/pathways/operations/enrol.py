"""Entering a pathway: every session of the plan, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.audience import check_audience, choose_among, organisations_of_audience
from shared_services.booking.models import Booking
from shared_services.booking.operations import record_answers
from shared_services.booking.operations.questions import Answers
from shared_services.booking.queries import lock_bookables
from shared_services.booking.sharing.quotas import lock_takers
from shared_services.catalogue.models import OfferStatus
from shared_services.core import audit

from .. import messages, queries
from ..errors import (
    AlreadyEnrolled,
    ModuleGone,
    PathwayEmpty,
    PathwayNotPublished,
)
from ..models import Enrolment, EnrolmentState, EnrolmentStep, PathwayModule, PathwayOffer
from .aside import put_aside
from .plan import check_plan
from .take import WhenFull, take_plan


@dataclass(frozen=True, kw_only=True)
class Enrolling:
    """`chosen`: by module the session she wants; the organisation is None for the only one she has.
    `answers`: by module what she answers its hub, checked by the caller."""

    chosen: Mapping[int, int] = field(default_factory=dict)
    when_full: WhenFull = WhenFull.REFUSE
    organisation_id: int | None = None
    cohort_id: int | None = None
    answers: Mapping[int, Answers] = field(default_factory=dict)


def enrol(
    db: Session, pathway_id: int, asked: Enrolling, *, person: Person, by: Person, now: datetime
) -> Enrolment:
    """Book a session of each module by the verb of trainings, with all its rules: all of them, or nothing.

    A place she has already in one of those sessions serves; a module she attended before counts. A plan
    that waits holds a rank in its full sessions, and no place. Raises PathwayNotPublished, PathwayEmpty,
    ModuleGone, NotOfThisAudience, NotOfAnyHub, OrganisationToChoose, AlreadyEnrolled, PlanIncomplete,
    PlanImpossible, PlanRefused with what each module says.
    """
    pathway = queries.get_pathway(db, pathway_id)
    modules = queries.list_modules(db, [pathway_id])
    check_open(pathway, modules)
    organisation_id = _organisation(db, pathway, person, asked.organisation_id)
    lock_bookables(db, asked.chosen.values())
    lock_takers(db, [person.id], None)
    live = queries.find_live_enrolment(db, pathway_id, person.id)
    if live is not None:
        raise AlreadyEnrolled(enrolment_id=live.id)
    attended = queries.list_attended(db, person.id, [module.offer_id for module in modules])
    done = {module.id: attended[module.offer_id] for module in modules if module.offer_id in attended}
    check_plan(db, modules, asked.chosen, done=frozenset(done))
    enrolment = Enrolment(
        pathway_id=pathway_id,
        person_id=person.id,
        organisation_id=organisation_id,
        cohort_id=asked.cohort_id,
        state=EnrolmentState.ACTIVE,
        enrolled_at=now,
    )
    to_book = [module for module in modules if module.id in asked.chosen and module.id not in done]
    bookings = take_plan(
        db, to_book, asked.chosen, organisation_id, when_full=asked.when_full, person=person, by=by, now=now
    )
    if len(bookings) < len(to_book):
        enrolment.state = EnrolmentState.WAITING
    db.add(enrolment)
    db.flush()  # its number goes on the steps
    _add_steps(db, enrolment, modules, done | bookings, asked)
    audit.record(db, enrolment, "enrolled", by=by, now=now)
    messages.post_plan(db, enrolment, person, now=now)
    return enrolment


def _add_steps(
    db: Session,
    enrolment: Enrolment,
    modules: Sequence[PathwayModule],
    bookings: Mapping[int, Booking],
    asked: Enrolling,
) -> None:
    """What she answered goes with the booking, or is kept until there is one."""
    for module in modules:
        booking, answers = bookings.get(module.id), asked.answers.get(module.id)
        step = EnrolmentStep(
            enrolment_id=enrolment.id,
            person_id=enrolment.person_id,
            module_id=module.id,
            booking_id=booking.id if booking else None,
            wanted_session_id=None if booking else asked.chosen.get(module.id),
        )
        db.add(step)
        if answers is not None and booking is not None:
            record_answers(db, booking, answers)
        elif answers is not None and step.wanted_session_id is not None:
            put_aside(db, step, answers)


def check_open(pathway: PathwayOffer, modules: Sequence[PathwayModule]) -> None:
    """Raises PathwayNotPublished, PathwayEmpty, ModuleGone."""
    if pathway.status != OfferStatus.PUBLISHED:
        raise PathwayNotPublished
    if not modules:
        raise PathwayEmpty
    for module in modules:
        if module.offer.status != OfferStatus.PUBLISHED:
            raise ModuleGone(title=module.offer.title)


def _organisation(db: Session, pathway: PathwayOffer, person: Person, wanted: int | None) -> int | None:
    organisations = organisations_of_audience(db, pathway.who, pathway.hub_id, person)
    check_audience(pathway.who, pathway.hub.name, organisations)
    return choose_among(organisations, wanted)
