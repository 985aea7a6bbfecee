"""Who may take back a share of a passport."""

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person

from .queries import get_share


def is_own_share(db: Session, actor: Person, *, share_id: int) -> bool:
    """Its person. Raises NotFound."""
    return get_share(db, share_id).person_id == actor.id
