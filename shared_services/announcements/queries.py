"""Reads about announcements."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session, joinedload

from shared_services.accounts.models import Person
from shared_services.core.errors import existing
from shared_services.network.models import Affiliation, BondState, HubRole, Membership

from .models import Announcement, AnnouncementDismissal, Level, Reach

MOST_AT_ONCE = 3


def select_current(person: Person | None, *, now: datetime) -> Select[Announcement]:
    """What is said to her, or to a stranger, at this hour: warnings first, then the newest."""
    return (
        select(Announcement)
        .where(
            Announcement.ends_at > now,
            Announcement.starts_at <= now,
            Announcement.withdrawn_at.is_(None),
            _is_for(person),
        )
        .options(joinedload(Announcement.hub))
        .order_by(Announcement.level != Level.WARNING, Announcement.starts_at.desc(), Announcement.id.desc())
    )


def list_for_banner(
    db: Session, person: Person | None, *, put_away: Collection[int], now: datetime
) -> list[Announcement]:
    """What stands at the top of her pages, in one statement: three at most, without those put away."""
    statement = select_current(person, now=now).limit(MOST_AT_ONCE)
    if put_away:
        statement = statement.where(Announcement.id.not_in(put_away))
    if person is not None:
        hers = exists().where(
            AnnouncementDismissal.announcement_id == Announcement.id,
            AnnouncementDismissal.person_id == person.id,
        )
        statement = statement.where(~hers)
    return list(db.scalars(statement))


def list_current(db: Session, person: Person | None, *, now: datetime) -> list[Announcement]:
    """All that is said to her now, put away or not."""
    return list(db.scalars(select_current(person, now=now)))


def _is_for(person: Person | None) -> ColumnElement[bool]:
    for_all = Announcement.reach == Reach.EVERYBODY
    if person is None:
        return for_all
    works = exists().where(HubRole.person_id == person.id, HubRole.ended_at.is_(None))
    belongs = exists().where(
        Affiliation.person_id == person.id,
        Affiliation.state == BondState.ACCEPTED,
        Membership.organisation_id == Affiliation.organisation_id,
        Membership.state == BondState.ACCEPTED,
        Membership.hub_id == Announcement.hub_id,
    )
    of_staff = Announcement.reach == Reach.STAFF
    return or_(
        for_all,
        of_staff if person.is_admin else of_staff & works,
        (Announcement.reach == Reach.HUB) & (works.where(HubRole.hub_id == Announcement.hub_id) | belongs),
    )


def select_written(hub_id: int | None) -> Select[Announcement]:
    """Those of a hub, or all of them; the newest first."""
    statement = select(Announcement).options(joinedload(Announcement.hub), joinedload(Announcement.author))
    if hub_id is not None:
        statement = statement.where(Announcement.hub_id == hub_id)
    return statement.order_by(Announcement.id.desc())


def lock_announcement(db: Session, announcement_id: int, *, hub_id: int | None) -> Announcement:
    """Read again under its lock; of that hub, when one is given. Raises NotFound."""
    statement = select(Announcement).where(Announcement.id == announcement_id)
    if hub_id is not None:
        statement = statement.where(Announcement.hub_id == hub_id)
    return existing(db.scalar(statement.with_for_update().execution_options(populate_existing=True)))


def exists_announcement(db: Session, announcement_id: int) -> bool:
    return db.get(Announcement, announcement_id) is not None
