"""Who may do what with an account: its owner."""

from sqlalchemy.orm import Session

from shared_services.core.errors import existing

from . import queries
from .models import Person


def can_close_device(db: Session, actor: Person, *, device_id: int) -> bool:
    """The person who signed in there. Raises NotFound."""
    device = existing(queries.find_device(db, device_id))
    return device.person_id == actor.id
