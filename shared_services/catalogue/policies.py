"""Who may read an offer of any kind, and change what surrounds it."""

from typing import Any

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.network.models import StaffRole
from shared_services.network.policies import is_hub_staff

from . import queries
from .models import Offer, OfferStatus
from .reports.queries import get_report


def can_read_offer(db: Session, actor: Person | None, offer: Offer) -> bool:
    """Anybody once it is published; before, the hub's managers and admins."""
    return offer.status == OfferStatus.PUBLISHED or can_see_before_readers(db, actor, offer)


def can_change_offer(db: Session, actor: Person, *, offer_id: int, **_view_args: Any) -> bool:
    """The managers of the hub that offers it."""
    return _manages(db, actor, queries.get_offer(db, offer_id))


def can_see_before_readers(db: Session, actor: Person | None, offer: Offer) -> bool:
    """The hub's managers and admins: what waits for an answer is theirs to see."""
    return actor is not None and (actor.is_admin or _manages(db, actor, offer))


def can_see_history(db: Session, actor: Person, *, offer_id: int, **_view_args: Any) -> bool:
    """The hub's managers and admins."""
    return can_see_before_readers(db, actor, queries.get_offer(db, offer_id))


def can_answer_report(db: Session, actor: Person, *, report_id: int, **_view_args: Any) -> bool:
    """The managers of the hub whose offer it is about, and admins."""
    return can_see_before_readers(db, actor, get_report(db, report_id).offer)


def _manages(db: Session, actor: Person, offer: Offer) -> bool:
    return is_hub_staff(db, actor, offer.hub_id, {StaffRole.MANAGER})
