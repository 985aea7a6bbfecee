"""Keeping a search, changing it, stopping it, and telling what is new."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.accounts.queries import lock_person
from shared_services.core import audit
from shared_services.core.local_time import HOME_ZONE

from . import messages, saved_queries
from .errors import AlreadySaved, TooManySearches
from .models import Rhythm, SavedSearch
from .rhythm import next_alert
from .wish import canonical, from_canonical

MOST_SEARCHES = 20


def save_search(
    db: Session, query: str, *, name: str, rhythm: Rhythm, by: Person, now: datetime
) -> SavedSearch:
    """Keep a search; what can be booked today is no news. Raises TooManySearches, AlreadySaved."""
    lock_person(db, by.id)  # so that two tabs do not keep one too many
    query = canonical(from_canonical(query))
    if saved_queries.find_same(db, by.id, query):
        raise AlreadySaved
    if saved_queries.count_searches(db, by.id) >= MOST_SEARCHES:
        raise TooManySearches
    place = saved_queries.find_departement(db, by.id)
    search = SavedSearch(
        person_id=by.id,
        name=name,
        query=query,
        rhythm=rhythm,
        time_zone=place.time_zone if place else HOME_ZONE,
        created_at=now,
        last_run_at=now,
        seen={},
    )
    search.next_run_at = next_alert(rhythm, search.time_zone, now=now)
    search.seen = saved_queries.find_news(db, search, now=now).seen
    db.add(search)
    audit.record(db, search, "saved", by=by, now=now)
    return search


def change_search(
    db: Session, search_id: int, *, name: str, rhythm: Rhythm, by: Person, now: datetime
) -> SavedSearch:
    """Another name, another rhythm. An alert that starts again tells what is new from now on."""
    search = saved_queries.lock_search(db, search_id)
    if search.rhythm == Rhythm.NONE and rhythm != Rhythm.NONE:
        search.seen, search.last_run_at = saved_queries.find_news(db, search, now=now).seen, now
    search.name = name
    _set_rhythm(db, search, rhythm, by=by, now=now)
    return search


def stop_alert(db: Session, search_id: int, *, now: datetime) -> SavedSearch:
    """By the link of a message: the search stays, nothing is sent any more."""
    search = saved_queries.lock_search(db, search_id)
    _set_rhythm(db, search, Rhythm.NONE, by=None, now=now)
    return search


def _set_rhythm(
    db: Session, search: SavedSearch, rhythm: Rhythm, *, by: Person | None, now: datetime
) -> None:
    audit.record(db, search, "changed", by=by, now=now, moved=(search.rhythm, rhythm))
    search.rhythm = rhythm
    search.next_run_at = next_alert(rhythm, search.time_zone, now=now)


def delete_search(db: Session, search_id: int, *, by: Person, now: datetime) -> None:
    """Forget a search for good."""
    search = saved_queries.lock_search(db, search_id)
    audit.record(db, search, "deleted", by=by, now=now)
    db.delete(search)


def run_alert(db: Session, search_id: int, *, now: datetime) -> bool:
    """Look, tell what is new if anything is, and set the next time. False when another run was faster."""
    search = saved_queries.lock_search(db, search_id)
    if search.next_run_at is None or search.next_run_at > now:
        return False
    news = saved_queries.find_news(db, search, now=now)
    if news.fresh:
        messages.post_alert(db, saved_queries.get_search(db, search_id), news.fresh, now=now)
    search.seen, search.last_run_at = news.seen, now
    search.next_run_at = next_alert(search.rhythm, search.time_zone, now=now)
    return True
