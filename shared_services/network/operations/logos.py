"""A hub shows its logo, or takes it away."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit
from shared_services.core.pictures import Picture

from .. import queries
from ..models import HubLogo


def set_logo(db: Session, hub_id: int, picture: Picture, *, by: Person, now: datetime) -> HubLogo:
    """Instead of the one before, if any. Raises NotFound."""
    hub = queries.lock_hub(db, hub_id)
    logo = queries.find_logo(db, hub_id) or HubLogo(hub_id=hub_id)
    logo.content, logo.width, logo.height = picture.content, picture.width, picture.height
    logo.updated_at = now
    db.add(logo)
    audit.record(db, hub, "logo_changed", by=by, now=now)
    return logo


def remove_logo(db: Session, hub_id: int, *, by: Person, now: datetime) -> None:
    """Without a logo nothing happens. Raises NotFound."""
    hub = queries.lock_hub(db, hub_id)
    logo = queries.find_logo(db, hub_id)
    if logo is not None:
        db.delete(logo)
        audit.record(db, hub, "logo_removed", by=by, now=now)
