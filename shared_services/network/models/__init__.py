"""The tables of the network: hubs, organisations, who belongs where, who is invited."""

from .bonds import LIVE, LIVE_BOND, Affiliation, BondState, Membership
from .hubs import Departement, Hub, HubWording, WaitingRule, WordedMail, hub_departement
from .identity import FunderLogo, HubIdentity
from .invitations import Invitation, InvitationState, InvitationUse
from .logos import HubLogo
from .organisations import Organisation, OrganisationKind
from .staff import HubRole, StaffRhythm, StaffRole

__all__ = [
    "LIVE",
    "LIVE_BOND",
    "Affiliation",
    "BondState",
    "Departement",
    "FunderLogo",
    "Hub",
    "HubIdentity",
    "HubLogo",
    "HubRole",
    "HubWording",
    "Invitation",
    "InvitationState",
    "InvitationUse",
    "Membership",
    "Organisation",
    "OrganisationKind",
    "StaffRhythm",
    "StaffRole",
    "WaitingRule",
    "WordedMail",
    "hub_departement",
]
