"""What the scheduler does for baskets. One transaction a line: a failure stops none of the others."""

from datetime import datetime

from shared_services.core.database import read_session, transaction

from . import queries
from .operations import expire_line, forget_line


def expire_baskets(now: datetime) -> int:
    """Give back what is kept for longer than half an hour, and offer it to those who wait."""
    done = 0
    for line_id in queries.list_expired(read_session(), now=now):
        with transaction() as db:
            done += expire_line(db, line_id, now=now)
    return done


def forget_baskets(now: datetime) -> int:
    """Delete the lines that nobody came back to for a week."""
    done = 0
    for line_id in queries.list_to_forget(read_session(), now=now):
        with transaction() as db:
            done += forget_line(db, line_id, now=now)
    return done
