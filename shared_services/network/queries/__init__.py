"""Reads about hubs, organisations and who belongs where."""

from .affiliations import (
    find_live_affiliation,
    is_referent,
    list_affiliations_of,
    list_colleagues,
    list_referents,
    list_requests_for_hub,
    lock_affiliation,
)
from .answering import list_answering_hub_ids
from .hubs import (
    get_hub,
    get_hub_by_slug,
    list_departements,
    list_hubs,
    lock_hub,
)
from .memberships import (
    find_live_membership,
    is_member,
    list_memberships_in,
    list_memberships_of,
    lock_membership,
    member_ids,
)
from .organisations import (
    find_own_proposal,
    list_member_organisations,
    list_organisations_of,
    list_organisations_referred,
    list_twins,
    lock_organisation,
    search_organisations,
)
from .staff import (
    find_current_role,
    get_role,
    has_role,
    list_current_roles,
    list_hubs_managed,
    list_managers,
    list_trainers,
)

__all__ = [
    "find_current_role",
    "find_live_affiliation",
    "find_live_membership",
    "find_own_proposal",
    "get_hub",
    "get_hub_by_slug",
    "get_role",
    "has_role",
    "is_member",
    "is_referent",
    "list_affiliations_of",
    "list_answering_hub_ids",
    "list_colleagues",
    "list_current_roles",
    "list_departements",
    "list_hubs",
    "list_hubs_managed",
    "list_managers",
    "list_member_organisations",
    "list_memberships_in",
    "list_memberships_of",
    "list_organisations_of",
    "list_organisations_referred",
    "list_referents",
    "list_requests_for_hub",
    "list_trainers",
    "list_twins",
    "lock_affiliation",
    "lock_hub",
    "lock_membership",
    "lock_organisation",
    "member_ids",
    "search_organisations",
]
