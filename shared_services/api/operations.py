"""Opening, renewing and closing a calendar's address."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit

from . import queries
from .models import Feed, FeedKind

NOTED_AGAIN_AFTER = timedelta(hours=1)


def open_feed(db: Session, kind: FeedKind, *, person: Person, now: datetime) -> Feed:
    """A new address for that calendar; the one before, if any, answers no more."""
    close_feed(db, kind, person=person, now=now)
    feed = Feed(person_id=person.id, kind=kind, created_at=now)
    db.add(feed)
    audit.record(db, feed, "opened", by=person, now=now)
    return feed


def close_feed(db: Session, kind: FeedKind, *, person: Person, now: datetime) -> None:
    """The address of that calendar answers no more; nothing when there was none."""
    for feed in queries.list_feeds(db, person.id):
        if feed.kind == kind:
            feed.revoked_at = now
            audit.record(db, feed, "closed", by=person, now=now)
    db.flush()  # before a new one takes its place


def join_feeds(db: Session, *, kept: Person, twin: Person, now: datetime) -> None:
    """Of two open addresses of one calendar the kept account's stays; the twin's others go on answering."""
    open_ones = {feed.kind for feed in queries.list_feeds(db, kept.id)}
    for kind in sorted(open_ones):
        close_feed(db, kind, person=twin, now=now)


def note_read(db: Session, feed_id: int, *, now: datetime) -> None:
    """Write down that the calendar is read, once an hour at most."""
    feed = queries.find_feed(db, feed_id)
    if feed and (feed.last_read_at is None or feed.last_read_at <= now - NOTED_AGAIN_AFTER):
        feed.last_read_at = now
