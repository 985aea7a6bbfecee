"""How long agreements and photos are kept: what one may claim of the other lapses after five years."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from shared_services.core.local_time import HOME_ZONE, to_local
from shared_services.papers.operations import delete_file

from ..loans import queries as loan_queries
from ..loans.models import LoanPhoto

KEPT = timedelta(days=1827)  # five years with two leap days
MOST = 100  # files in one transaction: others write in between


def delete_old_agreements(db: Session, *, now: datetime) -> int:
    """Empty some of the agreements of loans that ended long ago, and delete the photos of those loans.

    Number and hash of the papers stay. Returns how many, 0 when none is left.
    """
    past = loan_queries.list_agreements_past_term(db, ended_before=now - KEPT, most=MOST)
    for paper, _booking_id in past:
        delete_file(paper, on=to_local(now, HOME_ZONE).date())
    db.execute(delete(LoanPhoto).where(LoanPhoto.booking_id.in_([booking_id for _paper, booking_id in past])))
    return len(past)
