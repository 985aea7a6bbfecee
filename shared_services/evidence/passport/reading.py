"""What a person learned: the trainings she attended, her certificates, her pathways."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.attendance.queries import minutes_attended
from shared_services.booking.models import Booking
from shared_services.core.local_time import HOME_ZONE, to_local
from shared_services.kinds.trainings.models import TrainingSession
from shared_services.pathways.models import EnrolmentState
from shared_services.pathways.pages import build_all
from shared_services.pathways.progress import Progress, StepState
from shared_services.pathways.queries import list_enrolments_of_person

from ..models import Certificate
from ..queries import list_certificates
from .queries import list_trainings_attended


@dataclass(frozen=True)
class Training:
    """One that she attended. `minutes` is 0 when no sheet says how long; `employer` is the organisation that
    she came for, "" when she came on her own; `number` that of a certificate that is worth something."""

    title: str
    hub: str
    employer: str
    first_on: date
    last_on: date
    minutes: int
    number: str


@dataclass(frozen=True)
class Recognised:
    """A module that she need not attend."""

    title: str
    on: date


@dataclass(frozen=True)
class Pathway:
    """How far she is; `finished_on` once she is through."""

    title: str
    hub: str
    done: int
    total: int
    finished_on: date | None
    recognised: Sequence[Recognised]


@dataclass(frozen=True)
class Passport:
    """Names the person and nothing else of her account: neither addresses nor what is to come."""

    name: str
    trainings: Sequence[Training]
    pathways: Sequence[Pathway]

    @property
    def minutes(self) -> int:
        return sum(one.minutes for one in self.trainings)

    @property
    def certificates(self) -> int:
        """How many."""
        return sum(bool(one.number) for one in self.trainings)

    @property
    def is_empty(self) -> bool:
        return not (self.trainings or self.pathways)


def read_passport(db: Session, person: Person) -> Passport:
    """The same number of statements however much she learned."""
    attended = list_trainings_attended(db, person.id)
    ids = [booking.id for booking, _session in attended]
    minutes, certificates = minutes_attended(db, ids), list_certificates(db, ids)
    begun = [
        one for one in list_enrolments_of_person(db, person.id) if one.state != EnrolmentState.WAITING
    ]  # a plan that waits is still to come
    return Passport(
        name=person.name,
        trainings=[
            _training(booking, session, minutes[booking.id], certificates.get(booking.id))
            for booking, session in attended
        ],
        pathways=[_pathway(one) for one in build_all(db, begun)],
    )


def _training(
    booking: Booking, session: TrainingSession, minutes: int, certificate: Certificate | None
) -> Training:
    is_worth = certificate is not None and certificate.withdrawn_at is None
    return Training(
        title=session.offer.title if session.offer else "",
        hub=session.hub.name if session.hub else "",
        employer=booking.organisation.name if booking.organisation else "",
        first_on=to_local(session.half_days[0].starts_at, session.time_zone).date(),
        last_on=to_local(session.half_days[-1].ends_at, session.time_zone).date(),
        minutes=minutes,
        number=certificate.number if certificate and is_worth else "",
    )


def _pathway(progress: Progress) -> Pathway:
    enrolment = progress.enrolment
    is_finished = enrolment.state == EnrolmentState.FINISHED and enrolment.ended_at is not None
    return Pathway(
        title=enrolment.pathway.title,
        hub=enrolment.pathway.hub.name,
        done=progress.done,
        total=progress.total,
        finished_on=to_local(enrolment.ended_at, HOME_ZONE).date()
        if is_finished and enrolment.ended_at
        else None,
        recognised=[
            Recognised(one.module.offer.title, to_local(one.step.skipped_at, HOME_ZONE).date())
            for one in progress.standings
            if one.state == StepState.RECOGNISED and one.step and one.step.skipped_at
        ],
    )
