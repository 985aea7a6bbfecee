"""Tools for tests: what is lent, its units, and the verbs on them, each in its own transaction."""

from datetime import date, datetime, time
from typing import Any

from shared_services.accounts.models import Person
from shared_services.booking.models import Audience, Booking
from shared_services.catalogue.models import Modality, OfferStatus
from shared_services.core.database import read_session, transaction
from shared_services.core.text import normalised, search_text
from shared_services.kinds.tools.models import Tool, ToolCategory, ToolOffer, ToolUnit, UnitState
from shared_services.kinds.tools.operations import UnitFacts, add_unit, book_tool
from shared_services.kinds.tools.operations.service import follow_inventory
from shared_services.kinds.tools.operations.units import register_unit
from shared_services.kinds.tools.suspensions.models import LendingSuspension
from shared_services.network.models import Hub

from .makers import LONG_AGO, MONDAY, make_hub, make_manager, make_person, saved, written

FETCHED, BROUGHT_BACK = date(2027, 2, 2), date(2027, 2, 4)

TEXT = {
    "title": "Valise de tablettes",
    "summary": "Dix tablettes prêtes à servir.",
    "category": ToolCategory.TABLETS,
    "description": "Dix tablettes, leurs chargeurs et un routeur.",
}
RULES = {
    "least_days": 1,
    "most_days": 14,
    "notice_days": 1,
    "turnaround_days": 0,
    "horizon_days": 180,
    "place_name": "Maison du numérique",
    "address": "14 rue des Passementiers, 42000 Saint-Étienne",
    "access_notes": "",
    "weekdays": "01234",
    "opens_hour": time(9),
    "closes_hour": time(17),
    "audience": Audience.ANYONE,
    "needs_approval": False,
}


def make_tool_offer(
    hub: Hub | None = None, *, status: OfferStatus = OfferStatus.PUBLISHED, **given: Any
) -> ToolOffer:
    hub = hub or make_hub()
    text = TEXT | given
    return saved(
        ToolOffer(
            hub_id=hub.id,
            author_id=text.pop("author_id", None) or make_manager(hub).id,
            modality=Modality.IN_PERSON,
            dates_each=0,
            status=status,
            search_text=search_text(str(text["title"]), str(text["description"])),
            sort_key=normalised(str(text["title"])),
            created_at=LONG_AGO,
            updated_at=LONG_AGO,
            published_at=LONG_AGO if status == OfferStatus.PUBLISHED else None,
            return_reason="À compléter." if status == OfferStatus.RETURNED else "",
            **text,
        )
    )


def make_tool(*, units: int = 3, offer: ToolOffer | None = None, **rules: Any) -> Tool:
    """So many units in service, lent from Monday to Friday to anyone."""
    offer = offer or make_tool_offer()
    tool = saved(
        Tool(
            hub_id=offer.hub_id,
            offer_id=offer.id,
            capacity=0,
            time_zone=rules.pop("time_zone", "Europe/Paris"),
            created_at=LONG_AGO,
            **RULES | rules,
        )
    )
    with written() as db:
        by = make_person()
        for number in range(units):
            facts = UnitFacts(label=f"U{tool.id}-{number + 1}")
            register_unit(db, tool, facts, state=UnitState.AVAILABLE, by=by, now=MONDAY)
        follow_inventory(db, tool, now=MONDAY)
    return tool


def make_unit(tool: Tool, label: str, **given: Any) -> ToolUnit:
    with transaction() as db:
        by = make_person() if "by" not in given else given.pop("by")
        return add_unit(db, tool.id, UnitFacts(label=label, **given), by=by, now=MONDAY)


def borrow(tool: Tool, person: Person | None = None, *, now: datetime = MONDAY, **given: Any) -> Booking:
    """From Tuesday 2 to Thursday 4 February unless said otherwise, by the verb of the site."""
    person = person or make_person()
    asked = {"first": FETCHED, "last": BROUGHT_BACK} | given
    with transaction() as db:
        return book_tool(db, tool.id, person=person, by=person, now=now, **asked)


def make_suspension(booking: Booking, *, now: datetime = MONDAY, **given: Any) -> LendingSuspension:
    """The borrower of that loan, suspended from its hub."""
    tool = read_session().get(Tool, booking.bookable_id)
    facts = {"hub_id": tool.hub_id if tool else None, "days_late": 4, "suspended_at": now} | given
    return saved(LendingSuspension(person_id=booking.person_id, booking_id=booking.id, **facts))
