"""Reads about the papers of sessions and about certificates."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, joinedload, undefer

from shared_services.attendance.models import AttendanceEntry, AttendanceSheet, What
from shared_services.booking.models import BookableStatus, Booking, BookingStatus
from shared_services.booking.queries import get_booking as get_any_booking
from shared_services.core.database import upsert
from shared_services.core.errors import NotFound, existing
from shared_services.kinds.trainings.models import TrainingSession
from shared_services.network.models import HubIdentity
from shared_services.papers.models import Paper, PaperKind
from shared_services.pathways.models import Enrolment, EnrolmentStep, Moment, ObjectiveRating

from .models import Certificate, CertificateSeries, SessionCofunding, SessionPaper


class Level(NamedTuple):
    """How far a person says she was with one objective and is now, of 4; None is what she did not say."""

    objective: str
    before: int | None
    after: int | None


def find_says_hash(db: Session, paper_id: int) -> str | None:
    """The hash of what a paper says; None for a paper of something else."""
    return db.scalar(select(SessionPaper.says_hash).where(SessionPaper.paper_id == paper_id))


def list_papers(db: Session, session_id: int) -> list[tuple[SessionPaper, Paper]]:
    """Those of the session that stand, without their files: of everybody first, then by name."""
    return [(row, paper) for row, paper in db.execute(_papers_of(session_id))]


def read_papers(db: Session, session_id: int) -> Iterator[tuple[SessionPaper, Paper]]:
    """The same with their files, one at a time."""
    statement = _papers_of(session_id).options(undefer(Paper.content)).execution_options(yield_per=10)
    yield from db.execute(statement)


def _papers_of(session_id: int) -> Select[SessionPaper, Paper]:
    return (
        select(SessionPaper, Paper)
        .join(Paper, Paper.id == SessionPaper.paper_id)
        .where(SessionPaper.session_id == session_id, Paper.replaced_by_id.is_(None))
        .order_by(SessionPaper.name, Paper.id)
    )


def list_papers_of_booking(db: Session, booking_id: int) -> list[tuple[SessionPaper, Paper]]:
    """Every version about that booking, the latest first; without their files."""
    statement = (
        select(SessionPaper, Paper)
        .join(Paper, Paper.id == SessionPaper.paper_id)
        .where(SessionPaper.booking_id == booking_id)
        .order_by(Paper.id.desc())
    )
    return [(row, paper) for row, paper in db.execute(statement)]


def get_session_paper(db: Session, session_id: int, paper_id: int) -> tuple[SessionPaper, Paper]:
    """Any version. Raises NotFound, also for a paper of another session."""
    row, paper = db.get(SessionPaper, paper_id), db.get(Paper, paper_id)
    if row is None or paper is None or row.session_id != session_id:
        raise NotFound
    return row, paper


def get_participation(db: Session, reference: str) -> Booking:
    """A booking of a training session, with its person and organisation. Raises NotFound."""
    booking = get_any_booking(db, reference)
    if not isinstance(booking.bookable, TrainingSession):
        raise NotFound
    return booking


def get_booking_of(db: Session, session_id: int, booking_id: int) -> Booking:
    """With person and organisation. Raises NotFound, also for a booking of another session."""
    return existing(
        db.scalar(
            select(Booking)
            .where(Booking.id == booking_id, Booking.bookable_id == session_id)
            .options(joinedload(Booking.person), joinedload(Booking.organisation))
        )
    )


def list_levels(db: Session, booking_ids: Sequence[int]) -> dict[int, list[Level]]:
    """What people said of the objectives of the pathways that those bookings are part of, by booking."""
    statement = (
        select(EnrolmentStep.booking_id, ObjectiveRating)
        .join(Enrolment, Enrolment.id == EnrolmentStep.enrolment_id)
        .join(Booking, (Booking.id == EnrolmentStep.booking_id) & (Booking.person_id == Enrolment.person_id))
        .join(ObjectiveRating, ObjectiveRating.enrolment_id == Enrolment.id)
        .where(EnrolmentStep.booking_id.in_(booking_ids))
        .order_by(ObjectiveRating.id)
    )
    scores: dict[int, dict[str, dict[Moment, int]]] = {}
    for booking_id, rating in db.execute(statement):
        said = scores.setdefault(booking_id or 0, {}).setdefault(rating.objective, {})
        said[rating.moment] = rating.score
    return {
        booking_id: [
            Level(objective, said.get(Moment.BEFORE), said.get(Moment.AFTER))
            for objective, said in of_booking.items()
        ]
        for booking_id, of_booking in scores.items()
    }


def find_certificate(db: Session, number: str) -> Certificate | None:
    return db.scalar(select(Certificate).where(Certificate.number == number))


def find_certificate_of(db: Session, booking_id: int) -> Certificate | None:
    return db.scalar(select(Certificate).where(Certificate.booking_id == booking_id))


def get_certified(db: Session, certificate: Certificate) -> tuple[Booking, int]:
    """The booking that it is about, and the version that stands."""
    booking = db.get_one(Booking, certificate.booking_id)
    is_standing = (Paper.subject == certificate.number, Paper.replaced_by_id.is_(None))
    statement = select(Paper.version).where(Paper.kind == PaperKind.CERTIFICATE, *is_standing)
    return booking, db.scalars(statement).one()


def list_certificates(db: Session, booking_ids: Sequence[int]) -> dict[int, Certificate]:
    """By booking."""
    statement = select(Certificate).where(Certificate.booking_id.in_(booking_ids))
    return {one.booking_id: one for one in db.scalars(statement)}


def certified_for(organisation_id: int) -> Select[Booking]:
    """The bookings made for the organisation that have a certificate, with who came; the latest first."""
    return (
        select(Booking)
        .join(Certificate, Certificate.booking_id == Booking.id)
        .where(Booking.organisation_id == organisation_id)
        .options(joinedload(Booking.person))
        .order_by(Booking.starts_at.desc(), Booking.id)
    )


def get_certificate_for(db: Session, organisation_id: int, number: str) -> tuple[SessionPaper, Paper]:
    """The version that stands. Raises NotFound, also for one of another organisation or withdrawn."""
    statement = (
        select(SessionPaper, Paper)
        .join(Paper, Paper.id == SessionPaper.paper_id)
        .join(Certificate, Certificate.booking_id == SessionPaper.booking_id)
        .join(Booking, Booking.id == Certificate.booking_id)
        .where(
            Booking.organisation_id == organisation_id,
            Certificate.number == number,
            Certificate.withdrawn_at.is_(None),
            Paper.kind == PaperKind.CERTIFICATE,
            Paper.replaced_by_id.is_(None),
        )
    )
    found = existing(db.execute(statement).one_or_none())
    return found[0], found[1]


def next_in_series(db: Session, name: str) -> int:
    """The next number of the series, which nobody else gets: others wait for this transaction."""
    first = upsert(db, CertificateSeries).values(name=name, last=1)
    taken = first.on_conflict_do_update(index_elements=["name"], set_={"last": CertificateSeries.last + 1})
    return int(db.scalar(taken.returning(CertificateSeries.last)))


def list_sessions_to_certify(db: Session, *, closed_after: datetime) -> list[int]:
    """Sessions whose sheet was closed since then, with presences that have no certificate, of hubs that said
    all that a certificate needs; the oldest first."""
    present = exists().where(
        AttendanceEntry.sheet_id == AttendanceSheet.id,
        AttendanceEntry.booking_id == Booking.id,
        AttendanceEntry.what == What.PRESENT,
    )
    certified = exists().where(Certificate.booking_id == Booking.id)
    statement = (
        select(AttendanceSheet.session_id)
        .join(Booking, Booking.bookable_id == AttendanceSheet.session_id)
        .join(TrainingSession, TrainingSession.id == AttendanceSheet.session_id)
        .join(HubIdentity, HubIdentity.hub_id == TrainingSession.hub_id)
        .where(AttendanceSheet.closed_at > closed_after, present, ~certified, *_says_enough())
        .distinct()
        .order_by(AttendanceSheet.session_id)
    )
    return list(db.scalars(statement))


def _says_enough() -> tuple[ColumnElement[bool], ...]:
    return HubIdentity.siret.is_not(None), HubIdentity.signatory_name != ""


def list_certificates_to_check(db: Session, *, most: int) -> list[tuple[Certificate, int]]:
    """Those whose sheet grew since they were made, with its session."""
    statement = (
        select(Certificate, AttendanceSheet.session_id)
        .join(Booking, Booking.id == Certificate.booking_id)
        .join(AttendanceSheet, AttendanceSheet.session_id == Booking.bookable_id)
        .join(TrainingSession, TrainingSession.id == AttendanceSheet.session_id)
        .join(HubIdentity, HubIdentity.hub_id == TrainingSession.hub_id)
        .where(AttendanceSheet.entries > Certificate.sheet_entries, *_says_enough())
        .order_by(Certificate.id)
        .limit(most)
    )
    return [(certificate, session_id) for certificate, session_id in db.execute(statement)]


def list_without_convocation(db: Session, *, until: datetime, now: datetime, most: int) -> list[Booking]:
    """Confirmed places in sessions that start before `until`, the soonest first."""
    made = exists().where(
        SessionPaper.booking_id == Booking.id,
        SessionPaper.paper_id == Paper.id,
        Paper.kind == PaperKind.CONVOCATION,
    )
    statement = (
        select(Booking)
        .join(TrainingSession, TrainingSession.id == Booking.bookable_id)
        .where(
            Booking.status == BookingStatus.CONFIRMED,
            TrainingSession.status == BookableStatus.SCHEDULED,
            TrainingSession.starts_at > now,
            TrainingSession.starts_at <= until,
            ~made,
        )
        .order_by(TrainingSession.starts_at, Booking.id)
        .limit(most)
    )
    return list(db.scalars(statement))


def is_cofunded(db: Session, session_id: int) -> bool:
    return db.get(SessionCofunding, session_id) is not None


def count_entries(db: Session, session_id: int) -> int:
    """How long the sheet of the session is."""
    statement = select(func.max(AttendanceSheet.entries)).where(AttendanceSheet.session_id == session_id)
    return db.scalar(statement) or 0


def session_of(db: Session, certificate: Certificate) -> int:
    """The number of the session that was attended."""
    statement = select(Booking.bookable_id).where(Booking.id == certificate.booking_id)
    return db.scalars(statement).one()
