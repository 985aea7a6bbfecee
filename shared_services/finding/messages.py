"""What a kept search tells. Words are in templates/mail/search_alert."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.booking.facts import describe_all
from shared_services.core import clock
from shared_services.core.i18n import _l
from shared_services.core.links import absolute_url
from shared_services.core.local_time import to_local
from shared_services.core.signing import sign
from shared_services.outbox.letters import Dropped, Letter, Recipient
from shared_services.outbox.operations import post
from shared_services.outbox.registry import renders

from . import saved_queries
from .models import Rhythm, SavedSearch
from .wish import address, from_canonical

STOP_LINK = "search-alert"
MOST_TOLD = 10
NO_LONGER_WANTED = _l("L'alerte a été arrêtée avant l'envoi.")
NO_LONGER_TRUE = _l("Il n'y a plus rien de nouveau à dire.")


def post_alert(db: Session, search: SavedSearch, fresh: list[int], *, now: datetime) -> None:
    """Tell the person what is new, once a day of her place at most."""
    day = to_local(now, search.time_zone).date()
    post(
        db,
        "search_alert",
        recipient=Recipient(search.person.email, search.person.locale),
        key=f"search_alert:{search.id}:{day.isoformat()}",
        payload={"search_id": search.id, "bookable_ids": fresh},
        now=now,
    )


@renders("search_alert")
def render_alert(db: Session, payload: dict[str, Any]) -> Letter:
    """Raises Dropped when the alert was stopped or nothing of it can be booked any more."""
    search = saved_queries.find_search(db, payload["search_id"])
    if search is None or search.rhythm == Rhythm.NONE or not _reads_mail(search):
        raise Dropped(str(NO_LONGER_WANTED))
    dates = saved_queries.list_still_bookable(db, search.query, payload["bookable_ids"], now=clock.now())
    if not dates:
        raise Dropped(str(NO_LONGER_TRUE))
    facts = describe_all(db, [(date.kind, date.id) for date in dates[:MOST_TOLD]])
    told = [facts[date.id] for date in dates[:MOST_TOLD]]
    stop_url = absolute_url("finding.stop", token=sign(STOP_LINK, str(search.id)))
    return Letter(
        template="search_alert",
        facts={
            "search": search,
            "count": len(dates),
            "dates": [(fact, absolute_url(fact.endpoint, **fact.values)) for fact in told],
            "more": len(dates) - len(told),
            "search_url": absolute_url("web_catalogue.catalogue", **address(from_canonical(search.query))),
            "stop_url": stop_url,
        },
        unsubscribe_url=stop_url,
    )


def _reads_mail(search: SavedSearch) -> bool:
    person = search.person
    return person.erased_at is None and person.blocked_at is None
