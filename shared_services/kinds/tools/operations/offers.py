"""Writing a tool and the rules of its loans, its manual, taking it back."""

from dataclasses import dataclass, fields
from datetime import datetime, time

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.models import Audience
from shared_services.catalogue.models import Modality
from shared_services.catalogue.texts import put_text
from shared_services.core import audit
from shared_services.network.queries import get_hub_alone

from .. import queries
from ..errors import LoansToCome
from ..models import CATEGORIES, Tool, ToolCategory, ToolManual, ToolOffer
from .service import follow_inventory, lock_tool


@dataclass(frozen=True, kw_only=True)
class ToolText:
    """All that a manager writes about a tool. `price_cents` 0 is free; `replacement_cents` None is unsaid."""

    title: str
    summary: str
    category: ToolCategory
    description: str
    condition: str
    audience: str
    price_cents: int
    replacement_cents: int | None
    deposit_cents: int
    accessibility_contact: str
    theme_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class LoanRules:
    """How a tool is lent; as the columns of Tool."""

    least_days: int
    most_days: int
    notice_days: int
    turnaround_days: int
    horizon_days: int
    place_name: str
    address: str
    access_notes: str
    weekdays: str
    opens_hour: time
    closes_hour: time
    audience: Audience
    needs_approval: bool


def write_tool(
    db: Session, hub_id: int, text: ToolText, rules: LoanRules, *, by: Person, now: datetime
) -> ToolOffer:
    """A new draft of the hub, with what will be lent; its units come next."""
    hub = get_hub_alone(db, hub_id)
    offer = ToolOffer(
        hub_id=hub_id, author_id=by.id, modality=Modality.IN_PERSON, dates_each=0, created_at=now
    )
    write_text(db, offer, text, now=now)
    db.add(offer)
    audit.record(db, offer, "written", by=by, now=now)
    tool = Tool(
        hub_id=hub_id,
        offer_id=offer.id,
        capacity=0,
        time_zone=hub.time_zone,
        waiting_rule=hub.waiting_rule,
        created_at=now,
    )
    _rule(tool, rules)
    db.add(tool)
    return offer


def change_rules(db: Session, tool_id: int, rules: LoanRules, *, by: Person, now: datetime) -> Tool:
    """For the loans asked for from now on; those that are booked keep their days. Nobody needs to read it
    again: the offer says the same."""
    tool = lock_tool(db, tool_id)
    _rule(tool, rules)
    follow_inventory(db, tool, now=now)  # further away, the ledger must know what serves
    audit.record(db, tool, "rules_changed", by=by, now=now)
    return tool


def set_manual(db: Session, offer_id: int, name: str, content: bytes, *, by: Person, now: datetime) -> None:
    """Give the tool this manual instead of the one it had."""
    manual = queries.find_manual(db, offer_id)
    if manual is None:
        manual = ToolManual(offer_id=offer_id)
        db.add(manual)
    manual.name, manual.content, manual.updated_at = name, content, now
    audit.record(db, queries.get_offer(db, offer_id), "manual_set", by=by, now=now)


def remove_manual(db: Session, offer_id: int, *, by: Person, now: datetime) -> None:
    manual = queries.find_manual(db, offer_id)
    if manual is not None:
        db.delete(manual)
        audit.record(db, queries.get_offer(db, offer_id), "manual_removed", by=by, now=now)


def check_unused(db: Session, offer_id: int, now: datetime) -> None:
    """Raises LoansToCome while people count on it or have some of it."""
    loans = queries.count_live(db, queries.get_tool_of(db, offer_id).id, ending_after=now)
    if loans:
        raise LoansToCome(loans=loans)


def write_text(db: Session, offer: ToolOffer, text: ToolText, *, now: datetime) -> None:
    """Put the text in the place of the one it has."""
    found_by = (text.title, text.summary, text.description, str(CATEGORIES[text.category]))
    put_text(db, offer, text, found_by=found_by, now=now)


def _rule(tool: Tool, rules: LoanRules) -> None:
    for column in fields(rules):
        setattr(tool, column.name, getattr(rules, column.name))
