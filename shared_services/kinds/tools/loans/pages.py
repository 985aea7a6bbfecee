"""What whoever lends needs: one loan, those of a tool, the day. A constant number of statements each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from shared_services.booking.facts import Facts, describe_all, describe_booking
from shared_services.booking.models import Booking, BookingStatus, Hold
from shared_services.booking.queries import get_booking, list_held_from
from shared_services.booking.queries import list_history as list_booking_history
from shared_services.booking.waiting import find_rank, list_waiting
from shared_services.core.audit import AuditEntry
from shared_services.core.local_time import to_local
from shared_services.network.models import Hub
from shared_services.network.queries import get_hub_alone
from shared_services.papers.models import Paper, PaperKind
from shared_services.papers.queries import find_paper

from .. import queries
from ..days import day_of, slot_of
from ..models import Tool
from ..suspensions import queries as suspension_queries
from ..suspensions.models import LendingSuspension
from . import queries as loan_queries
from .models import LoanPhoto, LoanUnit
from .overdue import days_late

A_WEEK = 7


@dataclass(frozen=True)
class Kept:
    """Units of a tool kept for a date of another kind, such as a session, and the facts of that date."""

    hold: Hold
    facts: Facts

    @property
    def days(self) -> tuple[date, date]:
        return day_of(self.hold.first_slot), day_of(self.hold.last_slot)


@dataclass(frozen=True)
class LoansPage:
    """The bookings of a tool that matter today, the ranks of those that wait, what is kept for dates."""

    tool: Tool
    kept: list[Kept]
    bookings: list[Booking]
    ranks: dict[int, int]


@dataclass(frozen=True)
class LoanPage:
    """One booking of a tool, with its history."""

    booking: Booking
    tool: Tool
    facts: Facts
    rank: int | None
    history: list[AuditEntry]
    units: list[LoanUnit]
    agreement: Paper | None
    photos: list[LoanPhoto]
    suspension: LendingSuspension | None

    @property
    def out(self) -> list[LoanUnit]:
        return [one for one in self.units if one.is_out]

    @property
    def is_unsettled(self) -> bool:
        """Something that was missing still is."""
        return not self.out and any(one.is_open for one in self.units)

    @property
    def to_hand_over(self) -> int:
        """How many units are still to be given; nothing once some are back."""
        if self.booking.status != BookingStatus.CONFIRMED or any(not one.is_out for one in self.units):
            return 0
        return self.booking.units - len(self.units)


@dataclass(frozen=True)
class Board:
    """The day of whoever lends: what is late, comes back, leaves; `handed` is how many of each loan left and
    how many of them are out, `kept` what sessions take in the week to come, with the title of the tool;
    `appealed` the suspensions to look at again."""

    hub: Hub
    kept: list[tuple[str, Kept]]
    appealed: list[LendingSuspension]
    late: list[Booking]
    due: list[Booking]
    to_hand_over: list[Booking]
    coming: list[Booking]
    later: list[Booking]
    handed: dict[int, tuple[int, int]]
    now: datetime

    def out(self, booking: Booking) -> int:
        return self.handed[booking.id][1]

    def left(self, booking: Booking) -> int:
        """How many are still to be given."""
        return booking.units - self.handed.get(booking.id, (0, 0))[0]

    def days_late(self, booking: Booking) -> int:
        return days_late(booking.ends_at, booking.bookable.time_zone, now=self.now) if booking.ends_at else 0


def loans_page(db: Session, offer_id: int, *, now: datetime) -> LoansPage:
    """Raises NotFound."""
    tool = queries.get_tool_of(db, offer_id)
    ranks = {booking.id: rank for rank, booking in enumerate(list_waiting(db, tool), start=1)}
    today = slot_of(to_local(now, tool.time_zone).date())
    kept = kept_for_dates(db, [tool.id], today)
    return LoansPage(tool, kept, queries.list_loans_of(db, tool.id, now=now), ranks)


def kept_for_dates(db: Session, tool_ids: Sequence[int], since: int) -> list[Kept]:
    """What dates of other kinds have of those tools from that day on, the soonest first."""
    found = list_held_from(db, tool_ids, since)
    told = describe_all(db, [(one.kind, one.id) for _hold, one in found])
    return [Kept(hold, told[one.id]) for hold, one in found]


def loan_page(db: Session, reference: str) -> LoanPage:
    """Raises NotFound, also for what is no loan."""
    booking = get_booking(db, reference)
    tool = queries.get_tool(db, booking.bookable_id)
    return LoanPage(
        booking,
        tool,
        describe_booking(db, booking),
        find_rank(db, booking, tool),
        list_booking_history(db, booking.id),
        loan_queries.list_loan_units(db, booking.id),
        find_paper(db, PaperKind.LOAN_AGREEMENT, booking.reference),
        loan_queries.list_photos(db, booking.id),
        suspension_queries.find_suspension(db, tool.hub_id, booking.person_id),
    )


def board(db: Session, hub_id: int, *, now: datetime) -> Board:
    """The number of statements depends neither on loans nor on sessions."""
    hub = get_hub_alone(db, hub_id)
    tomorrow = to_local(now, hub.time_zone).replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow += timedelta(days=1)
    out = loan_queries.list_out(db, hub_id)
    coming = loan_queries.list_to_hand_over(db, hub_id, now=now, until=tomorrow + timedelta(days=7))
    handed = loan_queries.count_handed(db, [booking.id for booking in [*out, *coming]])
    titles = {tool.id: tool.tool_offer.title for tool in queries.list_tools_of_hub(db, hub_id)}
    today = slot_of(to_local(now, hub.time_zone).date())
    kept = kept_for_dates(db, list(titles), today)
    return Board(
        hub=hub,
        kept=[(titles[one.hold.bookable_id], one) for one in kept if one.hold.first_slot <= today + A_WEEK],
        appealed=[one for one in suspension_queries.list_suspensions(db, hub_id) if one.is_appealed],
        late=[b for b in out if b.ends_at is not None and b.ends_at <= now],
        due=[b for b in out if b.ends_at is not None and now < b.ends_at < tomorrow],
        to_hand_over=[b for b in coming if b.starts_at is not None and b.starts_at < tomorrow],
        coming=[b for b in coming if b.starts_at is not None and b.starts_at >= tomorrow],
        later=[b for b in out if b.ends_at is not None and b.ends_at >= tomorrow],
        handed=handed,
        now=now,
    )
