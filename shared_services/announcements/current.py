"""The announcements of this page, read once, in one statement."""

from flask import g, session

from shared_services.accounts.current import person_or_none
from shared_services.core import clock
from shared_services.core.database import read_session

from . import queries
from .models import Announcement

PUT_AWAY = "announcements_put_away"
MOST_REMEMBERED = 30


def banner() -> list[Announcement]:
    """What stands at the top of this page."""
    if "announcements" not in g:
        g.announcements = queries.list_for_banner(
            read_session(), person_or_none(), put_away=put_away(), now=clock.now()
        )
    found: list[Announcement] = g.announcements
    return found


def put_away() -> list[int]:
    """What a stranger has put away in this browser; a person's are in the database."""
    kept = session.get(PUT_AWAY, [])
    return [number for number in kept if isinstance(number, int)] if isinstance(kept, list) else []


def put_away_here(announcement_id: int) -> None:
    """Remember it in this browser, the latest ones only."""
    kept = [number for number in put_away() if number != announcement_id]
    session[PUT_AWAY] = [*kept, announcement_id][-MOST_REMEMBERED:]
