"""« Voir comme » : the shell's guard. Whatever the view, support only looks; each page is written down."""

from flask import Blueprint, Flask, current_app, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from shared_services.accounts import operations
from shared_services.accounts.current import current_device, current_person, support_view
from shared_services.accounts.errors import HiddenFromSupport, OnlyLooking
from shared_services.core import clock
from shared_services.core.access import FILES_OF_EXTENSIONS, signed_in
from shared_services.core.database import transaction
from shared_services.core.i18n import _

blueprint = Blueprint("support", __name__)

READING = {"GET", "HEAD", "OPTIONS"}
LEAVING = "support.leave"
# Pages of whole slices that are nobody's business but their owner's.
PRIVATE_BLUEPRINTS = {"outbox", "invitations"}


def init_support(app: Flask) -> None:
    """Guard every request, and let the layout show the banner."""
    app.before_request(only_look)
    app.jinja_env.globals["support_view"] = support_view


def only_look() -> None:
    """Raises OnlyLooking for all that is not reading, HiddenFromSupport for what is private."""
    if request.endpoint in FILES_OF_EXTENSIONS or request.endpoint == LEAVING:
        return
    looking = support_view()
    if looking is None:
        return
    if request.method not in READING:
        raise OnlyLooking
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "is_private", False) or request.blueprint in PRIVATE_BLUEPRINTS:
        raise HiddenFromSupport
    with transaction() as db:
        operations.note_page(db, looking.visit_id, request.path, now=clock.now())


@blueprint.post("/support/leave")
@signed_in
def leave() -> Response:
    """The site is the admin's own again."""
    looking = support_view()
    if looking is None:
        return redirect(url_for("web.home"), 303)
    person_id = current_person().id
    with transaction() as db:
        operations.end_visit(db, device_id=current_device().id, admin_id=looking.admin_id, now=clock.now())
    flash(_("Vous voyez de nouveau le site comme vous-même."), "info")
    return redirect(url_for("people_admin.person", person_id=person_id), 303)
