"""Who may see, follow and change pathways."""

from typing import Any

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.network.models import StaffRole
from shared_services.network.policies import is_hub_staff, is_referent_of
from shared_services.network.queries import is_affiliated, list_organisations_referred

from . import queries
from .models import Enrolment


def manages(db: Session, actor: Person | None, hub_id: int) -> bool:
    """Whether the person manages that hub today."""
    return actor is not None and is_hub_staff(db, actor, hub_id, {StaffRole.MANAGER})


def can_manage_pathway(db: Session, actor: Person, *, offer_id: int, **_view_args: Any) -> bool:
    """The managers of the hub that offers it."""
    return manages(db, actor, queries.get_pathway(db, offer_id).hub_id)


def can_manage_cohort(db: Session, actor: Person, *, cohort_id: int) -> bool:
    """The managers of the hub whose pathway it is of."""
    return can_manage_pathway(db, actor, offer_id=queries.get_cohort(db, cohort_id).pathway_id)


def can_see_enrolment(db: Session, actor: Person, *, enrolment_id: int, **_view_args: Any) -> bool:
    """The person herself, the managers of the pathway's hub, and the referents of the organisation for which
    she follows it, or finished it before she left them.
    """
    enrolment = queries.get_enrolment(db, enrolment_id)
    return (
        _changes(db, actor, enrolment)
        or manages(db, actor, enrolment.pathway.hub_id)
        or (not enrolment.is_under_way and _is_referent(db, actor, enrolment))
    )


def can_change_enrolment(db: Session, actor: Person, *, enrolment_id: int, **_view_args: Any) -> bool:
    """The person herself, or a referent of the organisation for which she follows it, while she is there."""
    return _changes(db, actor, queries.get_enrolment(db, enrolment_id))


def can_enrol_colleagues(db: Session, actor: Person, **_view_args: Any) -> bool:
    """Referents; for which of their organisations is the page's to say."""
    return bool(list_organisations_referred(db, actor.id))


def is_own_enrolment(db: Session, actor: Person, *, enrolment_id: int, **_view_args: Any) -> bool:
    """The person herself, and nobody else."""
    return queries.get_enrolment(db, enrolment_id).person_id == actor.id


def can_recognise(db: Session, actor: Person, *, enrolment_id: int, **_view_args: Any) -> bool:
    """The managers of the pathway's hub."""
    return manages(db, actor, queries.get_enrolment(db, enrolment_id).pathway.hub_id)


def _changes(db: Session, actor: Person, enrolment: Enrolment) -> bool:
    return enrolment.person_id == actor.id or (
        _is_referent(db, actor, enrolment)
        and is_affiliated(db, enrolment.person_id, enrolment.organisation_id or 0)
    )


def _is_referent(db: Session, actor: Person, enrolment: Enrolment) -> bool:
    return enrolment.organisation_id is not None and is_referent_of(db, actor, enrolment.organisation_id)
