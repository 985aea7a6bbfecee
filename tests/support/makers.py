"""Rows for tests: each maker makes what its arguments say, with plain defaults, and commits it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from shared_services.accounts.current import hash_token
from shared_services.accounts.models import Device, Person
from shared_services.accounts.tokens import new_token
from shared_services.announcements.models import Announcement, Level, Reach
from shared_services.booking.models import Audience, StaffTime
from shared_services.catalogue.models import Modality, OfferStatus, Theme
from shared_services.catalogue.pictures.models import OfferPicture
from shared_services.catalogue.reports.models import OfferReport, ReportKind
from shared_services.catalogue.revisions.models import OfferRevision, RevisionStatus
from shared_services.catalogue.texts import as_content
from shared_services.core.database import Model, read_session, transaction
from shared_services.core.references import new_reference
from shared_services.core.text import normalised, search_text
from shared_services.finding.models import Rhythm, SavedSearch
from shared_services.finding.operations import save_search
from shared_services.kinds.trainings import texts
from shared_services.kinds.trainings.models import HalfDay, TrainingOffer, TrainingSession
from shared_services.kinds.trainings.queries import get_offer
from shared_services.network.models import (
    Affiliation,
    BondState,
    Departement,
    Hub,
    HubRole,
    Invitation,
    Membership,
    Organisation,
    OrganisationKind,
    StaffRole,
)
from shared_services.outbox.models import OutboxMessage

MONDAY = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)  # 9 h in Paris
LONG_AGO = MONDAY - timedelta(days=200)
WITH_A_REASON = (OfferStatus.RETURNED, OfferStatus.SUSPENDED)
_numbers = itertools.count(1)


@contextmanager
def written() -> Iterator[Session]:
    """Rows the test may count on: committed, or only flushed where the test is rolled back anyway."""
    if isinstance(read_session().get_bind(), Connection):
        yield read_session()
        read_session().flush()
    else:
        with transaction() as db:
            yield db


def saved(row: Any) -> Any:
    """Write one row and give it back."""
    with written() as db:
        db.add(row)
        db.flush()
    return row


def make_person(first_name: str = "Alice", last_name: str = "Martin", **given: Any) -> Person:
    number = next(_numbers)
    email = given.pop("email", f"{normalised(first_name)}{number}@test.example")
    values: dict[str, Any] = {
        "reference": new_reference(),
        "email": email,
        "first_name": first_name,
        "last_name": last_name,
        "search_text": search_text(first_name, last_name, email),
        "sort_key": normalised(f"{last_name} {first_name}"),
        "created_at": LONG_AGO,
        "email_confirmed_at": LONG_AGO,
    }
    return saved(Person(**values | given))


def make_admin(**given: Any) -> Person:
    return make_person("Ada", "Min", admin_since=LONG_AGO, **given)


def make_device(person: Person, token: str, *, now: datetime) -> Device:
    return saved(
        Device(
            person_id=person.id,
            token_hash=hash_token(token),
            created_at=now,
            last_seen_at=now,
        )
    )


def make_hub(
    name: str | None = None,
    *,
    departements: tuple[str, ...] = ("62", "80"),
    **given: Any,
) -> Hub:
    number = next(_numbers)
    values: dict[str, Any] = {
        "slug": f"hub-{number}",
        "name": name or f"Hub {number}",
        "email": f"hub{number}@test.example",
        "time_zone": "Europe/Paris",
        "created_at": LONG_AGO,
    }
    with written() as db:
        hub = Hub(**values | given)
        hub.departements = list(db.scalars(select(Departement).where(Departement.code.in_(departements))))
        db.add(hub)
        db.flush()
    return hub


def make_role(person: Person, hub: Hub, role: StaffRole = StaffRole.MANAGER, **given: Any) -> HubRole:
    return saved(HubRole(person_id=person.id, hub_id=hub.id, role=role, since=LONG_AGO, **given))


def make_manager(hub: Hub, **given: Any) -> Person:
    person = make_person("Maud", "Nager", **given)
    make_role(person, hub)
    return person


def make_trainer(hub: Hub, **given: Any) -> Person:
    person = make_person("Tristan", "Former", **given)
    make_role(person, hub, StaffRole.TRAINER)
    return person


def make_organisation(name: str | None = None, *, city: str = "Lens", **given: Any) -> Organisation:
    name = name or f"Médiathèque {next(_numbers)}"
    values: dict[str, Any] = {
        "kind": OrganisationKind.LOCAL_AUTHORITY,
        "departement_code": "62",
        "search_text": search_text(name, city),
        "sort_key": normalised(name),
        "created_at": LONG_AGO,
    }
    return saved(Organisation(name=name, city=city, **values | given))


def _bond(state: BondState) -> dict[str, Any]:
    return {
        "state": state,
        "requested_at": LONG_AGO,
        "decided_at": None if state == BondState.REQUESTED else LONG_AGO,
        "ended_at": LONG_AGO if state == BondState.ENDED else None,
    }


def make_affiliation(
    person: Person,
    organisation: Organisation,
    *,
    state: BondState = BondState.ACCEPTED,
    is_referent: bool = False,
) -> Affiliation:
    return saved(
        Affiliation(
            person_id=person.id,
            organisation_id=organisation.id,
            is_referent=is_referent,
            **_bond(state),
        )
    )


def make_membership(
    organisation: Organisation, hub: Hub, *, state: BondState = BondState.ACCEPTED
) -> Membership:
    return saved(Membership(organisation_id=organisation.id, hub_id=hub.id, **_bond(state)))


def make_invitation(
    organisation: Organisation | None = None, *, by: Person, email: str | None = None, **given: Any
) -> Invitation:
    """Fourteen days to accept; by mail for one, or a link for as many as said."""
    values: dict[str, Any] = {
        "nonce": new_token(),
        "organisation_id": organisation.id if organisation else None,
        "invited_by_id": by.id,
        "created_at": MONDAY,
        "sent_at": MONDAY,
        "expires_at": MONDAY + timedelta(days=14),
    }
    return saved(Invitation(email=email, **values | given))


def make_aidant(hub: Hub, organisation: Organisation | None = None, **given: Any) -> Person:
    """A person whose organisation is a member of `hub`."""
    person = make_person(**given)
    if organisation is None:
        organisation = make_organisation()
        make_membership(organisation, hub)
    make_affiliation(person, organisation)
    return person


def make_offer(
    hub: Hub | None = None,
    *,
    author: Person | None = None,
    title: str = "Premiers pas avec Pix",
    status: OfferStatus = OfferStatus.PUBLISHED,
    themes: tuple[str, ...] = (),
    **given: Any,
) -> TrainingOffer:
    hub = hub or make_hub()
    author = author or make_manager(hub)
    values: dict[str, Any] = {
        "summary": "Découvrir Pix et accompagner ses publics.",
        "objectives": "Accompagner une personne dans son premier test.",
        "programme": "Matin : découvrir. Après-midi : pratiquer.",
        "duration_minutes": 420,
        "modality": Modality.IN_PERSON,
        "search_text": search_text(title),
        "sort_key": normalised(title),
        "created_at": LONG_AGO,
        "updated_at": LONG_AGO,
        "published_at": LONG_AGO if status == OfferStatus.PUBLISHED else None,
        "return_reason": "À compléter." if status in WITH_A_REASON else "",
    }
    with written() as db:
        offer = TrainingOffer(
            hub_id=hub.id,
            author_id=author.id,
            title=title,
            status=status,
            **values | given,
        )
        offer.themes = list(db.scalars(select(Theme).where(Theme.slug.in_(themes))))
        db.add(offer)
        db.flush()
    return offer


def make_revision(
    offer: TrainingOffer, *, status: RevisionStatus = RevisionStatus.SUBMITTED, **changed: Any
) -> OfferRevision:
    """The text of the offer with some fields changed, on its way to readers."""
    text = as_content(texts.text_of(get_offer(read_session(), offer.id)))
    return saved(
        OfferRevision(
            offer_id=offer.id,
            author_id=offer.author_id,
            status=status,
            content=text | changed,
            reason="À compléter." if status == RevisionStatus.RETURNED else "",
            created_at=LONG_AGO,
            updated_at=LONG_AGO,
            submitted_at=LONG_AGO if status == RevisionStatus.SUBMITTED else None,
        )
    )


def make_report(offer: TrainingOffer, **given: Any) -> OfferReport:
    return saved(OfferReport(offer_id=offer.id, kind=ReportKind.OUTDATED, created_at=LONG_AGO, **given))


def make_picture(offer: TrainingOffer, *, is_accepted: bool = True, **given: Any) -> OfferPicture:
    """Files that nobody opens; accepted unless said otherwise."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "digest": f"{number:032x}",
        "alternative": "Deux personnes devant un écran.",
        "large": b"large",
        "small": b"small",
        "width": 1200,
        "height": 800,
        "sent_at": LONG_AGO,
        "accepted_at": LONG_AGO if is_accepted else None,
    }
    return saved(OfferPicture(offer_id=offer.id, **values | given))


