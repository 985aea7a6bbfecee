"""Reading the TOML files of `content/` into plain values. Knows no table."""

import tomllib
from pathlib import Path
from typing import Any

from shared_services.booking.models import Audience, BookingStatus
from shared_services.catalogue.models import Modality, OfferStatus
from shared_services.kinds.expertise.models import Way
from shared_services.kinds.tools.models import ToolCategory
from shared_services.network.models import BondState, OrganisationKind, WaitingRule

from .texts import (
    Content,
    ExpertText,
    HalfDayText,
    HubText,
    IdentityText,
    LoanText,
    MeetingText,
    OfferText,
    OrganisationText,
    PersonText,
    PlaceText,
    SessionText,
    ToolText,
)

FOLDER = Path(__file__).parent / "content"


def read_content() -> Content:
    """Read all files. A word that nobody expects there raises TypeError, an unknown value ValueError."""
    offers = _read("offers")
    lead = offers["objectives_lead"]
    return Content(
        hubs=[_hub(row) for row in _read("hubs")["hub"]],
        organisations=[_organisation(row) for row in _read("organisations")["organisation"]],
        people=[_person(row) for row in _read("people")["person"]],
        offers=[_offer(row, lead) for row in offers["offer"]],
        sessions=[_session(row) for row in _read("sessions")["session"]],
        tools=[_tool(row) for row in _read("tools")["tool"]],
        experts=[_expert(row) for row in _read("experts")["expert"]],
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _stripped(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value.strip() if isinstance(value, str) else value for key, value in row.items()}


def _hub(row: dict[str, Any]) -> HubText:
    told = row.get("identity")
    identity = IdentityText(**_stripped(told)) if told else None
    given = {"waiting_rule": WaitingRule(row["waiting_rule"]), "identity": identity}
    return HubText(**_stripped(row) | given)


def _organisation(row: dict[str, Any]) -> OrganisationText:
    memberships = {bond["hub"]: BondState(bond["state"]) for bond in row["memberships"]}
    return OrganisationText(**row | {"kind": OrganisationKind(row["kind"]), "memberships": memberships})


def _person(row: dict[str, Any]) -> PersonText:
    return PersonText(**row | {"affiliation": BondState(row.get("affiliation", BondState.ACCEPTED))})


def _offer(row: dict[str, Any], lead: str) -> OfferText:
    typed = {
        "objectives": "\n".join([lead, *(f"- {objective}" for objective in row["objectives"])]),
        "modality": Modality(row["modality"]),
        "status": OfferStatus(row["status"]),
        "booking_audience": Audience(row["booking_audience"]),
        "places": {place["key"]: PlaceText(**place) for place in row["places"]},
    }
    return OfferText(**_stripped(row) | typed)


def _session(row: dict[str, Any]) -> SessionText:
    return SessionText(**row | {"half_days": [HalfDayText(**half_day) for half_day in row["half_days"]]})


def _tool(row: dict[str, Any]) -> ToolText:
    typed = {
        "category": ToolCategory(row["category"]),
        "status": OfferStatus(row["status"]),
        "booking_audience": Audience(row["booking_audience"]),
        "loans": [LoanText(**loan | {"status": BookingStatus(loan["status"])}) for loan in row["loans"]],
    }
    return ToolText(**_stripped(row) | typed)


def _expert(row: dict[str, Any]) -> ExpertText:
    meetings = [
        MeetingText(**one | {"status": BookingStatus(one["status"]), "way": Way(one["way"])})
        for one in row["meetings"]
    ]
    typed = {
        "status": OfferStatus(row["status"]),
        "booking_audience": Audience(row["booking_audience"]),
        "ways": [Way(way) for way in row["ways"]],
        "meetings": meetings,
    }
    return ExpertText(**_stripped(row) | typed)
