"""Who a hub is on the papers of its trainings, and who helps to pay for them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from shared_services.core.database import Model


class HubIdentity(Model):
    """What a hub's papers say of it: the training body, who signs, whom to ask. Goes with the hub.

    `code` begins the numbers of its certificates, `activity_number` is the eleven digits of a declared
    training body, `day_contact` whom to call on the day. Seen by the hub's managers, and by whoever reads a
    paper; what was printed stays as it was.
    """

    __tablename__ = "hub_identity"
    __table_args__ = (
        CheckConstraint("length(code) BETWEEN 2 AND 8", name="code_is_short"),
        CheckConstraint("code = upper(code)", name="code_in_capitals"),
        CheckConstraint("length(siret) = 14", name="siret_has_14_digits"),
        CheckConstraint("length(activity_number) IN (0, 11)", name="activity_number_has_11_digits"),
        CheckConstraint("legal_name <> ''", name="has_a_name"),
    )

    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"), primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    legal_name: Mapped[str] = mapped_column(String(160))
    siret: Mapped[str | None] = mapped_column(String(14))
    activity_number: Mapped[str] = mapped_column(String(11), default="")
    address: Mapped[str] = mapped_column(Text, default="")
    signatory_name: Mapped[str] = mapped_column(String(120), default="")
    signatory_title: Mapped[str] = mapped_column(String(120), default="")
    house_rules: Mapped[str] = mapped_column(Text, default="")
    disability_name: Mapped[str] = mapped_column(String(120), default="")
    disability_phone: Mapped[str | None] = mapped_column(String(30))
    disability_email: Mapped[str] = mapped_column(String(254), default="")
    day_contact: Mapped[str] = mapped_column(String(160), default="")
    updated_at: Mapped[datetime]


class FunderLogo(Model):
    """The logo of who helps to pay for a hub's trainings, as a WebP file, with what it shows in words.

    Printed on the hub's papers, in the order in which they were added. Seen by its managers; goes with the
    hub.
    """

    __tablename__ = "funder_logo"
    __table_args__ = (
        CheckConstraint("alternative <> ''", name="is_told"),
        CheckConstraint("width > 0 AND height > 0", name="has_size"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"), index=True)
    alternative: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    width: Mapped[int]
    height: Mapped[int]
    added_at: Mapped[datetime]
