"""What the demo tells, in plain values: what each file of `content/` may say. Knows no table."""

from dataclasses import dataclass, field

from shared_services.booking.models import Audience, BookingStatus
from shared_services.catalogue.models import Modality, OfferStatus
from shared_services.kinds.expertise.models import Way
from shared_services.kinds.tools.models import ToolCategory
from shared_services.network.models import BondState, OrganisationKind, WaitingRule


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
