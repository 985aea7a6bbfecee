"""The employers of aidants."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared_services.core.database import Model, SortKey

from .hubs import Departement


class OrganisationKind(StrEnum):
    ASSOCIATION = "association"
    LOCAL_AUTHORITY = "local_authority"
    COMPANY = "company"
    PUBLIC_OPERATOR = "public_operator"


class Organisation(Model):
    """An employer of aidants. Its name and town are public. Kept for ever, a twin made one aside."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(160))
    kind: Mapped[OrganisationKind]
    siret: Mapped[str | None] = mapped_column(String(14), unique=True)
    city: Mapped[str] = mapped_column(String(80))
    departement_code: Mapped[str] = mapped_column(ForeignKey("departement.code"), index=True)
    search_text: Mapped[str] = mapped_column(String)
    sort_key: Mapped[str] = mapped_column(SortKey, index=True)
    created_at: Mapped[datetime]

    departement: Mapped[Departement] = relationship(lazy="raise")
