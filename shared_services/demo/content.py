"""What the demo tells: the TOML files of `content/`, read into plain values. Knows no table."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shared_services.booking.models import Audience, BookingStatus
from shared_services.catalogue.models import Modality, OfferStatus
from shared_services.kinds.expertise.models import Way
from shared_services.kinds.tools.models import ToolCategory
from shared_services.network.models import BondState, OrganisationKind, WaitingRule

FOLDER = Path(__file__).parent / "content"


@dataclass(frozen=True, kw_only=True)
class IdentityText:
    """What the papers of a hub say of it."""

    code: str
    legal_name: str
    siret: str
    activity_number: str
    signatory_name: str
    signatory_title: str
    house_rules: str
    disability_name: str
    disability_phone: str
    disability_email: str
    day_contact: str


@dataclass(frozen=True, kw_only=True)
class HubText:
    slug: str
    name: str
    summary: str
    departements: list[str]
    time_zone: str
    email: str
    phone: str
    city: str
    address: str
    waiting_rule: WaitingRule
    cancel_hours: int
    no_shows_allowed: int | None = None
    identity: IdentityText | None = None


@dataclass(frozen=True, kw_only=True)
class OrganisationText:
    slug: str
    name: str
    kind: OrganisationKind
    city: str
    departement: str
    memberships: dict[str, BondState]
    siret: str | None = None


@dataclass(frozen=True, kw_only=True)
class PersonText:
    first_name: str
    last_name: str
    email: str
    phone: str | None = None
    locale: str = "fr"
    admin: bool = False
    authority_departements: list[str] = field(default_factory=list)
    manager_of: list[str] = field(default_factory=list)
    trainer_of: list[str] = field(default_factory=list)
    organisation: str | None = None
    affiliation: BondState = BondState.ACCEPTED
    referent: bool = False
    former_organisation: str | None = None
    shown_in_team: bool = False

    @property
    def runs_the_network(self) -> bool:
        """One of the few who are not multiplied: a hub does not have a hundred managers."""
        return self.admin or bool(self.authority_departements or self.manager_of)


@dataclass(frozen=True, kw_only=True)
class PlaceText:
    key: str
    name: str
    address: str
    access_notes: str = ""
    time_zone: str | None = None


@dataclass(frozen=True, kw_only=True)
class OfferText:
    slug: str
    hub: str
    author: str
    title: str
    summary: str
    objectives: str
    programme: str
    methods: str
    assessment: str
    prerequisites: str
    duration_minutes: int
    half_days: int
    audience: str
    themes: list[str]
    modality: Modality
    access_terms: str
    price_cents: int
    accessibility_contact: str
    bring: str
    status: OfferStatus
    capacity: int
    needs_approval: bool
    booking_audience: Audience
    places: dict[str, PlaceText]
    video_link: str = ""
    return_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class HalfDayText:
    day: int
    start: str


@dataclass(frozen=True, kw_only=True)
class SessionText:
    offer: str
    half_days: list[HalfDayText]
    trainers: list[str]
    capacity: int
    bookings: dict[str, int]
    place: str | None = None
    tag: str = ""
    keep_day: bool = False
    soonest_of: list[str] = field(default_factory=list)
    cancel_reason: str = ""
    minimum: int | None = None
    decides_days: int = 28
    begun: bool = False
    missed_by: str = ""


@dataclass(frozen=True, kw_only=True)
class LoanText:
    """A loan from `day` on, counted from today; by the person named, or by anyone who may; `out`: its units
    were handed over."""

    day: int
    length: int
    units: int
    status: BookingStatus
    who: str = ""
    out: bool = False


@dataclass(frozen=True, kw_only=True)
class ToolText:
    """A tool; the last `repair` of its `units` are under repair. `kept` of them are kept for the next session
    of the training `kept_for`."""

    slug: str
    hub: str
    author: str
    title: str
    category: ToolCategory
    summary: str
    description: str
    condition: str
    audience: str
    themes: list[str]
    price_cents: int
    replacement_cents: int
    deposit_cents: int
    accessibility_contact: str
    status: OfferStatus
    prefix: str
    units: int
    repair: int
    place_name: str
    address: str
    access_notes: str
    weekdays: str
    least_days: int
    most_days: int
    notice_days: int
    turnaround_days: int
    needs_approval: bool
    booking_audience: Audience
    loans: list[LoanText]
    kept_for: str = ""
    kept: int = 0


@dataclass(frozen=True, kw_only=True)
class MeetingText:
    """An appointment at the first slot free from `day` on; with the person named, or anyone who may."""

    day: int
    minutes: int
    way: Way
    status: BookingStatus
    topic: str
    who: str = ""
    outcome: str = ""
    follow_up: str = ""


@dataclass(frozen=True, kw_only=True)
class ExpertText:
    """An offer of experts, those who give it, and whom they met or meet."""

    slug: str
    hub: str
    author: str
    title: str
    summary: str
    description: str
    expectations: str
    audience: str
    themes: list[str]
    status: OfferStatus
    ways: list[Way]
    durations: list[int]
    buffer_before: int
    buffer_after: int
    notice_hours: int
    organisation_most: int
    needs_approval: bool
    booking_audience: Audience
    travel: dict[str, int]
    experts: list[str]
    meetings: list[MeetingText]


@dataclass(frozen=True, kw_only=True)
class Content:
    hubs: list[HubText]
    organisations: list[OrganisationText]
    people: list[PersonText]
    offers: list[OfferText]
    sessions: list[SessionText]
    tools: list[ToolText]
    experts: list[ExpertText]


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
