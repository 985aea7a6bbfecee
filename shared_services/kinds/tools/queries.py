"""Reads about tools, their units, and the days when they are away."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from shared_services.booking.models import LIVE, Audience, BookableStatus, Booking, CapacitySlot
from shared_services.catalogue.models import Offer, OfferStatus
from shared_services.core.audit import AuditEntry
from shared_services.core.database import Model
from shared_services.core.errors import existing
from shared_services.core.text import normalised

from .loans.models import LoanUnit
from .models import Blackout, Tool, ToolCategory, ToolManual, ToolOffer, ToolUnit, UnitOutage, UnitState

MOST_ALIKE = 30


def find_offer(db: Session, offer_id: int) -> ToolOffer | None:
    """With its hub, author and themes."""
    return db.scalar(
        select(ToolOffer)
        .where(ToolOffer.id == offer_id)
        .options(joinedload(ToolOffer.hub), joinedload(ToolOffer.author), selectinload(ToolOffer.themes))
    )


def get_offer(db: Session, offer_id: int) -> ToolOffer:
    """With its hub, author and themes. Raises NotFound."""
    return existing(find_offer(db, offer_id))


def get_tool_of(db: Session, offer_id: int) -> Tool:
    """What is lent of an offer. Raises NotFound."""
    return _one(db, _with_offer().where(Tool.offer_id == offer_id))


def get_tool(db: Session, tool_id: int) -> Tool:
    """With its hub and offer. Raises NotFound."""
    return _one(db, _with_offer().where(Tool.id == tool_id))


def list_tools(db: Session, tool_ids: Iterable[int]) -> list[Tool]:
    """With hub and offer; one statement whatever their number."""
    return list(db.scalars(_with_offer().where(Tool.id.in_(list(tool_ids)))))


def list_tools_of_hub(db: Session, hub_id: int) -> list[Tool]:
    """Every tool of the hub with its offer, by title."""
    statement = _with_offer().join(ToolOffer, ToolOffer.id == Tool.offer_id).where(Tool.hub_id == hub_id)
    return list(db.scalars(statement.order_by(ToolOffer.sort_key, ToolOffer.id)))


def _with_offer() -> Select[Tool]:
    return select(Tool).options(joinedload(Tool.hub), joinedload(Tool.offer.of_type(ToolOffer)))


def _one(db: Session, statement: Select[Tool]) -> Tool:
    return existing(db.scalar(statement))


def is_published(db: Session, offer_id: int | None) -> bool:
    statement = select(ToolOffer.status).where(ToolOffer.id == offer_id)
    return db.scalar(statement) == OfferStatus.PUBLISHED


def count_live(db: Session, tool_id: int, *, ending_after: datetime) -> int:
    """How many bookings of the tool are to come or out."""
    statement = select(func.count()).where(
        Booking.bookable_id == tool_id,
        Booking.status.in_(LIVE),
        or_(Booking.ends_at > ending_after, _has_units_out()),
    )
    return db.scalar(statement) or 0


def _has_units_out() -> ColumnElement[bool]:
    return exists().where(LoanUnit.booking_id == Booking.id, LoanUnit.returned_at.is_(None))


def find_manual(db: Session, offer_id: int) -> ToolManual | None:
    """Its name and date; the content is read when asked for."""
    return db.scalar(select(ToolManual).where(ToolManual.offer_id == offer_id))


def get_unit(db: Session, unit_id: int) -> ToolUnit:
    """With its tool. Raises NotFound."""
    return existing(
        db.scalar(select(ToolUnit).where(ToolUnit.id == unit_id).options(joinedload(ToolUnit.tool)))
    )


def find_unit(db: Session, hub_id: int, label: str) -> ToolUnit | None:
    return db.scalar(select(ToolUnit).where(ToolUnit.hub_id == hub_id, ToolUnit.label == label))


def list_units_of_hub(
    db: Session, hub_id: int, *, tool_id: int | None = None, state: UnitState | None = None, words: str = ""
) -> list[ToolUnit]:
    """The inventory, by label; `words` are looked for in label, serial number, place and note."""
    statement = select(ToolUnit).where(ToolUnit.hub_id == hub_id).order_by(ToolUnit.label)
    if tool_id is not None:
        statement = statement.where(ToolUnit.tool_id == tool_id)
    if state is not None:
        statement = statement.where(ToolUnit.state == state)
    found = list(db.scalars(statement))
    wanted = normalised(words).split()
    return [unit for unit in found if all(word in _words_of(unit) for word in wanted)]


def _words_of(unit: ToolUnit) -> str:
    return normalised(" ".join((unit.label, unit.serial_number, unit.location, unit.note)))


def list_units_of(db: Session, tool_ids: Sequence[int]) -> list[ToolUnit]:
    statement = select(ToolUnit).where(ToolUnit.tool_id.in_(tool_ids))
    return list(db.scalars(statement.order_by(ToolUnit.label)))


def list_published(db: Session, conditions: Sequence[ColumnElement[bool]]) -> list[Tool]:
    """The published tools that answer, by title, with hub and offer; one statement."""
    statement = _with_offer().join(Offer, Offer.id == Tool.offer_id)
    statement = statement.where(Tool.status == BookableStatus.SCHEDULED, *conditions)
    return list(db.scalars(statement.order_by(Offer.sort_key, Offer.id)))


def list_alike(db: Session, tool: Tool, category: ToolCategory) -> list[Tool]:
    """What other hubs lend of the same sort to people of any hub; one statement."""
    statement = (
        _with_offer()
        .join(ToolOffer, ToolOffer.id == Tool.offer_id)
        .where(
            ToolOffer.category == category,
            ToolOffer.status == OfferStatus.PUBLISHED,
            Tool.hub_id != tool.hub_id,
            Tool.audience != Audience.HUB_MEMBERS,
        )
    )
    return list(db.scalars(statement.order_by(ToolOffer.sort_key, ToolOffer.id).limit(MOST_ALIKE)))


def list_lent_to_all(db: Session, *, but_for: int) -> list[Tool]:
    """What other hubs lend to people of any hub without having to agree, by title; one statement."""
    statement = (
        _with_offer()
        .join(ToolOffer, ToolOffer.id == Tool.offer_id)
        .where(
            ToolOffer.status == OfferStatus.PUBLISHED,
            Tool.hub_id != but_for,
            Tool.audience != Audience.HUB_MEMBERS,
            Tool.needs_approval.is_(False),
        )
    )
    return list(db.scalars(statement.order_by(ToolOffer.sort_key, ToolOffer.id)))


def list_live_of(db: Session, tool_id: int, person_id: int, *, now: datetime) -> list[Booking]:
    """What a person has of a tool or asked for, and is not over, the soonest first."""
    statement = select(Booking).where(
        Booking.bookable_id == tool_id,
        Booking.person_id == person_id,
        Booking.status.in_(LIVE),
        Booking.ends_at > now,
    )
    return list(db.scalars(statement.order_by(Booking.starts_at, Booking.id)))


def list_loans_of(db: Session, tool_id: int, *, now: datetime) -> list[Booking]:
    """Who has a tool or asked for it, the soonest first, with people; not what is over for a month."""
    statement = (
        select(Booking)
        .where(Booking.bookable_id == tool_id, Booking.ends_at > now - timedelta(days=30))
        .options(joinedload(Booking.person), joinedload(Booking.organisation), joinedload(Booking.bookable))
    )
    return list(db.scalars(statement.order_by(Booking.starts_at, Booking.id)))


def count_serving(db: Session, tool_id: int) -> int:
    """How many of its units are in service today, whatever days some of them are away."""
    statement = select(func.count()).where(ToolUnit.tool_id == tool_id, ToolUnit.state == UnitState.AVAILABLE)
    return db.scalar(statement) or 0


def list_units_with_outages(
    db: Session, tool_ids: Sequence[int], *, first: date, last: date
) -> list[tuple[ToolUnit, UnitOutage | None]]:
    """The units of those tools, each as often as it is away between those two days, at least once."""
    away = and_(UnitOutage.unit_id == ToolUnit.id, UnitOutage.first_on <= last, UnitOutage.last_on >= first)
    statement = (
        select(ToolUnit, UnitOutage)
        .outerjoin(UnitOutage, away)
        .where(ToolUnit.tool_id.in_(tool_ids))
        .order_by(ToolUnit.label, UnitOutage.first_on, UnitOutage.id)
    )
    return [(unit, outage) for unit, outage in db.execute(statement)]


def list_outages_of_unit(db: Session, unit_id: int) -> list[UnitOutage]:
    statement = select(UnitOutage).where(UnitOutage.unit_id == unit_id)
    return list(db.scalars(statement.order_by(UnitOutage.first_on, UnitOutage.id)))


def get_outage(db: Session, outage_id: int) -> UnitOutage:
    """Raises NotFound."""
    return existing(db.get(UnitOutage, outage_id))


def list_blackouts(
    db: Session, hub_ids: Iterable[int], *, first: date, last: date | None = None
) -> list[Blackout]:
    """When those hubs lend nothing, or not one of their tools, from `first` on; the soonest first."""
    found: list[ColumnElement[bool]] = [Blackout.hub_id.in_(list(hub_ids)), Blackout.last_on >= first]
    if last is not None:
        found.append(Blackout.first_on <= last)
    return list(db.scalars(select(Blackout).where(*found).order_by(Blackout.first_on, Blackout.id)))


def get_blackout(db: Session, blackout_id: int) -> Blackout:
    """Raises NotFound."""
    return existing(db.get(Blackout, blackout_id))


def list_slots(db: Session, tool_ids: Sequence[int], slots: range) -> list[CapacitySlot]:
    """What the ledger says of those days; a day without a row has nothing taken and nothing away."""
    statement = select(CapacitySlot).where(
        CapacitySlot.bookable_id.in_(tool_ids), CapacitySlot.slot.between(slots.start, slots.stop - 1)
    )
    return list(db.scalars(statement.execution_options(populate_existing=True)))


def last_slot(db: Session, tool_id: int) -> int:
    """The last day that the ledger knows of a tool, or that somebody asked for; 0 when there is none."""
    in_ledger = db.scalar(select(func.max(CapacitySlot.slot)).where(CapacitySlot.bookable_id == tool_id))
    asked = db.scalar(
        select(func.max(Booking.last_slot)).where(Booking.bookable_id == tool_id, Booking.status.in_(LIVE))
    )
    return max(in_ledger or 0, asked or 0)


def list_acts(db: Session, model: type[Model], row_id: int) -> list[AuditEntry]:
    """All that happened to a row, such as a unit, the latest first."""
    statement = select(AuditEntry).where(
        AuditEntry.subject_kind == model.__tablename__, AuditEntry.subject_id == row_id
    )
    return list(db.scalars(statement.order_by(AuditEntry.at.desc(), AuditEntry.id.desc())))
