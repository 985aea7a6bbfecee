"""What the scheduler does for papers. One transaction a paper: others write in between."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.kinds.tools.operations import delete_old_agreements

from . import operations, queries
from .filling import make_all, survey

AHEAD = timedelta(days=8)  # before the first reminder of most hubs, a week ahead
LOOK_BACK = timedelta(days=30)
MOST = 60  # papers in one run, some three seconds


def make_papers(now: datetime) -> int:
    """Convocations of the days to come; what follows from sheets that were closed or corrected."""
    db = read_session()
    places = [
        (one.bookable_id, one.id)
        for one in queries.list_without_convocation(db, until=now + AHEAD, now=now, most=MOST)
    ]
    for session_id, booking_id in places:
        with suppress(DomainError), transaction() as writing:  # cancelled meanwhile
            operations.issue_convocation(writing, session_id, booking_id, now=now)
    made = len(places)
    for session_id in queries.list_sessions_to_certify(db, closed_after=now - LOOK_BACK):
        if made < MOST:
            made += make_all(survey(db, session_id).needs(now=now), now=now)
    return made + _review(now)


def _review(now: datetime) -> int:
    changed = [
        (session_id, certificate.booking_id)
        for certificate, session_id in queries.list_certificates_to_check(read_session(), most=MOST)
    ]
    for session_id, booking_id in changed:
        with transaction() as db:
            operations.review_certificate(db, session_id, booking_id, now=now)
    return len(changed)


def delete_old_papers(now: datetime) -> int:
    """Delete the files of papers past their term; number and hash stay."""
    verbs = operations.delete_old_files, operations.delete_old_signatures, delete_old_agreements
    return sum(_until_done(verb, now) for verb in verbs)


def _until_done(verb: Callable[..., int], now: datetime) -> int:
    count = 0
    while True:
        with transaction() as db:
            done = verb(db, now=now)
        count += done
        if not done:
            return count
