"""Loading the demo: the content, as many times as asked, in the transaction of the caller."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from .bookings import add_bookings
from .content import read_content
from .offers import add_offers
from .part import Part, World
from .people import add_hubs, add_organisations, add_people
from .sessions import add_session, date_session


def load(
    db: Session,
    *,
    password_hash: str,
    now: datetime,
    scale: int = 1,
    copy_done: Callable[[], None] = lambda: None,
) -> dict[str, int]:
    """Write everything, the same rows for the same `now` and `scale`; count them by table."""
    world = World.open(db, read_content(), password_hash=password_hash, now=now)
    add_hubs(world)
    for number in range(scale):
        _add_copy(Part(world, number))
        copy_done()
    world.rows.finish()
    return world.rows.added


def _add_copy(part: Part) -> None:
    add_organisations(part)
    add_people(part)
    add_offers(part)
    for session in part.world.content.sessions:
        dated = date_session(part, session)
        dated = replace(dated, id=add_session(part, dated))
        add_bookings(part, dated)
    part.rows.flush_when_many()
