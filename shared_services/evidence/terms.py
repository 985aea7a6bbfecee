"""What is past its term: how long files are kept, from the end of the session's year."""

from datetime import date, time

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from shared_services.attendance.models import AttendanceScan, AttendanceSheet, AttendanceSignature
from shared_services.booking.models import Booking
from shared_services.core.local_time import HOME_ZONE, to_utc
from shared_services.kinds.trainings.models import TrainingSession
from shared_services.papers.models import Paper, PaperKind

from .models import SessionCofunding, SessionPaper

YEARS_OF_CERTIFICATES, YEARS_OF_EVIDENCE, YEARS_COFUNDED = 3, 6, 10


def list_past_term(db: Session, *, year: int, most: int) -> list[tuple[SessionPaper, Paper]]:
    """Papers whose files are to be deleted in that year, the oldest first."""
    is_certificate = Paper.kind == PaperKind.CERTIFICATE
    statement = (
        select(SessionPaper, Paper)
        .join(Paper, Paper.id == SessionPaper.paper_id)
        .join(TrainingSession, TrainingSession.id == SessionPaper.session_id)
        .where(
            Paper.deleted_on.is_(None),
            or_(
                _is_past(year, YEARS_OF_EVIDENCE), and_(is_certificate, _is_past(year, YEARS_OF_CERTIFICATES))
            ),
        )
        .order_by(Paper.id)
        .limit(most)
    )
    return [(row, paper) for row, paper in db.execute(statement)]


def list_signed_past_term(db: Session, *, year: int, most: int) -> list[int]:
    """Sessions whose pages of paper and drawn signatures are to be deleted in that year."""
    has_pages = exists().where(
        AttendanceSheet.session_id == TrainingSession.id,
        AttendanceScan.sheet_id == AttendanceSheet.id,
        AttendanceScan.deleted_on.is_(None),
    )
    has_drawn = exists().where(
        Booking.bookable_id == TrainingSession.id,
        AttendanceSignature.booking_id == Booking.id,
        AttendanceSignature.deleted_on.is_(None),
    )
    statement = select(TrainingSession.id).where(_is_past(year, YEARS_OF_EVIDENCE), or_(has_pages, has_drawn))
    return list(db.scalars(statement.order_by(TrainingSession.id).limit(most)))


def _is_past(year: int, years: int) -> ColumnElement[bool]:
    """The session ended so many years before that one; ten when European funds helped to pay for it."""
    cofunded = exists().where(SessionCofunding.session_id == TrainingSession.id)
    return or_(_ended_before(year - YEARS_COFUNDED), and_(~cofunded, _ended_before(year - years)))


def _ended_before(year: int) -> ColumnElement[bool]:
    return TrainingSession.ends_at < to_utc(date(year, 1, 1), time(0), HOME_ZONE)
