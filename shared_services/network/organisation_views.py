"""The page of an organisation: what everybody may read, and what its people see besides."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person, person_or_none
from shared_services.core import clock
from shared_services.core.access import allowed, public
from shared_services.core.database import read_session, transaction
from shared_services.core.i18n import _

from . import operations, policies, queries
from .errors import SiretTaken
from .forms import KINDS, CorrectionForm
from .models import BondState
from .views import blueprint

__all__ = ["blueprint"]


@blueprint.get("/organisations/<int:organisation_id>")
@public
def show_organisation(organisation_id: int) -> str:
    """Name, town, kind and hubs for everybody; people and doors for those who belong to it."""
    db, person = read_session(), person_or_none()
    organisation = queries.get_organisation(db, organisation_id)
    memberships = queries.list_memberships_of(db, [organisation_id])
    may_invite = person is not None and policies.can_invite_to_organisation(
        db, person, organisation_id=organisation_id
    )
    belongs = person is not None and queries.is_affiliated(db, person.id, organisation_id)
    return render_template(
        "network/show_organisation.html",
        organisation=organisation,
        hubs=[m.hub for m in memberships if m.state == BondState.ACCEPTED],
        ties=memberships + queries.list_former_of(db, organisation_id),
        colleagues=queries.list_colleagues(db, [organisation_id]) if belongs or may_invite else [],
        is_inside=belongs or may_invite,
        may_invite=may_invite,
        may_name_referent=person is not None
        and policies.can_name_referent(db, person, organisation_id=organisation_id),
        me=person,
        may_edit=person is not None
        and policies.can_edit_organisation(db, person, organisation_id=organisation_id),
        is_referent=person is not None and policies.is_referent_of(db, person, organisation_id),
        kinds=KINDS,
    )


@blueprint.route("/organisations/<int:organisation_id>/edit", methods=["GET", "POST"])
@allowed(policies.can_edit_organisation)
def edit_organisation(organisation_id: int) -> Response | tuple[str, int]:
    """Describe the organisation anew."""
    db = read_session()
    organisation = queries.get_organisation(db, organisation_id)
    known = {name: getattr(organisation, name) for name in ("name", "city", "siret")}
    known["departement"], known["kind"] = organisation.departement_code, organisation.kind.value
    form = CorrectionForm(queries.list_departements(db), data=known)
    if form.validate_on_submit():
        try:
            with transaction() as db:
                operations.correct_organisation(
                    db, organisation_id, form.facts(), by=current_person(), now=clock.now()
                )
        except SiretTaken as error:
            form.refuse("siret", str(error))
        else:
            flash(_("C'est enregistré."), "success")
            return redirect(url_for("network.show_organisation", organisation_id=organisation_id), 303)
    status = 422 if form.is_submitted() else 200
    page = render_template("network/edit_organisation.html", organisation=organisation, form=form)
    return page, status
