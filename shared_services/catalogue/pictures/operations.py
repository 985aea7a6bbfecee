"""The picture of an offer: sent by its hub, accepted or refused by an admin, taken away.

Before publication it is read with the text and accepted with it. On a published offer the one before
stays until an admin accepts the new one.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit
from shared_services.core.pictures import Picture, crop_picture

from ..errors import NoPictureYet, OfferBeingRead, PictureChanged, ReasonMissing
from ..models import Offer, OfferStatus
from ..queries import lock_offer
from . import messages as picture_messages
from .models import SHAPE, SMALL, OfferPicture
from .queries import find_pictures

LARGE = 1200
DIGEST_LENGTH = 32


@dataclass(frozen=True)
class Drawn:
    """The same picture at both widths."""

    large: Picture
    small: Picture

    @classmethod
    def of(cls, data: bytes) -> "Drawn":
        """Raises NotAPicture, PictureTooLarge."""
        return cls(*crop_picture(data, shape=SHAPE, widths=(LARGE, SMALL)))


def digest_of(drawn: Drawn) -> str:
    """What stands for its files in their addresses."""
    return hashlib.sha256(drawn.large.content).hexdigest()[:DIGEST_LENGTH]


def send_picture(
    db: Session, offer_id: int, drawn: Drawn | None, *, alternative: str, by: Person, now: datetime
) -> OfferPicture:
    """Instead of the one that waits; without `drawn`, the last one sent with other words.

    Raises NoPictureYet, OfferBeingRead.
    """
    offer = _lock(db, offer_id)
    pictures = find_pictures(db, offer_id)
    if drawn is not None:
        picture = _new(drawn)
    elif pictures.latest is not None:
        picture = _again(pictures.latest)
    else:
        raise NoPictureYet
    if pictures.waiting is not None:
        db.delete(pictures.waiting)
        db.flush()  # an offer has one that waits: the old one leaves before the new one comes
    picture.offer_id, picture.alternative, picture.sent_at = offer_id, alternative, now
    db.add(picture)
    audit.record(db, offer, "picture_sent", by=by, now=now, details={"alternative": alternative})
    db.flush()  # the message names the picture
    if offer.status == OfferStatus.PUBLISHED:
        picture_messages.post_to_admins(db, picture, now=now)
    return picture


def remove_picture(db: Session, offer_id: int, *, by: Person, now: datetime) -> None:
    """The one shown and the one that waits; without any, nothing happens. Raises OfferBeingRead."""
    offer = _lock(db, offer_id)
    pictures = find_pictures(db, offer_id)
    gone = [picture for picture in (pictures.shown, pictures.waiting) if picture is not None]
    for picture in gone:
        db.delete(picture)
    if gone:
        audit.record(db, offer, "picture_removed", by=by, now=now)


def accept_picture(db: Session, offer_id: int, picture_id: int, *, by: Person, now: datetime) -> None:
    """Show it instead of the one before. Raises PictureChanged when another one waits."""
    offer = lock_offer(db, offer_id)
    picture = _waiting(db, offer_id, picture_id)
    _accept(db, offer, picture, by=by, now=now)
    picture_messages.post_accepted(db, offer, picture, now=now)


def accept_with_offer(db: Session, offer: Offer, *, by: Person, now: datetime) -> None:
    """What was read together is published together; the offer is locked."""
    picture = find_pictures(db, offer.id).waiting
    if picture is not None:
        _accept(db, offer, picture, by=by, now=now)


def refuse_picture(
    db: Session, offer_id: int, picture_id: int, *, reason: str, by: Person, now: datetime
) -> None:
    """Take it out; the author is told why. Raises ReasonMissing, PictureChanged when another one waits."""
    if not reason.strip():
        raise ReasonMissing
    offer = lock_offer(db, offer_id)
    db.delete(_waiting(db, offer_id, picture_id))
    audit.record(db, offer, "picture_refused", by=by, now=now, reason=reason.strip())
    picture_messages.post_refused(db, offer, reason.strip(), now=now)


def _lock(db: Session, offer_id: int) -> Offer:
    """What an admin is reading does not change under her eyes."""
    offer = lock_offer(db, offer_id)
    if offer.status == OfferStatus.SUBMITTED:
        raise OfferBeingRead
    return offer


def _waiting(db: Session, offer_id: int, picture_id: int) -> OfferPicture:
    picture = find_pictures(db, offer_id).waiting
    if picture is None or picture.id != picture_id:
        raise PictureChanged
    return picture


def _accept(db: Session, offer: Offer, picture: OfferPicture, *, by: Person, now: datetime) -> None:
    before = find_pictures(db, offer.id).shown
    if before is not None:
        db.delete(before)
        db.flush()  # an offer shows one: the old one leaves before the new one is shown
    picture.accepted_at = now
    audit.record(db, offer, "picture_accepted", by=by, now=now)


def _new(drawn: Drawn) -> OfferPicture:
    return OfferPicture(
        digest=digest_of(drawn),
        large=drawn.large.content,
        small=drawn.small.content,
        width=drawn.large.width,
        height=drawn.large.height,
    )


def _again(picture: OfferPicture) -> OfferPicture:
    return OfferPicture(
        digest=picture.digest,
        large=picture.large,
        small=picture.small,
        width=picture.width,
        height=picture.height,
    )
