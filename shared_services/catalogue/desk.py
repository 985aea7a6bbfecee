"""What managers are told about an offer of their hub, whatever its kind: where it stands, what next."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.core.i18n import _

from .models import Offer, OfferStatus
from .moves import EDITABLE, PUBLIC
from .pictures.queries import Pictures, find_pictures
from .reports.models import OfferReport
from .reports.queries import FRESH_FOR, list_open_reports_of
from .revisions.models import OfferRevision
from .revisions.operations import WRITABLE
from .revisions.queries import find_live_revision


@dataclass(frozen=True, kw_only=True)
class OfferDesk:
    """`revision` is the edit that is being written or read; `is_editable`: its text may be written now.

    `is_unchecked`: nobody said for half a year that it is still true.
    """

    revision: OfferRevision | None
    pictures: Pictures
    reports: list[OfferReport]
    is_public: bool
    is_editable: bool
    is_unchecked: bool


def say_saved(*, is_edit: bool) -> str:
    """The receipt of a text that was written, in its offer or beside it."""
    if is_edit:
        return _("La modification est enregistrée. Rien ne change encore dans le catalogue.")
    return _("Les corrections sont enregistrées.")


def desk_of(db: Session, offer: Offer, *, now: datetime) -> OfferDesk:
    """Three statements."""
    revision, is_public = find_live_revision(db, offer.id), offer.status in PUBLIC
    last = max(offer.updated_at, offer.checked_at or offer.updated_at)
    return OfferDesk(
        revision=revision,
        pictures=find_pictures(db, offer.id),
        reports=list_open_reports_of(db, offer.id),
        is_public=is_public,
        is_editable=offer.status in EDITABLE
        or (is_public and (revision is None or revision.status in WRITABLE)),
        is_unchecked=offer.status == OfferStatus.PUBLISHED and last <= now - FRESH_FOR,
    )
