"""Whom a bookable is for: members of its hub, of any hub, or anyone signed in. The same at every door."""

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core.i18n import _l
from shared_services.network.models import Organisation
from shared_services.network.queries import (
    list_member_organisations,
    list_organisations_of,
    list_organisations_referred,
)

from .errors import NotOfAnyHub, NotOfThisAudience, OrganisationToChoose
from .models import Audience, Bookable

AUDIENCES = {
    Audience.HUB_MEMBERS: _l("Les structures membres de ce hub"),
    Audience.ANY_HUB: _l("Les structures membres d'un hub, n'importe lequel"),
    Audience.ANYONE: _l("Tout le monde"),
}


def eligible_organisations(db: Session, bookable: Bookable, person: Person) -> list[Organisation]:
    """For which of her organisations the person may come."""
    return organisations_of_audience(db, bookable.audience, bookable.hub_id, person)


def organisations_of_audience(
    db: Session, audience: Audience, hub_id: int | None, person: Person
) -> list[Organisation]:
    """Those of her organisations that what the hub offers to that audience is for."""
    if audience == Audience.HUB_MEMBERS:
        return list_member_organisations(db, person.id, hub_id)
    if audience == Audience.ANY_HUB:
        return list_member_organisations(db, person.id, None)
    return list_organisations_of(db, person.id)


def refuse_outsiders(bookable: Bookable, organisations: list[Organisation]) -> None:
    """Raises NotOfThisAudience or NotOfAnyHub when it is for members and she comes for none."""
    check_audience(bookable.audience, bookable.hub.name if bookable.hub else "", organisations)


def check_audience(audience: Audience, hub_name: str, organisations: list[Organisation]) -> None:
    """Raises NotOfThisAudience or NotOfAnyHub when that audience is of members and she comes for none."""
    if organisations or audience == Audience.ANYONE:
        return
    if audience == Audience.ANY_HUB:
        raise NotOfAnyHub
    raise NotOfThisAudience(hub=hub_name)


def choose_organisation(
    bookable: Bookable, organisations: list[Organisation], wanted: int | None
) -> int | None:
    """The organisation she comes for: the one she says, or the only one. None for a person on her own.

    Raises OrganisationToChoose when it is not one of hers, or she has several and says none.
    """
    refuse_outsiders(bookable, organisations)
    return choose_among(organisations, wanted)


def choose_among(organisations: list[Organisation], wanted: int | None) -> int | None:
    """The one she says, or the only one. Raises OrganisationToChoose."""
    ids = [organisation.id for organisation in organisations]
    if wanted is not None:
        if wanted not in ids:
            raise OrganisationToChoose
        return wanted
    if len(ids) > 1:
        raise OrganisationToChoose
    return ids[0] if ids else None


def organisations_to_book_for(db: Session, bookable: Bookable, referent: Person) -> list[Organisation]:
    """For which of the organisations she speaks for people may come."""
    return organisations_referred_of_audience(db, bookable.audience, bookable.hub_id, referent)


def organisations_referred_of_audience(
    db: Session, audience: Audience, hub_id: int | None, referent: Person
) -> list[Organisation]:
    """Those of the organisations she speaks for that what the hub offers to that audience is for."""
    referred = list_organisations_referred(db, referent.id)
    eligible = {one.id for one in organisations_of_audience(db, audience, hub_id, referent)}
    return [organisation for organisation in referred if organisation.id in eligible]
