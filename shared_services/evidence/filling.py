"""Which papers a session still needs, and making them one by one."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from shared_services.attendance.queries import list_participants, minutes_attended
from shared_services.booking.models import BookableStatus, Booking
from shared_services.core.database import transaction
from shared_services.core.errors import DomainError
from shared_services.papers.models import PaperKind

from . import operations, queries
from .dossier import Dossier, missing_of, open_dossier
from .models import Certificate

Verb = Callable[..., object]


@dataclass(frozen=True)
class Need:
    """A verb to be called in a transaction of its own, `make(db, now=…)`: one paper, some 40 ms."""

    kind: PaperKind
    make: Callable[..., object]


@dataclass
class Survey:
    """What a session has and lacks. `unsaid`: what of the hub's identity keeps papers from being made."""

    dossier: Dossier
    people: list[Booking]
    minutes: dict[int, int]
    certificates: dict[int, Certificate]
    levels: dict[int, list[queries.Level]]
    made: dict[tuple[PaperKind, int | None], str] = field(default_factory=dict)

    @property
    def unsaid(self) -> list[str]:
        return missing_of(self.dossier.identity)

    @property
    def payers(self) -> dict[str, Booking]:
        """Who pays, with one of the places; nobody when it is free."""
        if not self.dossier.offer.price_cents:
            return {}
        return {operations.payer_of(one): one for one in self.people}

    def needs(self, *, now: datetime) -> Iterator[Need]:
        """In the order of a session; of one that was cancelled, only what follows from who was there."""
        if self.dossier.session.status != BookableStatus.CANCELLED:
            yield from self._before(now)
        if self.dossier.is_closed:
            yield from self._after()

    def _before(self, now: datetime) -> Iterator[Need]:
        begun = self.dossier.has_begun(now)
        if not begun or (PaperKind.PROGRAMME, None) not in self.made:
            yield self._need(PaperKind.PROGRAMME, operations.issue_programme)
        if self.people and not self.dossier.is_closed:
            yield self._need(PaperKind.ATTENDANCE_SHEET, operations.issue_sheet)
        if not self.unsaid:
            for one in self.payers.values():
                yield self._need(PaperKind.TRAINING_AGREEMENT, operations.issue_agreement, one)
        for one in self.people:
            is_made = (PaperKind.CONVOCATION, one.id) in self.made
            if not begun or not (is_made or self.dossier.is_over(now)):
                yield self._need(PaperKind.CONVOCATION, operations.issue_convocation, one)

    def _after(self) -> Iterator[Need]:
        yield self._need(PaperKind.SIGNED_SHEET, operations.issue_signed_sheet)
        for one in self.people:
            if self.lacks_certificate(one):
                yield self._need(PaperKind.CERTIFICATE, operations.review_certificate, one)
            if self.lacks_statement(one):
                yield self._need(PaperKind.STATEMENT, operations.issue_statement, one)

    def lacks_certificate(self, booking: Booking) -> bool:
        """None yet, or one that does not tell the minutes of today."""
        known, minutes = self.certificates.get(booking.id), self.minutes[booking.id]
        if known is None:
            return bool(minutes) and not self.unsaid
        if known.withdrawn_at is not None:
            return bool(minutes) and not self.unsaid
        return known.minutes != minutes and (not minutes or not self.unsaid)

    def lacks_statement(self, booking: Booking) -> bool:
        """None yet, or one that says something else than it would today."""
        minutes, levels = self.minutes[booking.id], self.levels.get(booking.id, [])
        says = operations.hash_of(operations.said_in_statement(minutes, levels))
        return bool(minutes) and self.made.get((PaperKind.STATEMENT, booking.id)) != says

    def _need(self, kind: PaperKind, verb: Verb, booking: Booking | None = None) -> Need:
        ids = [booking.id] if booking else []
        return Need(kind, partial(_call, verb, self.dossier.session.id, ids))


def _call(verb: Verb, session_id: int, ids: list[int], db: Session, *, now: datetime) -> object:
    return verb(db, session_id, *ids, now=now)


def survey(db: Session, session_id: int) -> Survey:
    """The same number of statements however many people. Raises NotFound."""
    people = list_participants(db, session_id)
    ids = [one.id for one in people]
    return Survey(
        dossier=open_dossier(db, session_id),
        people=people,
        minutes=minutes_attended(db, ids),
        certificates=queries.list_certificates(db, ids),
        levels=queries.list_levels(db, ids),
        made={
            (paper.kind, row.booking_id): row.says_hash for row, paper in queries.list_papers(db, session_id)
        },
    )


def make_all(needs: Iterable[Need], *, now: datetime) -> int:
    """Each in a transaction of its own; says how many. What changed meanwhile waits for the next time."""
    count = 0
    for need in list(needs):
        with suppress(DomainError), transaction() as db:
            need.make(db, now=now)
            count += 1
    return count
