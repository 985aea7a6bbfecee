"""How long files are kept, from the end of the session's year; number and hash stay for ever."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.attendance.operations import delete_files
from shared_services.core import audit
from shared_services.core.local_time import HOME_ZONE, to_local
from shared_services.kinds.trainings.queries import get_session
from shared_services.papers.operations import delete_file

from .. import terms
from ..models import SessionCofunding

MOST = 100  # files in one transaction: others write in between


def say_cofunded(db: Session, session_id: int, *, is_cofunded: bool, by: Person, now: datetime) -> None:
    """Whether European funds help to pay for the session; said again, it changes nothing. Raises NotFound."""
    session = get_session(db, session_id)
    known = db.get(SessionCofunding, session_id)
    if is_cofunded == (known is not None):
        return
    if known is None:
        db.add(SessionCofunding(session_id=session_id, noted_at=now))
    else:
        db.delete(known)
    audit.record(db, session, "cofunded" if is_cofunded else "not_cofunded", by=by, now=now)


def delete_old_files(db: Session, *, now: datetime) -> int:
    """Empty some of the files past their term; returns how many, 0 when none is left."""
    today = to_local(now, HOME_ZONE).date()
    past = terms.list_past_term(db, year=today.year, most=MOST)
    for row, paper in past:
        delete_file(paper, on=today)
        row.name = f"{paper.number}.pdf"  # it named the person
    return len(past)


def delete_old_signatures(db: Session, *, now: datetime) -> int:
    """The same for the pages of paper and the drawn signatures, of some sessions."""
    today = to_local(now, HOME_ZONE).date()
    session_ids = terms.list_signed_past_term(db, year=today.year, most=MOST)
    return delete_files(db, session_ids, on=today)
