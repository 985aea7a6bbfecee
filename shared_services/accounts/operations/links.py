"""Links sent by mail: good once, for one purpose, for a time."""

from datetime import datetime, timedelta

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.orm import Session

from .. import messages, queries
from ..errors import LinkNoLongerGood
from ..models import Person, Token, TokenPurpose
from ..tokens import hash_token, link_token, new_token

LIVES = {
    TokenPurpose.CONFIRM_EMAIL: timedelta(days=3),
    TokenPurpose.RESET_PASSWORD: timedelta(hours=1),
}


def send_link(db: Session, person: Person, purpose: TokenPurpose, *, now: datetime) -> None:
    """Mail a new link; those sent before stay good until one of them is used."""
    nonce = new_token()
    token = Token(
        person_id=person.id,
        purpose=purpose,
        token_hash=hash_token(link_token(purpose, nonce)),
        created_at=now,
        expires_at=now + LIVES[purpose],
    )
    db.add(token)
    messages.post_link(db, person, purpose, nonce=nonce, now=now)


def use_link(db: Session, token: str, purpose: TokenPurpose, *, now: datetime) -> Person:
    """Use a link up, and with it every other one sent to that person for the same purpose.

    Raises LinkNoLongerGood when it was used, has expired, or was not made here.
    """
    link = queries.find_good_token(db, hash_token(token), purpose, now=now)
    if link is None:
        raise LinkNoLongerGood
    # Of two clicks at once the second waits here for the first, and then finds nothing to use.
    used: CursorResult[tuple[()]] = db.execute(  # type: ignore[assignment]
        update(Token).where(Token.id == link.id, Token.used_at.is_(None)).values(used_at=now)
    )
    if used.rowcount != 1:
        raise LinkNoLongerGood
    void_links(db, link.person, purpose, now=now)
    return link.person


def void_links(db: Session, person: Person, purpose: TokenPurpose, *, now: datetime) -> None:
    """No link sent so far for this purpose works any more."""
    db.execute(
        update(Token)
        .where(
            Token.person_id == person.id,
            Token.purpose == purpose,
            Token.used_at.is_(None),
        )
        .values(used_at=now)
    )


def forget_links(db: Session, *, expired_before: datetime) -> int:
    """Delete the links that expired before; returns how many."""
    gone: CursorResult[tuple[()]] = db.execute(delete(Token).where(Token.expires_at <= expired_before))  # type: ignore[assignment]
    return gone.rowcount
