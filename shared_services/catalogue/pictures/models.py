"""The picture of an offer."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from shared_services.core.database import Model

SMALL = 480
SHAPE = (3, 2)


class OfferPicture(Model):
    """A picture of an offer, drawn twice as WebP, and the words for who does not see it.

    Public once accepted and while its offer is published; before, for the hub's managers and admins. One
    shown and one waiting at most. `digest` is that of the larger file, `width` × `height` points. Goes
    when another takes its place; names nobody, the trail says who sent it.
    """

    __tablename__ = "offer_picture"
    __table_args__ = (
        CheckConstraint("width > 0 AND height > 0", name="has_size"),
        CheckConstraint("alternative <> ''", name="has_alternative"),
        Index(
            "uq_offer_picture_shown",
            "offer_id",
            unique=True,
            sqlite_where=text("accepted_at IS NOT NULL"),
            postgresql_where=text("accepted_at IS NOT NULL"),
        ),
        Index(
            "uq_offer_picture_waiting",
            "offer_id",
            unique=True,
            sqlite_where=text("accepted_at IS NULL"),
            postgresql_where=text("accepted_at IS NULL"),
        ),
        # An answer names the picture that was seen: its number never comes back for another one.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), index=True)
    digest: Mapped[str] = mapped_column(String(32))
    alternative: Mapped[str] = mapped_column(String(250))
    large: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    small: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    width: Mapped[int]
    height: Mapped[int]
    sent_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]

    @property
    def small_width(self) -> int:
        return min(self.width, SMALL)
