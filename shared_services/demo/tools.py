"""Tools, their units, and who borrowed them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from shared_services.booking.deadlines import approval_deadline
from shared_services.booking.models import Audience, Bookable, Booking, BookingStatus, CapacitySlot
from shared_services.booking.periods import Period
from shared_services.catalogue.models import Modality, Offer, offer_theme
from shared_services.core.audit import AuditEntry
from shared_services.core.text import normalised, search_text
from shared_services.kinds.tools.days import is_open
from shared_services.kinds.tools.models import CATEGORIES, Tool, ToolOffer, ToolUnit, UnitState
from shared_services.kinds.tools.operations.service import follow_inventory, lock_tool
from shared_services.kinds.tools.rules import period_of

from .lending import add_out, hold_for, session_that_requires
from .offers import offer_dates
from .part import Member, Part
from .pictures import add_picture
from .sessions import Dated
from .texts import LoanText, ToolText

ASKED = timedelta(days=4)
RULES = (
    "least_days",
    "most_days",
    "notice_days",
    "turnaround_days",
    "place_name",
    "address",
    "access_notes",
    "weekdays",
)
HOURS = {"opens_hour": time(9), "closes_hour": time(17)}


def add_tools(part: Part, sessions: Sequence[Dated]) -> list[int]:
    """The numbers of the tools: the ledger then follows their units. Some are kept for a session."""
    return [_add_tool(part, text, sessions) for text in part.world.content.tools]


def follow_inventories(db: Session, tool_ids: Sequence[int], *, now: datetime) -> None:
    """Write down what serves from today on, as the desk does."""
    for tool_id in tool_ids:
        follow_inventory(db, lock_tool(db, tool_id), now=now)


def _add_tool(part: Part, text: ToolText, sessions: Sequence[Dated]) -> int:
    hub = part.world.hubs[text.hub]
    offer_id = _add_offer(part, text)
    add_picture(part, text.slug, offer_id)
    created_at = part.now - timedelta(days=160)
    tool_id = part.rows.add(
        Bookable,
        kind="tool",
        hub_id=part.world.hub_ids[text.hub],
        offer_id=offer_id,
        capacity=text.units,
        needs_approval=text.needs_approval,
        audience=text.booking_audience,
        waiting_rule=hub.waiting_rule,
        time_zone=hub.time_zone,
        created_at=created_at,
    )
    rules = {name: getattr(text, name) for name in RULES} | HOURS | {"horizon_days": 180}
    part.rows.link(Tool, id=tool_id, **rules)
    numbers = range(1, text.units + 1)
    unit_ids = [_add_unit(part, text, tool_id, number, created_at) for number in numbers]
    tool = Tool(time_zone=hub.time_zone, **rules)
    lender = _Lender(part, text, tool_id, tool, unit_ids[: text.units - text.repair])
    if session := session_that_requires(text, sessions, part.now):
        lender.keep_for(session)
    for loan, member in zip(text.loans, _borrowers(part, text), strict=False):
        lender.add_loan(loan, member)
    lender.add_ledger(text.units)
    return tool_id


def _add_offer(part: Part, text: ToolText) -> int:
    title = part.varied(text.title, "lot")
    created_at, submitted_at, published_at = offer_dates(part, text.status)
    offer_id = part.rows.add(
        Offer,
        kind="tool",
        hub_id=part.world.hub_ids[text.hub],
        author_id=part.person_id(text.author),
        title=title,
        summary=text.summary,
        audience=text.audience,
        modality=Modality.IN_PERSON,
        price_cents=text.price_cents,
        dates_each=0,
        accessibility_contact=text.accessibility_contact,
        status=text.status,
        search_text=search_text(title, text.summary, text.description, str(CATEGORIES[text.category])),
        sort_key=normalised(title),
        created_at=created_at,
        updated_at=published_at or submitted_at or created_at,
        submitted_at=submitted_at,
        published_at=published_at,
    )
    part.rows.link(
        ToolOffer,
        id=offer_id,
        category=text.category,
        description=text.description,
        condition=text.condition,
        replacement_cents=text.replacement_cents or None,
        deposit_cents=text.deposit_cents,
    )
    for slug in text.themes:
        part.rows.link(offer_theme, offer_id=offer_id, theme_id=part.world.themes[slug].id)
    return offer_id


def _add_unit(part: Part, text: ToolText, tool_id: int, number: int, created_at: datetime) -> int:
    is_away = number > text.units - text.repair
    state = UnitState.UNDER_REPAIR if is_away else UnitState.AVAILABLE
    unit_id = part.rows.add(
        ToolUnit,
        tool_id=tool_id,
        hub_id=part.world.hub_ids[text.hub],
        label=f"{text.prefix}-{number:02d}" + (f"-{part.number + 1}" if part.number else ""),
        serial_number=f"{text.prefix}{part.random.randrange(10**6):06d}",
        state=state,
        location=f"Armoire {1 + number % 3}",
        note="Parti en réparation, retour incertain." if is_away else "",
        created_at=created_at,
    )
    _add_act(part, text, unit_id, created_at, "registered", to=UnitState.AVAILABLE)
    if is_away:
        at = part.days_ago(9, 3)
        _add_act(part, text, unit_id, at, "state_changed", to=state, reason="Ne démarre plus.")
    return unit_id


def _add_act(
    part: Part, text: ToolText, unit_id: int, at: datetime, action: str, *, to: UnitState, reason: str = ""
) -> None:
    part.rows.add(
        AuditEntry,
        at=at,
        actor_id=part.person_id(text.author),
        subject_kind="tool_unit",
        subject_id=unit_id,
        action=action,
        from_state=UnitState.AVAILABLE.value if action == "state_changed" else None,
        to_state=to.value,
        reason=reason or None,
    )


def _borrowers(part: Part, text: ToolText) -> Iterator[Member]:
    """Whom each loan is for: nobody twice."""
    named = {loan.who for loan in text.loans}
    others = [member for member in part.members if _may(member, text) and member.email not in named]
    part.random.shuffle(others)
    by_email = {member.email: member for member in part.members}
    for loan in text.loans:
        yield by_email.get(loan.who) or others.pop()


def _may(member: Member, text: ToolText) -> bool:
    if text.booking_audience == Audience.ANYONE:
        return True
    return text.hub in member.hubs if text.booking_audience == Audience.HUB_MEMBERS else bool(member.hubs)


class _Lender:
    """Books one tool, never more than serves: a loan that does not fit begins some days later."""

    def __init__(self, part: Part, text: ToolText, tool_id: int, tool: Tool, unit_ids: Sequence[int]) -> None:
        self.part, self.text, self.tool_id, self.tool = part, text, tool_id, tool
        self.serving, self.there = len(unit_ids), list(unit_ids)
        self.cancel_hours = part.world.hubs[text.hub].cancel_hours
        self.taken: Counter[int] = Counter()
        self.last_period = Period()

    def keep_for(self, session: Dated) -> None:
        """Nothing is lent yet: the units are there."""
        days = hold_for(self.part, self.tool_id, self.tool, session, self.text.kept)
        self.taken.update(dict.fromkeys(days, self.text.kept))

    def add_loan(self, loan: LoanText, member: Member) -> None:
        """Who waits does so for the days of the loan before hers, and for one unit more than is left."""
        waits = loan.status == BookingStatus.WAITLISTED
        period = self.last_period if waits else self._free_period(loan)
        units = self._left(period) + 1 if waits else loan.units
        self.last_period = period
        asked_at = self.part.now - ASKED + timedelta(hours=self.part.random.randrange(12))
        if waits:
            asked_at += timedelta(days=2)  # after those who hold the units
        else:
            self.taken.update(dict.fromkeys(period.slots, units))
        if period.starts_at is not None:
            asked_at = min(asked_at, period.starts_at - ASKED)
        booking_id = self._add_booking(loan.status, member, period, units, asked_at)
        if loan.out:
            handed, self.there = self.there[:units], self.there[units:]
            add_out(self.part, self.text, booking_id, period, handed, person_id=member.person_id)

    def add_ledger(self, capacity: int) -> None:
        for slot, taken in self.taken.items():
            self.part.rows.link(
                CapacitySlot, bookable_id=self.tool_id, slot=slot, capacity=capacity, taken=taken
            )

    def _left(self, period: Period) -> int:
        return self.serving - max(self.taken[slot] for slot in period.slots)

    def _free_period(self, loan: LoanText) -> Period:
        today = self.part.now.astimezone(ZoneInfo(self.tool.time_zone)).date()
        day = today + timedelta(days=loan.day)
        while True:
            first = _open_from(day, self.tool.weekdays)
            last = _open_from(first + timedelta(days=loan.length - 1), self.tool.weekdays)
            period = period_of(self.tool, first, last, cancel_hours=self.cancel_hours)
            if self._left(period) >= loan.units:
                return period
            day = first + timedelta(days=1)

    def _add_booking(
        self, status: BookingStatus, member: Member, period: Period, units: int, asked_at: datetime
    ) -> int:
        is_pending = status == BookingStatus.PENDING
        booking_id = self.part.rows.add(
            Booking,
            reference=self.part.world.new_reference(),
            bookable_id=self.tool_id,
            person_id=member.person_id,
            organisation_id=member.organisation_id,
            booked_by_id=member.person_id,
            units=units,
            first_slot=period.slots[0],
            last_slot=period.slots[-1],
            **period.dates,
            status=status,
            booked_at=asked_at,
            asked_at=asked_at,
            confirmed_at=asked_at if status == BookingStatus.CONFIRMED else None,
            expires_at=approval_deadline(period, asked_at) if is_pending else None,
        )
        self.part.rows.add(
            AuditEntry,
            at=asked_at,
            actor_id=member.person_id,
            subject_kind="booking",
            subject_id=booking_id,
            action="booked",
            to_state=status.value,
        )
        return booking_id


def _open_from(day: date, weekdays: str) -> date:
    while not is_open(day, weekdays):
        day += timedelta(days=1)
    return day
