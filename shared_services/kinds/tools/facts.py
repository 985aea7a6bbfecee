"""How a tool is told to people: the booking engine asks, this answers."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.booking.facts import Facts, Moments
from shared_services.booking.models import Booking
from shared_services.core.i18n import _
from shared_services.core.local_time import to_local, to_utc
from shared_services.core.saying import euros

from . import queries
from .errors import UnitsAreOut
from .loans import queries as loan_queries
from .models import Tool, ToolOffer


def describe(db: Session, tool_ids: Iterable[int]) -> dict[int, Facts]:
    """The facts of tools by id, in two statements whatever their number."""
    return {tool.id: _facts(tool) for tool in queries.list_tools(db, tool_ids)}


def _facts(tool: Tool) -> Facts:
    hub, offer = tool.hub, tool.tool_offer
    if hub is None:
        raise TypeError(f"tool {tool.id} has no hub")
    return Facts(
        title=offer.title,
        hub_id=hub.id,
        hub_name=hub.name,
        hub_email=hub.email,
        hub_phone=hub.phone,
        time_zone=tool.time_zone,
        periods=(),
        endpoint="tools.show_tool",
        values={"offer_id": offer.id},
        manage_endpoint="tools_manage.loans",
        manage_values={"offer_id": offer.id},
        place=", ".join(part for part in (tool.place_name, tool.address) if part),
        access_notes=tool.access_notes,
        bring=_deposit(offer),
        sequence=tool.sequence,
        period_names=(_("Retrait"), _("Retour")),
        lends=True,
    )


def check_cancel(db: Session, booking: Booking) -> None:
    """Raises UnitsAreOut: the days of what is in somebody's hands are nobody else's."""
    out = [one.unit.label for one in loan_queries.list_loan_units(db, booking.id) if one.is_out]
    if out:
        raise UnitsAreOut(labels=", ".join(out))


def moments(facts: Facts, starts_at: datetime, ends_at: datetime) -> Moments:
    """When it may be fetched, and when brought back: the opening hours of both days."""
    zone = facts.time_zone
    first, last = to_local(starts_at, zone), to_local(ends_at, zone)
    if first.date() == last.date():
        return ((starts_at, ends_at),)
    fetched_until = to_utc(first.date(), last.time(), zone)
    back_from = to_utc(last.date(), first.time(), zone)
    return ((starts_at, fetched_until), (back_from, ends_at))


def offer_page(db: Session, offer_id: int) -> dict[str, Any]:
    """What the page of an offer shows, besides its days."""
    return {
        "offer": queries.get_offer(db, offer_id),
        "tool": queries.get_tool_of(db, offer_id),
        "manual": queries.find_manual(db, offer_id),
    }


def _deposit(offer: ToolOffer) -> str:
    if not offer.deposit_cents:
        return ""
    return _("La caution : %(amount)s.", amount=euros(offer.deposit_cents))
