"""Showing one's passport to somebody by a secret address, and taking it back."""

from datetime import date, datetime, timedelta

from sqlalchemy import CursorResult, delete, or_, update
from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.accounts.queries import lock_people
from shared_services.accounts.tokens import hash_token, new_token
from shared_services.core import audit

from . import queries
from .errors import TooManyShares
from .models import PassportShare

MOST = 10
KEPT = timedelta(days=90)


def share_passport(db: Session, *, label: str, days: int, person: Person, now: datetime) -> str:
    """An address's secret part, good for so many days. It is given back here and stored nowhere.

    Raises TooManyShares.
    """
    lock_people(db, [person.id])  # two tabs at once count each other
    if queries.count_good_shares(db, person.id, now=now) >= MOST:
        raise TooManyShares(most=MOST)
    token = new_token()
    share = PassportShare(
        person_id=person.id,
        label=label,
        token_hash=hash_token(token),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    db.add(share)
    audit.record(db, share, "created", by=person, now=now, details={"days": days})
    return token


def revoke_share(db: Session, share_id: int, *, by: Person, now: datetime) -> None:
    """The address shows nothing from now on; twice changes nothing. Raises NotFound."""
    share = queries.get_share(db, share_id)
    if share.revoked_at is None:
        share.revoked_at = now
        audit.record(db, share, "revoked", by=by, now=now)


def revoke_shares(db: Session, *, person: Person, now: datetime) -> None:
    """None of her addresses shows anything from now on."""
    for share in queries.list_good_shares(db, person.id, now=now):
        revoke_share(db, share.id, by=person, now=now)


def note_opened(db: Session, share_id: int, *, today: date) -> None:
    """Write down that somebody looked, once a day."""
    is_new = or_(PassportShare.last_opened_on.is_(None), PassportShare.last_opened_on < today)
    db.execute(update(PassportShare).where(PassportShare.id == share_id, is_new).values(last_opened_on=today))


def forget_shares(db: Session, *, now: datetime) -> int:
    """Delete what stopped being good ninety days ago; returns how many."""
    old = or_(PassportShare.expires_at <= now - KEPT, PassportShare.revoked_at <= now - KEPT)
    gone: CursorResult[tuple[()]] = db.execute(delete(PassportShare).where(old))  # type: ignore[assignment]
    return gone.rowcount
