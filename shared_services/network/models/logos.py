"""The logo of a hub."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from shared_services.core.database import Model


class HubLogo(Model):
    """A hub's logo as a WebP file, `width` × `height` points. Public; goes with the hub."""

    __tablename__ = "hub_logo"
    __table_args__ = (CheckConstraint("width > 0 AND height > 0", name="has_size"),)

    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"), primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    width: Mapped[int]
    height: Mapped[int]
    updated_at: Mapped[datetime]
