"""Who a hub is on its papers, and the logos of who helps to pay: for its managers."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _
from shared_services.core.pictures import MIMETYPE, clean_picture

from . import operations, policies, queries
from .errors import CodeTaken
from .forms.identity import FunderLogoForm, IdentityForm

blueprint = Blueprint("hub_identity", __name__)

MOST_SIDE = 480


@blueprint.route("/manage/<int:hub_id>/identity", methods=["GET", "POST"])
@allowed(policies.can_manage_hub)
def identity(hub_id: int) -> ResponseReturnValue:
    """Name, numbers, who signs, whom to ask, house rules."""
    known = queries.find_identity(read_session(), hub_id)
    form = IdentityForm(data=IdentityForm.filled_with(known))
    if not form.validate_on_submit():
        return _identity_html(hub_id, form), 422 if form.is_submitted() else 200
    try:
        with transaction() as db:
            operations.change_identity(db, hub_id, form.identity(), by=current_person(), now=clock.now())
    except CodeTaken as error:
        form.refuse("code", str(error))
        return _identity_html(hub_id, form), error.status
    flash(_("C'est enregistré. Les papiers déjà faits ne changent pas."), "success")
    return redirect(url_for("hub_identity.identity", hub_id=hub_id), 303)


@blueprint.route("/manage/<int:hub_id>/funders", methods=["GET", "POST"])
@allowed(policies.can_manage_hub)
def funders(hub_id: int) -> ResponseReturnValue:
    """The logos on the papers; one more."""
    form = FunderLogoForm()
    if not form.validate_on_submit():
        return _funders_html(hub_id, form), 422 if form.is_submitted() else 200
    try:
        picture = clean_picture(form.picture.data.read(), most_side=MOST_SIDE)
        with transaction() as db:
            operations.add_funder_logo(
                db,
                hub_id,
                picture,
                alternative=form.alternative.data or "",
                by=current_person(),
                now=clock.now(),
            )
    except DomainError as error:
        form.refuse("picture", str(error))
        return _funders_html(hub_id, form), error.status
    flash(_("Le logo paraîtra sur les prochains papiers."), "success")
    return redirect(url_for("hub_identity.funders", hub_id=hub_id), 303)


@blueprint.get("/manage/<int:hub_id>/funders/<int:logo_id>.webp")
@allowed(policies.can_manage_hub)
def funder_logo(hub_id: int, logo_id: int) -> Response:
    """The file. Raises NotFound for a logo of another hub."""
    logo = queries.get_funder_logo(read_session(), hub_id, logo_id)
    return Response(logo.content, mimetype=MIMETYPE, headers={"Cache-Control": "private, max-age=3600"})


@blueprint.post("/manage/<int:hub_id>/funders/<int:logo_id>/remove")
@allowed(policies.can_manage_hub)
def remove_funder_logo(hub_id: int, logo_id: int) -> ResponseReturnValue:
    """Papers to come are without it."""
    with transaction() as db:
        operations.remove_funder_logo(db, hub_id, logo_id, by=current_person(), now=clock.now())
    flash(_("Le logo est retiré des prochains papiers."), "info")
    return redirect(url_for("hub_identity.funders", hub_id=hub_id), 303)


def _identity_html(hub_id: int, form: IdentityForm) -> str:
    hub = queries.get_hub(read_session(), hub_id)
    return render_template("network/manage/identity.html", hub=hub, form=form)


def _funders_html(hub_id: int, form: FunderLogoForm) -> str:
    db = read_session()
    return render_template(
        "network/manage/funders.html",
        hub=queries.get_hub(db, hub_id),
        logos=queries.list_funder_logos(db, hub_id),
        most=operations.MOST_FUNDERS,
        form=form,
    )
