"""Writing an offer of experts, the rules of its appointments, who gives them, taking it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.models import Audience, BookableStatus, QuotaPeriod
from shared_services.booking.operations.staff_time import staff_time_of
from shared_services.booking.queries import lock_bookables
from shared_services.catalogue.models import Modality
from shared_services.catalogue.queries import lock_offer
from shared_services.catalogue.texts import put_text
from shared_services.core import audit
from shared_services.network.queries import list_managers, list_trainers

from .. import queries
from ..errors import AlreadyAnExpert, AppointmentsToCome, NotOnTheTeam
from ..models import Expert, ExpertOffer, TravelTime, Way


@dataclass(frozen=True, kw_only=True)
class OfferText:
    """All that a manager writes about it. `price_cents` 0 is free."""

    title: str
    summary: str
    description: str
    expectations: str
    audience: str
    price_cents: int
    accessibility_contact: str
    theme_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Rules:
    """How appointments are made; as the columns of ExpertOffer. `travel`: minutes one way, by département."""

    minutes: tuple[int, ...]
    ways: tuple[Way, ...]
    buffer_before: int
    buffer_after: int
    notice_hours: int
    horizon_days: int
    organisation_most: int | None
    organisation_period: QuotaPeriod | None
    is_pool: bool
    travel: Mapping[str, int]
    who: Audience
    needs_approval: bool


PLAIN_RULES = (
    "buffer_before",
    "buffer_after",
    "notice_hours",
    "horizon_days",
    "organisation_most",
    "organisation_period",
    "is_pool",
    "who",
    "needs_approval",
)


def write_offer(
    db: Session, hub_id: int, text: OfferText, rules: Rules, *, by: Person, now: datetime
) -> ExpertOffer:
    """A new draft of the hub, with its rules; its experts come next."""
    offer = ExpertOffer(hub_id=hub_id, author_id=by.id, dates_each=0, created_at=now)
    write_text(db, offer, text, now=now)
    _rule(offer, rules)
    db.add(offer)
    audit.record(db, offer, "written", by=by, now=now)
    db.flush()  # its number
    _travel(db, offer, rules)
    return offer


def change_rules(db: Session, offer_id: int, rules: Rules, *, by: Person, now: datetime) -> ExpertOffer:
    """For the appointments asked for from now on; those that are booked stay as they are."""
    offer = queries.get_offer(db, offer_id)
    experts = queries.list_experts_of(db, [offer_id], also_former=True)
    lock_bookables(db, [expert.id for expert in experts])
    _rule(offer, rules)
    _travel(db, offer, rules)
    for expert in experts:
        expert.audience, expert.needs_approval = rules.who, rules.needs_approval
    audit.record(db, offer, "rules_changed", by=by, now=now)
    return offer


def add_expert(
    db: Session,
    offer_id: int,
    person_id: int,
    *,
    video_link: str = "",
    phone: str = "",
    by: Person,
    now: datetime,
) -> Expert:
    """Somebody of the hub's team gives appointments of this offer, from now on or again.

    Raises NotOnTheTeam, AlreadyAnExpert.
    """
    lock_offer(db, offer_id)
    offer = queries.get_offer(db, offer_id)
    team = {one.id: one for one in (*list_managers(db, offer.hub_id), *list_trainers(db, offer.hub_id))}
    if person_id not in team:
        raise NotOnTheTeam
    known = {one.person_id: one for one in queries.list_experts_of(db, [offer_id], also_former=True)}
    expert = known.get(person_id)
    if expert is not None and expert.status == BookableStatus.SCHEDULED:
        raise AlreadyAnExpert(name=team[person_id].name)
    if expert is None:
        expert = Expert(
            hub_id=offer.hub_id,
            offer_id=offer_id,
            expert_offer_id=offer_id,
            person_id=person_id,
            capacity=1,
            audience=offer.who,
            needs_approval=offer.needs_approval,
            time_zone=offer.hub.time_zone,
            created_at=now,
        )
        db.add(expert)
    expert.status = BookableStatus.SCHEDULED
    expert.video_link, expert.phone = video_link, phone
    staff_time_of(db, person_id, now=now)
    audit.record(db, expert, "expert_added", by=by, now=now)
    return expert


def remove_expert(db: Session, expert_id: int, *, by: Person, now: datetime) -> Expert:
    """She gives no more appointments here. Raises AppointmentsToCome while some are."""
    lock_bookables(db, [expert_id])
    expert = queries.get_expert(db, expert_id)
    coming = queries.count_live_of(db, expert_id, ending_after=now)
    if coming:
        raise AppointmentsToCome(appointments=coming)
    expert.status = BookableStatus.ENDED
    audit.record(db, expert, "expert_removed", by=by, now=now)
    return expert


def check_unused(db: Session, offer_id: int, now: datetime) -> None:
    """Raises AppointmentsToCome while people count on it."""
    coming = queries.count_live(db, offer_id, ending_after=now)
    if coming:
        raise AppointmentsToCome(appointments=coming)


def write_text(db: Session, offer: ExpertOffer, text: OfferText, *, now: datetime) -> None:
    """Put the text in the place of the one it has."""
    found_by = (text.title, text.summary, text.description)
    put_text(db, offer, text, found_by=found_by, now=now)


def _rule(offer: ExpertOffer, rules: Rules) -> None:
    for name in PLAIN_RULES:
        setattr(offer, name, getattr(rules, name))
    offer.durations = " ".join(str(minutes) for minutes in sorted(rules.minutes))
    offer.ways = " ".join(way.value for way in rules.ways)
    offer.modality = modality_of(rules.ways)


def modality_of(ways: tuple[Way, ...]) -> Modality:
    """What the catalogue says of it."""
    if Way.ON_SITE not in ways:
        return Modality.REMOTE
    return Modality.IN_PERSON if len(ways) == 1 else Modality.HYBRID


def _travel(db: Session, offer: ExpertOffer, rules: Rules) -> None:
    db.execute(delete(TravelTime).where(TravelTime.offer_id == offer.id))
    for code, minutes in sorted(rules.travel.items()):
        db.add(TravelTime(offer_id=offer.id, departement_code=code, minutes=minutes))
