"""The browsers where one is signed in."""

from flask import flash, redirect, render_template, url_for

from shared_services.core import clock
from shared_services.core.access import allowed, signed_in
from shared_services.core.database import read_session, transaction
from shared_services.core.i18n import _

from . import operations, policies, queries
from .current import LIVES, current_device, current_person, end_session
from .profile_views import blueprint
from .views import Answer

__all__ = ["blueprint"]


@blueprint.get("/account/devices")
@signed_in
def devices() -> Answer:
    """Where I am signed in, since when."""
    found = queries.list_devices_in_use(read_session(), current_person().id, since=clock.now() - LIVES)
    return render_template("accounts/devices.html", devices=found, here=current_device().id)


@blueprint.post("/account/devices/<int:device_id>/close")
@allowed(policies.can_close_device)
def close_device(device_id: int) -> Answer:
    """Sign one browser out."""
    is_here = device_id == current_device().id
    with transaction() as db:
        operations.close_device(db, device_id=device_id, now=clock.now())
    if is_here:
        return _signed_out()
    flash(_("Cet appareil est déconnecté."), "success")
    return redirect(url_for("accounts.devices"), 303)


@blueprint.post("/account/devices/close")
@signed_in
def close_all_devices() -> Answer:
    """Sign out everywhere, here included."""
    with transaction() as db:
        operations.close_devices(db, person_id=current_person().id, now=clock.now())
    return _signed_out()


def _signed_out() -> Answer:
    end_session()
    flash(_("Vous êtes déconnecté·e."), "success")
    return redirect(url_for("accounts.login"), 303)
