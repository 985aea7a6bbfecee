"""The verbs of belonging."""

from .affiliations import (
    accept_affiliation,
    end_affiliation,
    make_referent,
    refuse_affiliation,
    request_affiliation,
)
from .correct import correct_organisation, merge_organisations
from .hubs import HubFacts, appoint_staff, create_hub, edit_hub, end_role, show_in_team
from .identity import MOST_FUNDERS, Identity, add_funder_logo, change_identity, remove_funder_logo
from .invitations import (
    Place,
    accept_invitation,
    count_invitation,
    forget_invitations,
    invite_by_mail,
    revoke_invitation,
    send_again,
    share_link,
    still_works,
)
from .logos import remove_logo, set_logo
from .memberships import (
    accept_membership,
    end_membership,
    refuse_membership,
    renew_membership,
    request_membership,
)
from .organisations import OrganisationFacts, create_organisation
from .settings import HubHabits, change_habits, choose_rhythm
from .twins import join_bonds_of_person

__all__ = [
    "MOST_FUNDERS",
    "HubFacts",
    "HubHabits",
    "Identity",
    "OrganisationFacts",
    "Place",
    "accept_affiliation",
    "accept_invitation",
    "accept_membership",
    "add_funder_logo",
    "appoint_staff",
    "change_habits",
    "change_identity",
    "choose_rhythm",
    "correct_organisation",
    "count_invitation",
    "create_hub",
    "create_organisation",
    "edit_hub",
    "end_affiliation",
    "end_membership",
    "end_role",
    "forget_invitations",
    "invite_by_mail",
    "join_bonds_of_person",
    "make_referent",
    "merge_organisations",
    "refuse_affiliation",
    "refuse_membership",
    "remove_funder_logo",
    "remove_logo",
    "renew_membership",
    "request_affiliation",
    "request_membership",
    "revoke_invitation",
    "send_again",
    "set_logo",
    "share_link",
    "show_in_team",
    "still_works",
]