def local(day: date, hour: int, minute: int = 0, zone: str = "Europe/Paris") -> datetime:
    return datetime.combine(day, time(hour, minute), ZoneInfo(zone)).astimezone(UTC)


def make_session(
    offer: TrainingOffer | None = None,
    *,
    starts_on: date = date(2027, 2, 2),
    zone: str = "Europe/Paris",
    capacity: int = 12,
    audience: Audience = Audience.ANYONE,
    **given: Any,
) -> TrainingSession:
    """One morning and one afternoon, four weeks after MONDAY unless said otherwise; anyone may book."""
    offer = offer or make_offer()
    morning = (local(starts_on, 9, 30, zone), local(starts_on, 12, 30, zone))
    afternoon = (local(starts_on, 14, 0, zone), local(starts_on, 17, 0, zone))
    values: dict[str, Any] = {
        "closes_at": morning[0],
        "cancel_until": morning[0] - timedelta(hours=48),
        "starts_at": morning[0],
        "ends_at": afternoon[1],
        "time_zone": zone,
        "place_name": "Médiathèque Robert-Cousin",
        "address": "Place Roger-Salengro, 62300 Lens",
        "created_at": LONG_AGO,
    }
    with written() as db:
        session = TrainingSession(
            offer_id=offer.id,
            hub_id=offer.hub_id,
            capacity=capacity,
            audience=audience,
            **values | given,
        )
        session.half_days = [HalfDay(starts_at=a, ends_at=b) for a, b in (morning, afternoon)]
        db.add(session)
        db.flush()
    return session


