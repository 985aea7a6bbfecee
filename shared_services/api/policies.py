"""Who may read and cancel a booking by the API. What one may not read does not exist."""

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.policies import can_change_booking, can_see_booking
from shared_services.core.errors import NotFound

from .queries.tokens import get_token


def can_read_by_token(db: Session, actor: Person, *, reference: str) -> bool:
    """As on the site. Raises NotFound for others."""
    if not can_see_booking(db, actor, reference=reference):
        raise NotFound
    return True


def can_cancel_by_token(db: Session, actor: Person, *, reference: str) -> bool:
    """As on the site. Raises NotFound for who may not even read it."""
    return can_read_by_token(db, actor, reference=reference) and can_change_booking(
        db, actor, reference=reference
    )


def can_revoke_token(db: Session, actor: Person, *, token_id: int) -> bool:
    """Its person. Raises NotFound."""
    return get_token(db, token_id).person_id == actor.id
