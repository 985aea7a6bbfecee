"""What people type about hubs and organisations."""

from .bonds import InvitationForm, ReasonForm, RenewalForm, SharedLinkForm, StaffForm, TeamInvitationForm
from .hubs import RULES, ZONES, HubForm
from .organisations import KINDS, CorrectionForm, OrganisationForm

__all__ = [
    "KINDS",
    "RULES",
    "ZONES",
    "CorrectionForm",
    "HubForm",
    "InvitationForm",
    "OrganisationForm",
    "ReasonForm",
    "RenewalForm",
    "SharedLinkForm",
    "StaffForm",
    "TeamInvitationForm",
]
