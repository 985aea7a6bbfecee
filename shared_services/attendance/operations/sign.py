"""A participant says herself that she is there."""

import hashlib
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person

from .. import chain, queries
from ..drawing import Drawing
from ..errors import MarkedAway, NotOnTheSheet, OutsideTheHalfDay, OutsideTheMoments, SheetClosed
from ..models import AttendanceEntry, AttendanceSignature, Way, What
from ..times import moment_to_sign, signed_moments, takes_signatures
from .writing import latest, lock_sheet


def sign_presence(
    db: Session,
    session_id: int,
    half_day_id: int,
    *,
    person: Person,
    way: Way,
    drawing: Drawing | None = None,
    now: datetime,
) -> AttendanceEntry:
    """Her signature beside the trainer's tick, whose minutes stay. Signed twice, the first stands.

    At a distance the start and the end are two signatures. Raises OutsideTheHalfDay, there
    OutsideTheMoments, NotOnTheSheet, SheetClosed, MarkedAway when the trainer noted her absent.
    """
    sheet = lock_sheet(db, session_id)
    session, half_day = queries.get_half_day(db, session_id, half_day_id)
    booking = queries.find_participation(db, session_id, person.id)
    if booking is None:
        raise NotOnTheSheet
    if not takes_signatures(half_day, now, is_remote=session.is_remote):
        raise OutsideTheMoments if session.is_remote else OutsideTheHalfDay
    if sheet.closed_at is not None:
        raise SheetClosed
    entries = queries.list_entries(db, session_id)
    cell = (booking.id, half_day.starts_at)
    own = [one for one in entries if (one.booking_id, one.starts_at) == cell and one.is_own_signature]
    signed = signed_moments(own, is_remote=session.is_remote)
    if own and moment_to_sign(half_day, signed, now, is_remote=session.is_remote) is None:
        return own[-1]
    said = latest(entries).get(cell)
    if said is not None and said.what != What.PRESENT:
        raise MarkedAway
    signature = AttendanceEntry(
        booking_id=booking.id,
        starts_at=half_day.starts_at,
        ends_at=half_day.ends_at,
        what=What.PRESENT,
        arrived_late_minutes=said.arrived_late_minutes if said else 0,
        left_early_minutes=said.left_early_minutes if said else 0,
        way=way,
        by_id=person.id,
        at=now,
        reason="",
        request_key="",
    )
    chain.append(db, sheet, signature)
    if drawing is not None:
        _keep_drawing(db, signature, booking.id, drawing)
    return signature


def _keep_drawing(db: Session, signature: AttendanceEntry, booking_id: int, drawing: Drawing) -> None:
    db.flush()  # the entry's number
    db.add(
        AttendanceSignature(
            entry_id=signature.id,
            booking_id=booking_id,
            content=drawing.content,
            width=drawing.width,
            height=drawing.height,
            sha256=hashlib.sha256(drawing.content).hexdigest(),
        )
    )
