"""Reads of kept searches, and of what is new for one of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from shared_services.booking.models import Bookable
from shared_services.catalogue.models import Offer
from shared_services.catalogue.search import answering
from shared_services.core.errors import existing
from shared_services.network.models import Affiliation, BondState, Departement, Organisation

from .models import SavedSearch
from .queries import dates_answering
from .wish import Wish, from_canonical

MOST_SEEN = 300


@dataclass(frozen=True)
class News:
    """Ids of the dates that are new, the soonest first, and what to remember of this look."""

    fresh: list[int]
    seen: dict[str, Any]


def list_searches(db: Session, person_id: int) -> list[SavedSearch]:
    """The person's searches, by name."""
    mine = select(SavedSearch).where(SavedSearch.person_id == person_id)
    return list(db.scalars(mine.order_by(SavedSearch.name, SavedSearch.id)))


def count_searches(db: Session, person_id: int) -> int:
    return db.scalar(select(func.count(SavedSearch.id)).where(SavedSearch.person_id == person_id)) or 0


def find_same(db: Session, person_id: int, query: str) -> SavedSearch | None:
    return db.scalar(
        select(SavedSearch).where(SavedSearch.person_id == person_id, SavedSearch.query == query)
    )


def find_search(db: Session, search_id: int) -> SavedSearch | None:
    """The search with its person."""
    return db.scalar(
        select(SavedSearch).where(SavedSearch.id == search_id).options(joinedload(SavedSearch.person))
    )


def get_search(db: Session, search_id: int) -> SavedSearch:
    """Raises NotFound."""
    return existing(find_search(db, search_id))


def lock_search(db: Session, search_id: int) -> SavedSearch:
    """Raises NotFound."""
    locked = select(SavedSearch).where(SavedSearch.id == search_id).with_for_update()
    return existing(db.scalar(locked.execution_options(populate_existing=True)))


def list_due(db: Session, *, now: datetime) -> list[int]:
    """Ids of the searches whose alert is due, the longest due first."""
    due = select(SavedSearch.id).where(SavedSearch.next_run_at <= now)
    return list(db.scalars(due.order_by(SavedSearch.next_run_at, SavedSearch.id)))


def find_departement(db: Session, person_id: int) -> Departement | None:
    """Where the person works: the département of her oldest accepted organisation."""
    return db.scalar(
        select(Departement)
        .join(Organisation, Organisation.departement_code == Departement.code)
        .join(Affiliation, Affiliation.organisation_id == Organisation.id)
        .where(Affiliation.person_id == person_id, Affiliation.state == BondState.ACCEPTED)
        .order_by(Affiliation.decided_at, Affiliation.id)
        .limit(1)
    )


def find_news(db: Session, search: SavedSearch, *, now: datetime) -> News:
    """What could not be booked at the last look and can now: published since, or with places again.

    Only the soonest MOST_SEEN dates are looked at; one that merely comes into view is no news.
    """
    rows = db.execute(
        select(Bookable.id, Bookable.starts_at, Bookable.created_at, Offer.published_at)
        .join(Bookable.offer)
        .where(*_bookable_now(from_canonical(search.query), now=now))
        .order_by(Bookable.starts_at, Bookable.id)
        .limit(MOST_SEEN)
    ).all()
    known, looked_until = set(search.seen.get("ids", ())), search.seen.get("until")
    fresh = [
        row.id
        for row in rows
        if row.id not in known
        and (
            looked_until is None
            or row.starts_at.isoformat() <= looked_until
            or max(row.created_at, row.published_at) > search.last_run_at
        )
    ]
    until = rows[-1].starts_at.isoformat() if len(rows) == MOST_SEEN else None
    return News(fresh, {"ids": [row.id for row in rows], "until": until})


def list_still_bookable(
    db: Session, query: str, bookable_ids: Sequence[int], *, now: datetime
) -> list[Bookable]:
    """Those of these dates that still answer and can still be booked, the soonest first."""
    return list(
        db.scalars(
            select(Bookable)
            .join(Bookable.offer)
            .where(Bookable.id.in_(bookable_ids), *_bookable_now(from_canonical(query), now=now))
            .options(contains_eager(Bookable.offer))
            .order_by(Bookable.starts_at, Bookable.id)
        )
    )


def _bookable_now(wish: Wish, *, now: datetime) -> list[Any]:
    return [*answering(wish), *dates_answering(replace(wish, has_seats=True), now=now)]
