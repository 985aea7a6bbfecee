"""The logo of a hub: shown to everybody, changed by its managers."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import allowed, public
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError, existing
from shared_services.core.i18n import _
from shared_services.core.pictures import MIMETYPE, clean_picture

from . import operations, policies, queries
from .forms.settings import LogoForm

blueprint = Blueprint("hub_logo", __name__)

MOST_SIDE = 480


@blueprint.get("/hubs/<slug>/logo.webp")
@public
def show_logo(slug: str) -> Response:
    """The file. Raises NotFound when the hub has none."""
    db = read_session()
    logo = existing(queries.find_logo(db, queries.get_hub_by_slug(db, slug).id))
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response(logo.content, mimetype=MIMETYPE, headers=headers)


@blueprint.route("/manage/<int:hub_id>/logo", methods=["GET", "POST"])
@allowed(policies.can_manage_hub)
def change_logo(hub_id: int) -> ResponseReturnValue:
    """Send a picture; it is checked and drawn anew."""
    form = LogoForm()
    if not form.validate_on_submit():
        return _page(hub_id, form), 422 if form.is_submitted() else 200
    try:
        picture = clean_picture(form.logo.data.read(), most_side=MOST_SIDE)
    except DomainError as error:
        form.refuse("logo", str(error))
        return _page(hub_id, form), error.status
    with transaction() as db:
        operations.set_logo(db, hub_id, picture, by=current_person(), now=clock.now())
    flash(_("Le logo est enregistré. Il paraît sur la page du hub."), "success")
    return redirect(url_for("hub_logo.change_logo", hub_id=hub_id), 303)


@blueprint.post("/manage/<int:hub_id>/logo/remove")
@allowed(policies.can_manage_hub)
def remove_logo(hub_id: int) -> ResponseReturnValue:
    """The page of the hub is without a logo again."""
    with transaction() as db:
        operations.remove_logo(db, hub_id, by=current_person(), now=clock.now())
    flash(_("Le logo est retiré."), "info")
    return redirect(url_for("hub_logo.change_logo", hub_id=hub_id), 303)


def _page(hub_id: int, form: LogoForm) -> str:
    db = read_session()
    hub, logo = queries.get_hub(db, hub_id), queries.find_logo(db, hub_id)
    return render_template("network/manage/logo.html", hub=hub, logo=logo, form=form)
