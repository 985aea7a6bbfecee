"""Who may act for a hub or an organisation. Roles are facts: rows that say since when."""

from typing import Any

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core.errors import existing

from . import queries
from .models import Affiliation, BondState, Invitation, Membership, StaffRole


def can_admin(_db: Session, actor: Person, **_view_args: Any) -> bool:
    """National admins."""
    return actor.is_admin


def can_manage_hub(db: Session, actor: Person, *, hub_id: int, **_view_args: Any) -> bool:
    """The managers of this hub."""
    return is_hub_staff(db, actor, hub_id, {StaffRole.MANAGER})


def can_decide_affiliation(db: Session, actor: Person, *, affiliation_id: int) -> bool:
    """A referent of the organisation, or a manager of a hub that answers for it; nobody for herself."""
    affiliation = _get(db, Affiliation, affiliation_id)
    if affiliation.person_id == actor.id:
        return False
    return is_referent_of(db, actor, affiliation.organisation_id) or any(
        is_hub_staff(db, actor, hub_id, {StaffRole.MANAGER})
        for hub_id in queries.list_answering_hub_ids(db, affiliation.organisation_id)
    )


def can_end_affiliation(db: Session, actor: Person, *, affiliation_id: int) -> bool:
    """The person herself, or whoever may answer for the organisation."""
    if _get(db, Affiliation, affiliation_id).person_id == actor.id:
        return True
    return can_decide_affiliation(db, actor, affiliation_id=affiliation_id)


def can_leave_organisation(db: Session, actor: Person, *, affiliation_id: int) -> bool:
    """The person herself, once she belongs there."""
    affiliation = _get(db, Affiliation, affiliation_id)
    return bool(affiliation.person_id == actor.id and affiliation.state == BondState.ACCEPTED)


def can_decide_membership(db: Session, actor: Person, *, membership_id: int) -> bool:
    """The managers of the hub it is about."""
    membership = _get(db, Membership, membership_id)
    return is_hub_staff(db, actor, membership.hub_id, {StaffRole.MANAGER})


def can_see_membership(db: Session, actor: Person, *, membership_id: int) -> bool:
    """Both sides: the managers of the hub, the referents of the organisation; and admins."""
    membership = _get(db, Membership, membership_id)
    return (
        actor.is_admin
        or is_hub_staff(db, actor, membership.hub_id, {StaffRole.MANAGER})
        or is_referent_of(db, actor, membership.organisation_id)
    )


def can_speak_for_organisation(
    db: Session, actor: Person, *, organisation_id: int, **_view_args: Any
) -> bool:
    """Its referents."""
    return is_referent_of(db, actor, organisation_id)


def can_edit_organisation(db: Session, actor: Person, *, organisation_id: int) -> bool:
    """Its referents, admins."""
    return actor.is_admin or is_referent_of(db, actor, organisation_id)


def can_name_referent(db: Session, actor: Person, *, organisation_id: int) -> bool:
    """The managers of the hubs that answer for the organisation, where it has no referent yet."""
    return not queries.list_referents(db, organisation_id) and any(
        is_hub_staff(db, actor, hub_id, {StaffRole.MANAGER})
        for hub_id in queries.list_answering_hub_ids(db, organisation_id)
    )


def can_invite_to_organisation(db: Session, actor: Person, *, organisation_id: int) -> bool:
    """Its referents, the managers of the hubs that answer for it, admins."""
    return (
        actor.is_admin
        or is_referent_of(db, actor, organisation_id)
        or any(
            is_hub_staff(db, actor, hub_id, {StaffRole.MANAGER})
            for hub_id in queries.list_answering_hub_ids(db, organisation_id)
        )
    )


def can_invite_to_team(db: Session, actor: Person, *, hub_id: int) -> bool:
    """The managers of the hub, admins."""
    return actor.is_admin or can_manage_hub(db, actor, hub_id=hub_id)


def can_handle_invitation(db: Session, actor: Person, *, invitation_id: int) -> bool:
    """Whoever may invite to the same place today."""
    return may_invite(db, actor, _get(db, Invitation, invitation_id))


def may_invite(db: Session, actor: Person, invitation: Invitation) -> bool:
    """Whether the person may invite today to where this invitation leads."""
    if invitation.hub_id is not None:
        return can_invite_to_team(db, actor, hub_id=invitation.hub_id)
    organisation_id = invitation.organisation_id
    return organisation_id is not None and can_invite_to_organisation(
        db, actor, organisation_id=organisation_id
    )


def is_hub_staff(db: Session, actor: Person, hub_id: int, roles: set[StaffRole]) -> bool:
    """Whether the person has one of those roles in the hub today."""
    return queries.has_role(db, actor.id, hub_id, roles)


def is_referent_of(db: Session, actor: Person, organisation_id: int) -> bool:
    """Whether the organisation has accepted the person as its referent."""
    return queries.is_referent(db, actor.id, organisation_id)


def _get(db: Session, model: type[Any], row_id: int) -> Any:
    return existing(db.get(model, row_id))
