"""The page of a hub: who it is, where, what it offers, with whom, and how to become a member.

It stands here because it shows offers and dates, which the network does not know.
"""

from collections.abc import Iterable

from flask import render_template

from shared_services.accounts.current import person_or_none
from shared_services.catalogue.kinds import offer_kind
from shared_services.catalogue.models import Offer
from shared_services.core import clock
from shared_services.core.access import public
from shared_services.core.database import read_session
from shared_services.network.forms import KINDS
from shared_services.network.models import BondState, HubRole, Membership
from shared_services.network.organisation_views import blueprint
from shared_services.network.queries import (
    find_logo,
    get_hub_by_slug,
    list_current_roles,
    list_departements,
    list_memberships_in,
    list_organisations_referred,
)

from . import queries
from .dated import with_seats

__all__ = ["blueprint"]

DATES_SHOWN = 6
OFFERS_SHOWN = 60


@blueprint.get("/hubs/<slug>")
@public
def show_hub(slug: str) -> str:
    """One hub: what it does, where, with whom."""
    db, now, person = read_session(), clock.now(), person_or_none()
    hub = get_hub_by_slug(db, slug)
    members = list_memberships_in(db, hub.id, BondState.ACCEPTED)
    taken = {m.organisation_id for m in [*members, *list_memberships_in(db, hub.id, BondState.REQUESTED)]}
    referred = list_organisations_referred(db, person.id) if person else []
    roles = list_current_roles(db, hub.id)
    names = {departement.code: departement.name for departement in list_departements(db)}
    return render_template(
        "network/show_hub.html",
        hub=hub,
        logo=find_logo(db, hub.id),
        members=_by_departement(members, names),
        joinable=[organisation for organisation in referred if organisation.id not in taken],
        team=[role for role in roles if role.is_shown and role.person.erased_at is None],
        mine=_own(roles, person.id if person else None),
        offers=[
            (offer, _page_of(offer)) for offer in queries.list_published_of(db, hub.id, most=OFFERS_SHOWN)
        ],
        next_dates=with_seats(db, queries.list_next_bookables(db, now=now, most=DATES_SHOWN, hub_id=hub.id)),
        kinds=KINDS,
    )


def _by_departement(members: Iterable[Membership], names: dict[str, str]) -> dict[str, list[Membership]]:
    """The members under the names of their départements, in the order of their codes."""
    found: dict[str, list[Membership]] = {}
    for membership in sorted(members, key=lambda one: one.organisation.departement_code):
        found.setdefault(names[membership.organisation.departement_code], []).append(membership)
    return found


def _own(roles: Iterable[HubRole], person_id: int | None) -> list[HubRole]:
    return [role for role in roles if role.person_id == person_id]


def _page_of(offer: Offer) -> tuple[str, dict[str, int]]:
    return offer_kind(offer.kind).endpoint, {"offer_id": offer.id}
