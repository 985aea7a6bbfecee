"""What the pages of tools need, read in a constant number of statements."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.audience import (
    eligible_organisations,
    organisations_to_book_for,
    refuse_outsiders,
)
from shared_services.booking.models import Booking
from shared_services.catalogue.models import OfferStatus
from shared_services.catalogue.pictures.models import OfferPicture
from shared_services.catalogue.pictures.queries import find_picture_to_show
from shared_services.core.errors import DomainError, NotFound
from shared_services.network.models import Organisation
from shared_services.network.queries import list_people_of

from . import policies, queries
from .models import Blackout, Tool, ToolManual, ToolOffer
from .month import Month, month_of
from .suspensions import queries as suspension_queries
from .suspensions.models import LendingSuspension


@dataclass(frozen=True)
class ToolPage:
    """A tool for one reader: what it is, how it is lent, a month of it."""

    offer: ToolOffer
    picture: OfferPicture | None
    tool: Tool
    manual: ToolManual | None
    month: Month
    closures: list[Blackout]
    serving: int
    is_manager: bool
    is_published: bool
    person: Person | None
    organisations: list[Organisation]
    outsider: DomainError | None
    bookings: list[Booking]
    colleagues: list[tuple[Organisation, list[Person]]]
    suspension: LendingSuspension | None

    @property
    def can_book(self) -> bool:
        return self.is_published and self.outsider is None and self.serving > 0


def tool_page(
    db: Session, offer_id: int, actor: Person | None, *, on: date | None, now: datetime
) -> ToolPage:
    """Raises NotFound, also for who may not read it: drafts do not exist for others."""
    offer = queries.get_offer(db, offer_id)
    if not policies.can_read_offer(db, actor, offer):
        raise NotFound
    tool = queries.get_tool_of(db, offer_id)
    organisations = eligible_organisations(db, tool, actor) if actor else []
    month = month_of(db, tool, on, now=now)
    closures = queries.list_blackouts(
        db, [offer.hub_id], first=month.stretch.today, last=month.stretch.today + timedelta(days=60)
    )
    return ToolPage(
        offer=offer,
        picture=find_picture_to_show(db, offer),
        tool=tool,
        manual=queries.find_manual(db, offer_id),
        month=month,
        closures=[one for one in closures if one.tool_id in (None, tool.id)],
        serving=queries.count_serving(db, tool.id),
        is_manager=policies.manages(db, actor, offer.hub_id),
        is_published=offer.status == OfferStatus.PUBLISHED,
        person=actor,
        organisations=organisations,
        outsider=_what_refuses(tool, organisations) if actor else None,
        bookings=queries.list_live_of(db, tool.id, actor.id, now=now) if actor else [],
        colleagues=_colleagues(db, tool, actor) if actor else [],
        suspension=suspension_queries.find_suspension(db, offer.hub_id, actor.id) if actor else None,
    )


def _colleagues(db: Session, tool: Tool, actor: Person) -> list[tuple[Organisation, list[Person]]]:
    """For whom she may book as a referent, organisation by organisation."""
    found = [
        (organisation, [one for one in list_people_of(db, organisation.id) if one.id != actor.id])
        for organisation in organisations_to_book_for(db, tool, actor)
    ]
    return [(organisation, people) for organisation, people in found if people]


def _what_refuses(tool: Tool, organisations: list[Organisation]) -> DomainError | None:
    try:
        refuse_outsiders(tool, organisations)
    except DomainError as error:
        return error
    return None
