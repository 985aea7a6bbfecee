"""How a booking came to its state: who asked when, who answered, step by step as the engine records it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shared_services.booking.deadlines import approval_deadline, offer_deadline
from shared_services.booking.models import BookingStatus, CancelledBy

from .part import Member, Part
from .sessions import Dated

S = BookingStatus

# Settled places were asked for until six days ago, and answered within two; the waiting list began then.
SETTLED = timedelta(days=6)
ANSWER = timedelta(days=2)
FREED = timedelta(hours=5)
REASONS = ("Un imprévu dans ma structure.", "Je ne suis plus disponible ce jour-là.", "", "")
REFUSAL = "La structure ne remplit pas encore les conditions d'habilitation. Nous vous proposons d'en parler avec votre référent."


@dataclass(frozen=True)
class Step:
    at: datetime
    actor_id: int | None
    before: BookingStatus | None
    to: BookingStatus
    reason: str = ""


@dataclass
class History:
    """A booking that only moves forward, as `moves.move` would make it."""

    member: Member
    asked_at: datetime
    booked_by: int
    status: BookingStatus
    approved_at: datetime | None = None
    confirmed_at: datetime | None = None
    expires_at: datetime | None = None
    cancelled_by: CancelledBy | None = None
    reason: str = ""
    steps: list[Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.steps.append(Step(self.asked_at, self.booked_by, None, self.status))
        if self.status == S.CONFIRMED:
            self.confirmed_at = self.asked_at

    def move(self, to: BookingStatus, at: datetime, *, by: int | None, reason: str = "") -> None:
        self.steps.append(Step(at, by, self.status, to, reason))
        self.status = to
        self.reason = reason
        if to == S.CONFIRMED:
            self.confirmed_at = at


def histories(part: Part, dated: Dated, status: BookingStatus, members: list[Member]) -> Iterator[History]:
    """One history for each member, all ending in `status`."""
    tell = TELLERS[status]
    if status in (S.WAITLISTED, S.OFFERED):
        ranks = _ranks(part, len(members), offered=status == S.OFFERED)
        return (tell(part, dated, member, at) for member, at in zip(members, ranks, strict=True))
    if status == S.PENDING:
        return (
            tell(part, dated, member, part.instant(dated.now - 2 * ANSWER, dated.now - FREED))
            for member in members
        )
    return (tell(part, dated, member, _long_ago(part, dated)) for member in members)


def _long_ago(part: Part, dated: Dated) -> datetime:
    return part.instant(dated.created_at, min(dated.starts_at, dated.now) - SETTLED)


def _ranks(part: Part, count: int, *, offered: bool) -> list[datetime]:
    """Distinct instants in order; who is offered a place asked before those who still wait."""
    first = part.now - SETTLED + (timedelta(0) if offered else timedelta(days=1))
    seconds = part.random.sample(range(int(timedelta(days=1 if offered else 4).total_seconds())), count)
    return [first + timedelta(seconds=second) for second in sorted(seconds)]


def _answered(part: Part, asked_at: datetime) -> datetime:
    return part.instant(asked_at + timedelta(hours=1), asked_at + ANSWER)


def _asked(part: Part, dated: Dated, member: Member, at: datetime) -> History:
    """She asks, mostly alone: her referent may do it, or the hub, which then agrees at once."""
    manager, chance = part.person_id(dated.offer.author), part.random.random()
    if chance < 0.1:
        history = History(member, at, manager, S.CONFIRMED)
        history.approved_at = at
        return history
    by = member.referent_id if chance < 0.2 and member.referent_id else member.person_id
    return History(member, at, by, S.PENDING if dated.offer.needs_approval else S.CONFIRMED)


def _confirmed(part: Part, dated: Dated, member: Member, at: datetime) -> History:
    history = _asked(part, dated, member, at)
    if history.status == S.PENDING:
        history.approved_at = _answered(part, at)
        history.move(S.CONFIRMED, history.approved_at, by=part.person_id(dated.offer.author))
    return history


def _present(part: Part, dated: Dated, member: Member, at: datetime) -> History:
    history = _confirmed(part, dated, member, at)
    history.move(S.ATTENDED, _noted(dated), by=part.person_id(dated.offer.author))
    return history


def _absent(part: Part, dated: Dated, member: Member, at: datetime) -> History:
    history = _confirmed(part, dated, member, at)
    history.move(S.NO_SHOW, _noted(dated), by=part.person_id(dated.offer.author))
    return history


def _noted(dated: Dated) -> datetime:
    return dated.ends_at + timedelta(minutes=20)


def _pending(part: Part, dated: Dated, member: Member, at: datetime) -> History:
    history = History(member, at, member.person_id, S.PENDING)
    history.expires_at = approval_deadline(dated.period, at)
    return history


def _refused(part: Part, dated: Dated, member: Member, at: datetime) -> History:
    history = History(member, at, member.person_id, S.PENDING)
    history.move(S.REFUSED, _answered(part, at), by=part.person_id(dated.offer.author), reason=REFUSAL)
    return history


def _waitlisted(part: Part, dated: Dated, member: Member, at: datetime) -> History:
    return History(member, at, member.person_id, S.WAITLISTED)


def _offered(part: Part, dated: Dated, member: Member, at: datetime) -> History:
    history = History(member, at, member.person_id, S.WAITLISTED)
    history.move(S.OFFERED, dated.now - FREED, by=None)
    history.expires_at = offer_deadline(dated.period, dated.now - FREED)
    return history


def _cancelled(part: Part, dated: Dated, member: Member, at: datetime) -> History:
    """By herself, or with the whole session; where a place is offered, she is the one who freed it."""
    history = _confirmed(part, dated, member, at)
    if dated.text.cancel_reason:
        by, when, reason = part.person_id(dated.offer.author), dated.cancelled_at, dated.text.cancel_reason
        history.cancelled_by = CancelledBy.HUB
    else:
        frees = S.OFFERED in dated.text.bookings
        last = history.confirmed_at or at
        by, when = member.person_id, dated.now - FREED if frees else part.instant(last, at + ANSWER)
        reason = part.random.choice(REASONS)
        history.cancelled_by = CancelledBy.PARTICIPANT
    history.move(S.CANCELLED, when, by=by, reason=reason)
    return history


TELLERS: dict[BookingStatus, Callable[[Part, Dated, Member, datetime], History]] = {
    S.PENDING: _pending,
    S.CONFIRMED: _confirmed,
    S.WAITLISTED: _waitlisted,
    S.OFFERED: _offered,
    S.CANCELLED: _cancelled,
    S.REFUSED: _refused,
    S.ATTENDED: _present,
    S.NO_SHOW: _absent,
}
