"""Reads about personal tokens."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from shared_services.accounts.models import Person
from shared_services.core.errors import existing

from ..models import ApiToken


def find_good_token(db: Session, token_hash: str, *, now: datetime) -> ApiToken | None:
    """The token, with its person, while it is good and her account is open."""
    return db.scalar(
        select(ApiToken)
        .join(ApiToken.person)
        .options(contains_eager(ApiToken.person))
        .where(
            ApiToken.token_hash == token_hash,
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > now,
            Person.erased_at.is_(None),
            Person.blocked_at.is_(None),
        )
    )


def list_good_tokens(db: Session, person_id: int, *, now: datetime) -> list[ApiToken]:
    """Her tokens that open something today, the newest first."""
    good = select(ApiToken).where(
        ApiToken.person_id == person_id, ApiToken.revoked_at.is_(None), ApiToken.expires_at > now
    )
    return list(db.scalars(good.order_by(ApiToken.id.desc())))


def get_token(db: Session, token_id: int) -> ApiToken:
    """Raises NotFound."""
    return existing(db.get(ApiToken, token_id))
