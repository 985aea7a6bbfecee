"""Writing, withdrawing and putting away announcements."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit
from shared_services.core.database import upsert

from . import queries
from .models import Announcement, AnnouncementDismissal, Level, Reach


@dataclass(frozen=True, kw_only=True)
class AnnouncementFacts:
    """What is told of an announcement; `hub_id` only when it is for a hub."""

    level: Level
    reach: Reach
    hub_id: int | None
    text_fr: str
    text_en: str
    link: str
    starts_at: datetime
    ends_at: datetime


def publish(db: Session, facts: AnnouncementFacts, *, by: Person, now: datetime) -> Announcement:
    """It shows by itself when its time has come."""
    announcement = Announcement(
        level=facts.level,
        reach=facts.reach,
        hub_id=facts.hub_id,
        author_id=by.id,
        text_fr=facts.text_fr,
        text_en=facts.text_en,
        link=facts.link,
        starts_at=facts.starts_at,
        ends_at=facts.ends_at,
        created_at=now,
    )
    db.add(announcement)
    audit.record(db, announcement, "published", by=by, now=now, details={"text": facts.text_fr})
    return announcement


def withdraw(
    db: Session, announcement_id: int, *, hub_id: int | None, by: Person, now: datetime
) -> Announcement:
    """It shows no more; withdrawing again changes nothing. Raises NotFound."""
    announcement = queries.lock_announcement(db, announcement_id, hub_id=hub_id)
    if announcement.withdrawn_at is None:
        announcement.withdrawn_at = now
        audit.record(db, announcement, "withdrawn", by=by, now=now)
    return announcement


def dismiss(db: Session, announcement_id: int, *, person: Person, now: datetime) -> None:
    """She has read it; it stays listed. Twice is once, and one that does not exist changes nothing."""
    if queries.exists_announcement(db, announcement_id):
        row = {"announcement_id": announcement_id, "person_id": person.id, "at": now}
        db.execute(upsert(db, AnnouncementDismissal).values(**row).on_conflict_do_nothing())
