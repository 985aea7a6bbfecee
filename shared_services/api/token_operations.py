"""Giving, using and taking back personal tokens."""

from datetime import datetime, timedelta

from sqlalchemy import CursorResult, delete, or_, update
from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.accounts.tokens import hash_token, new_token
from shared_services.core import audit

from .models import ApiToken
from .queries import tokens

# What a token begins with, so that people and scanners for leaked secrets know one when they see it.
PREFIX = "sst_"
NOTED_AGAIN_AFTER = timedelta(hours=1)
KEPT = timedelta(days=90)


def create_token(db: Session, *, name: str, days: int, person: Person, now: datetime) -> str:
    """A token good for so many days. It is given back here and stored nowhere."""
    token = PREFIX + new_token()
    row = ApiToken(
        person_id=person.id,
        name=name,
        token_hash=hash_token(token),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    db.add(row)
    audit.record(db, row, "created", by=person, now=now, details={"name": name, "days": days})
    return token


def revoke_token(db: Session, token_id: int, *, by: Person, now: datetime) -> None:
    """The token opens nothing from now on; twice changes nothing. Raises NotFound."""
    token = tokens.get_token(db, token_id)
    if token.revoked_at is None:
        token.revoked_at = now
        audit.record(db, token, "revoked", by=by, now=now)


def revoke_all(db: Session, *, person: Person, now: datetime) -> int:
    """None of her tokens opens anything from now on; returns how many did."""
    good = tokens.list_good_tokens(db, person.id, now=now)
    for token in good:
        revoke_token(db, token.id, by=person, now=now)
    return len(good)


def is_worth_noting(used_at: datetime | None, *, now: datetime) -> bool:
    """A token's last use is written down once an hour at most."""
    return used_at is None or used_at <= now - NOTED_AGAIN_AFTER


def note_used(db: Session, token_id: int, *, now: datetime) -> None:
    db.execute(update(ApiToken).where(ApiToken.id == token_id).values(last_used_at=now))


def forget_tokens(db: Session, *, now: datetime) -> int:
    """Delete the tokens that stopped being good ninety days ago; returns how many."""
    old = or_(ApiToken.expires_at <= now - KEPT, ApiToken.revoked_at <= now - KEPT)
    gone: CursorResult[tuple[()]] = db.execute(delete(ApiToken).where(old))  # type: ignore[assignment]
    return gone.rowcount
