"""What the pages of tools need, read in a constant number of statements."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking import line
from shared_services.booking.audience import (
    eligible_organisations,
    organisations_to_book_for,
    refuse_outsiders,
)
from shared_services.booking.facts import Facts, describe_booking
from shared_services.booking.models import Booking, BookingStatus
from shared_services.booking.queries import get_booking
from shared_services.booking.queries import list_history as list_booking_history
from shared_services.booking.waiting import find_rank, list_waiting
from shared_services.catalogue.models import OfferStatus
from shared_services.core.audit import AuditEntry
from shared_services.core.errors import DomainError, NotFound
from shared_services.core.local_time import to_local
from shared_services.network.models import Hub, Organisation
from shared_services.network.queries import list_people_of

from . import loan_queries, policies, queries
from .loan_models import LoanUnit
from .models import Blackout, Tool, ToolManual, ToolOffer, ToolUnit, UnitOutage, UnitState
from .month import Month, month_of
from .overdue import days_late
from .rules import MOST_PROPOSED, is_allowed, looked_at, propose, slots_taken
from .stock import availability_of
from .words import plain_words


@dataclass(frozen=True)
class HubTool:
    """A tool of the hub, and how many of its units are in each state."""

    tool: Tool
    states: Counter[UnitState]

    @property
    def offer(self) -> ToolOffer:
        return self.tool.tool_offer

    @property
    def serving(self) -> int:
        return self.states[UnitState.AVAILABLE]

    @property
    def away(self) -> dict[UnitState, int]:
        """How many do not serve, by state."""
        return {state: number for state, number in self.states.items() if state != UnitState.AVAILABLE}


@dataclass(frozen=True)
class InventoryPage:
    """The units that answer, of `total` in the hub."""

    hub: Hub
    tools: list[Tool]
    units: list[ToolUnit]
    total: int
    tool_id: int | None
    state: UnitState | None
    words: str

    @property
    def titles(self) -> dict[int, str]:
        return {tool.id: tool.tool_offer.title for tool in self.tools}


@dataclass(frozen=True)
class UnitPage:
    """One unit, the days when it is away, and all that happened to it."""

    unit: ToolUnit
    tool: Tool
    outages: list[UnitOutage]
    history: list[AuditEntry]

    @property
    def offer(self) -> ToolOffer:
        return self.tool.tool_offer


@dataclass(frozen=True)
class ToolPage:
    """A tool for one reader: what it is, how it is lent, a month of it."""

    offer: ToolOffer
    tool: Tool
    manual: ToolManual | None
    month: Month
    closures: list[Blackout]
    serving: int
    is_manager: bool
    is_published: bool
    person: Person | None
    organisations: list[Organisation]
    outsider: DomainError | None
    bookings: list[Booking]
    colleagues: list[tuple[Organisation, list[Person]]]

    @property
    def can_book(self) -> bool:
        return self.is_published and self.outsider is None and self.serving > 0


@dataclass(frozen=True)
class LoansPage:
    """The bookings of a tool that matter today, and the ranks of those that wait."""

    tool: Tool
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
    """The day of whoever lends: what is late, comes back, leaves; `out` is how many of each loan are out."""

    hub: Hub
    late: list[Booking]
    due: list[Booking]
    to_hand_over: list[Booking]
    coming: list[Booking]
    later: list[Booking]
    out: dict[int, int]
    now: datetime

    def days_late(self, booking: Booking) -> int:
        return days_late(booking.ends_at, booking.bookable.time_zone, now=self.now) if booking.ends_at else 0


@dataclass(frozen=True)
class Ways:
    """Where to go when too few are left: the nearest days here, the same sort of tool in other hubs."""

    rank: int
    near: list[tuple[date, date]]
    elsewhere: list[Tool]


def hub_tools(db: Session, hub_id: int) -> list[HubTool]:
    tools = queries.list_tools_of_hub(db, hub_id)
    states: dict[int, Counter[UnitState]] = {tool.id: Counter() for tool in tools}
    for unit in queries.list_units_of(db, list(states)):
        states[unit.tool_id][unit.state] += 1
    return [HubTool(tool, states[tool.id]) for tool in tools]


def inventory_page(db: Session, hub_id: int, asked: Mapping[str, str]) -> InventoryPage:
    """The units of a hub; what is asked for and unknown sifts nothing."""
    hub, tools = queries.get_hub(db, hub_id), queries.list_tools_of_hub(db, hub_id)
    known = {str(tool.id): tool.id for tool in tools}
    states = {state.value: state for state in UnitState}
    tool_id, state = known.get(asked.get("tool", "")), states.get(asked.get("state", ""))
    words = plain_words(asked.get("q", ""))
    everything = queries.list_units_of_hub(db, hub_id)
    units = queries.list_units_of_hub(db, hub_id, tool_id=tool_id, state=state, words=words)
    return InventoryPage(hub, tools, units, len(everything), tool_id, state, words)


def unit_page(db: Session, unit_id: int) -> UnitPage:
    """Raises NotFound."""
    unit = queries.get_unit(db, unit_id)
    return UnitPage(
        unit,
        queries.get_tool(db, unit.tool_id),
        queries.list_outages_of_unit(db, unit_id),
        queries.list_history(db, unit_id),
    )


def tool_page(
    db: Session, offer_id: int, actor: Person | None, *, on: date | None, now: datetime
) -> ToolPage:
    """Raises NotFound, also for who may not read it: drafts do not exist for others."""
    offer = queries.get_offer(db, offer_id)
    if not policies.can_read_offer(db, actor, offer):
        raise NotFound
    tool = queries.get_tool_of(db, offer_id)
    organisations = eligible_organisations(db, tool, actor) if actor else []
    month = month_of(db, tool, on, now=now)
    closures = queries.list_blackouts(
        db, [offer.hub_id], first=month.stretch.today, last=month.stretch.today + timedelta(days=60)
    )
    return ToolPage(
        offer=offer,
        tool=tool,
        manual=queries.find_manual(db, offer_id),
        month=month,
        closures=[one for one in closures if one.tool_id in (None, tool.id)],
        serving=queries.count_serving(db, tool.id),
        is_manager=policies.manages(db, actor, offer.hub_id),
        is_published=offer.status == OfferStatus.PUBLISHED,
        person=actor,
        organisations=organisations,
        outsider=_what_refuses(tool, organisations) if actor else None,
        bookings=queries.list_live_of(db, tool.id, actor.id, now=now) if actor else [],
        colleagues=_colleagues(db, tool, actor) if actor else [],
    )


def loans_page(db: Session, offer_id: int, *, now: datetime) -> LoansPage:
    """Raises NotFound."""
    tool = queries.get_tool_of(db, offer_id)
    ranks = {booking.id: rank for rank, booking in enumerate(list_waiting(db, tool), start=1)}
    return LoansPage(tool, queries.list_loans_of(db, tool.id, now=now), ranks)


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
    )


def board(db: Session, hub_id: int, *, now: datetime) -> Board:
    """Four statements whatever the number of loans."""
    hub = queries.get_hub(db, hub_id)
    tomorrow = to_local(now, hub.time_zone).replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow += timedelta(days=1)
    out = loan_queries.list_out(db, hub_id)
    coming = loan_queries.list_to_hand_over(db, hub_id, now=now, until=tomorrow + timedelta(days=7))
    handed = loan_queries.count_handed(db, [booking.id for booking in out])
    return Board(
        hub=hub,
        late=[b for b in out if b.ends_at is not None and b.ends_at <= now],
        due=[b for b in out if b.ends_at is not None and now < b.ends_at < tomorrow],
        to_hand_over=[b for b in coming if b.starts_at is not None and b.starts_at < tomorrow],
        coming=[b for b in coming if b.starts_at is not None and b.starts_at >= tomorrow],
        later=[b for b in out if b.ends_at is not None and b.ends_at >= tomorrow],
        out={booking_id: number for booking_id, (_handed, number) in handed.items()},
        now=now,
    )


def ways_on(db: Session, tool: Tool, first: date, last: date, units: int, *, now: datetime) -> Ways:
    """For a loan that found too few left; the number of statements depends on nothing."""
    today = to_local(now, tool.time_zone).date()
    longest = slots_taken(tool, first, last)
    around = looked_at(first)
    days = range(around.start, around.stop + len(longest))
    here = availability_of(db, [tool], days)[tool.id]
    alike = queries.list_alike(db, tool, tool.tool_offer.category)
    there = availability_of(db, alike, longest) if alike else {}
    waiting = list_waiting(db, tool)
    return Ways(
        rank=sum(line.overlap(booking.slots, longest) for booking in waiting) + 1,
        near=propose(tool, first, last, left_over=here.left_over, units=units, today=today),
        elsewhere=[
            other
            for other in alike
            if is_allowed(other, first, last, today=today)
            and there[other.id].left_over(slots_taken(other, first, last)) >= units
        ][:MOST_PROPOSED],
    )


def _colleagues(db: Session, tool: Tool, actor: Person) -> list[tuple[Organisation, list[Person]]]:
    """For whom she may book as a referent, organisation by organisation."""
    found = [
        (organisation, [one for one in list_people_of(db, organisation.id) if one.id != actor.id])
        for organisation in organisations_to_book_for(db, tool, actor)
    ]
    return [(organisation, people) for organisation, people in found if people]


def _what_refuses(tool: Tool, organisations: list[Organisation]) -> DomainError | None:
    try:
        refuse_outsiders(tool, organisations)
    except DomainError as error:
        return error
    return None
