"""What the pages show: a session's papers for its staff, a person's own, a certificate for anybody."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from shared_services.attendance.queries import find_sheet, minutes_attended
from shared_services.booking.models import Booking
from shared_services.core.errors import NotFound
from shared_services.papers.models import Paper, PaperKind
from shared_services.papers.queries import list_versions

from . import queries
from .dossier import Dossier, missing_of, open_dossier
from .filling import survey
from .models import Certificate


@dataclass(frozen=True)
class Line:
    """One person's papers, as far as they are made; `is_stale`: her certificate tells other minutes."""

    booking: Booking
    minutes: int
    convocation: Paper | None
    certificate: Paper | None
    statement: Paper | None
    number: str
    is_withdrawn: bool
    is_stale: bool

    @property
    def version(self) -> int:
        """Of her certificate; 0 when there is none."""
        return self.certificate.version if self.certificate else 0


@dataclass(frozen=True)
class SessionPage:
    """`agreements`: who pays, and the paper when it is made. `unsaid`: what the hub's identity lacks."""

    dossier: Dossier
    lines: list[Line]
    agreements: list[tuple[str, Paper | None]]
    unsaid: list[str]
    made: dict[PaperKind, Paper]


@dataclass(frozen=True)
class OwnPage:
    """What a person may take; `versions` are all her papers, the latest first."""

    booking: Booking
    dossier: Dossier
    minutes: int
    has_convocation: bool
    unsaid: list[str]
    certificate: Certificate | None


@dataclass(frozen=True)
class Check:
    """A certificate as anybody sees it. `asked` is the version of the paper in hand, None when not said;
    `is_stale`: the sheet was corrected since, the next version is on its way."""

    certificate: Certificate
    versions: list[Paper]
    asked: int | None
    is_stale: bool

    @property
    def latest(self) -> int:
        return self.versions[0].version

    @property
    def is_replaced(self) -> bool:
        return self.asked is not None and self.asked < self.latest

    @property
    def was_never_made(self) -> bool:
        return self.asked is not None and not 1 <= self.asked <= self.latest


def session_page(db: Session, session_id: int) -> SessionPage:
    """The same number of statements however many people. Raises NotFound."""
    found = survey(db, session_id)
    papers = queries.list_papers(db, session_id)
    made = {(paper.kind, row.booking_id): paper for row, paper in papers}
    by_subject = {paper.subject: paper for _row, paper in papers}
    lines = []
    for one in found.people:
        certificate = found.certificates.get(one.id)
        lines.append(
            Line(
                booking=one,
                minutes=found.minutes[one.id],
                convocation=made.get((PaperKind.CONVOCATION, one.id)),
                certificate=made.get((PaperKind.CERTIFICATE, one.id)),
                statement=made.get((PaperKind.STATEMENT, one.id)),
                number=certificate.number if certificate else "",
                is_withdrawn=certificate is not None and certificate.withdrawn_at is not None,
                is_stale=certificate is not None and found.lacks_certificate(one),
            )
        )
    agreements = [
        (
            one.organisation.name if one.organisation else one.person.name,
            by_subject.get(f"{found.dossier.subject}-{payer}"),
        )
        for payer, one in found.payers.items()
    ]
    whole = {kind: paper for (kind, booking_id), paper in made.items() if booking_id is None}
    return SessionPage(found.dossier, lines, agreements, found.unsaid, whole)


def certified_line(db: Session, session_id: int, booking_id: int) -> tuple[SessionPage, Line]:
    """The page and the line of one person who has a certificate. Raises NotFound for anybody else."""
    page = session_page(db, session_id)
    for line in page.lines:
        if line.booking.id == booking_id and line.certificate is not None:
            return page, line
    raise NotFound


def own_page(db: Session, reference: str) -> OwnPage:
    """Raises NotFound, also for what is no training."""
    booking = queries.get_participation(db, reference)
    dossier = open_dossier(db, booking.bookable_id)
    made = {paper.kind for _row, paper in queries.list_papers_of_booking(db, booking.id)}
    return OwnPage(
        booking=booking,
        dossier=dossier,
        minutes=minutes_attended(db, [booking.id])[booking.id],
        has_convocation=PaperKind.CONVOCATION in made,
        unsaid=missing_of(dossier.identity),
        certificate=queries.find_certificate_of(db, booking.id),
    )


def check_certificate(db: Session, number: str, *, asked: int | None) -> Check | None:
    """None for a number that was never given."""
    certificate = queries.find_certificate(db, number)
    if certificate is None:
        return None
    session_id = queries.session_of(db, certificate)
    sheet = find_sheet(db, session_id)
    is_stale = sheet is not None and sheet.entries > certificate.sheet_entries
    minutes = minutes_attended(db, [certificate.booking_id])[certificate.booking_id] if is_stale else None
    return Check(
        certificate=certificate,
        versions=list_versions(db, PaperKind.CERTIFICATE, number),
        asked=asked,
        is_stale=minutes is not None and minutes != certificate.minutes,
    )