def make_announcement(hub: Hub | None = None, **given: Any) -> Announcement:
    """For everybody, or for a hub; shown from yesterday to tomorrow."""
    values: dict[str, Any] = {
        "level": Level.INFO,
        "reach": Reach.HUB if hub else Reach.EVERYBODY,
        "hub_id": hub.id if hub else None,
        "text_fr": "Le site se repose dimanche.",
        "starts_at": MONDAY - timedelta(days=1),
        "ends_at": MONDAY + timedelta(days=1),
        "created_at": LONG_AGO,
    }
    if "author_id" not in given:
        given["author_id"] = make_person("Anne", "Once").id
    return saved(Announcement(**values | given))


def make_search(person: Person, query: str = "q=pix", *, rhythm: Rhythm = Rhythm.DAILY) -> SavedSearch:
    with written() as db:
        return save_search(db, query, name="Pix près de chez moi", rhythm=rhythm, by=person, now=MONDAY)


def make_staff_time(person: Person) -> StaffTime:
    return saved(StaffTime(person_id=person.id, capacity=1, time_zone="UTC", created_at=LONG_AGO))


def count(db: Session, model: type[Model]) -> int:
    return len(db.scalars(select(model)).all())


def kinds_posted(db: Session) -> list[str]:
    """The kinds of all messages enqueued, in order."""
    return list(db.scalars(select(OutboxMessage.kind).order_by(OutboxMessage.id)))
