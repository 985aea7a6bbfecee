"""Reads about the pictures of offers. Their files stay in the database until one is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, undefer

from shared_services.core.errors import NotFound, existing

from ..models import Offer, OfferStatus
from .models import OfferPicture


@dataclass(frozen=True)
class Pictures:
    """Those of one offer: the one accepted, the one that waits for an answer."""

    shown: OfferPicture | None = None
    waiting: OfferPicture | None = None

    @property
    def latest(self) -> OfferPicture | None:
        """What the hub last sent: readers will see it."""
        return self.waiting or self.shown


def find_pictures(db: Session, offer_id: int) -> Pictures:
    """Without their files."""
    rows = db.scalars(select(OfferPicture).where(OfferPicture.offer_id == offer_id)).all()
    return Pictures(
        shown=next((row for row in rows if row.accepted_at is not None), None),
        waiting=next((row for row in rows if row.accepted_at is None), None),
    )


def get_waiting_picture(db: Session, offer_id: int, picture_id: int) -> OfferPicture:
    """Raises NotFound when it waits no more."""
    picture = find_pictures(db, offer_id).waiting
    if picture is None or picture.id != picture_id:
        raise NotFound
    return picture


def find_picture_to_show(db: Session, offer: Offer) -> OfferPicture | None:
    """On the page of an offer: what was accepted; before it is published, what readers will see."""
    pictures = find_pictures(db, offer.id)
    return pictures.shown if offer.status == OfferStatus.PUBLISHED else pictures.latest


def pictures_of(db: Session, offer_ids: Sequence[int]) -> dict[int, OfferPicture]:
    """The accepted picture of each of these offers that has one."""
    statement = select(OfferPicture).where(
        OfferPicture.offer_id.in_(offer_ids), OfferPicture.accepted_at.is_not(None)
    )
    return {row.offer_id: row for row in db.scalars(statement)}


def get_file(db: Session, picture_id: int, digest: str, *, is_large: bool) -> tuple[OfferPicture, bytes]:
    """The picture and one of its two files. Raises NotFound, also when the digest is that of another."""
    file = OfferPicture.large if is_large else OfferPicture.small
    picture = existing(
        db.scalar(
            select(OfferPicture)
            .where(OfferPicture.id == picture_id, OfferPicture.digest == digest)
            .options(undefer(file))
        )
    )
    return picture, picture.large if is_large else picture.small


def list_waiting_pictures(db: Session) -> list[tuple[Offer, OfferPicture]]:
    """New pictures of published offers, the oldest first: those of others are read with their text."""
    rows = db.execute(
        select(Offer, OfferPicture)
        .join(OfferPicture, OfferPicture.offer_id == Offer.id)
        .where(OfferPicture.accepted_at.is_(None), Offer.status == OfferStatus.PUBLISHED)
        .options(joinedload(Offer.hub))
        .order_by(OfferPicture.sent_at, OfferPicture.id)
    )
    return [(offer, picture) for offer, picture in rows]
