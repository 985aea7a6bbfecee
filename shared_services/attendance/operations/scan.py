"""The signed paper sheet, kept beside what was copied from it."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit
from shared_services.kinds.trainings.queries import get_session

from .. import queries
from ..errors import TooEarlyToScan, TooManyScans
from ..models import AttendanceScan
from ..scanning import ScannedPage
from .writing import lock_sheet

MOST_PAGES = 30


def add_scans(
    db: Session, session_id: int, pages: Sequence[ScannedPage], *, by: Person, now: datetime
) -> int:
    """Keep the pages that are not kept yet, how many; a closed sheet takes them too.

    Raises TooEarlyToScan before the session starts, TooManyScans.
    """
    sheet = lock_sheet(db, session_id)
    if now < get_session(db, session_id).half_days[0].starts_at:
        raise TooEarlyToScan
    known = {scan.sha256 for scan in queries.list_scans(db, session_id)}
    added = {hashlib.sha256(page.content).hexdigest(): page for page in pages}
    wanted = {sha256: page for sha256, page in added.items() if sha256 not in known}
    if len(known) + len(wanted) > MOST_PAGES:
        raise TooManyScans(most=MOST_PAGES)
    for sha256, page in wanted.items():
        db.add(
            AttendanceScan(
                sheet_id=sheet.id,
                media_type=page.media_type,
                content=page.content,
                size=len(page.content),
                sha256=sha256,
                by_id=by.id,
                at=now,
            )
        )
    if wanted:
        audit.record(db, sheet, "paper_added", by=by, now=now, details={"sha256": list(wanted)})
    return len(wanted)
