"""Signing up, in and out; the profile."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shared_services.core import clock
from shared_services.core.access import public, signed_in
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _
from shared_services.core.redirects import same_site_path

from . import limits, operations
from .current import current_device, end_session, person_or_none, start_session
from .forms import LoginForm

blueprint = Blueprint("accounts", __name__)

Answer = Response | tuple[str, int] | str


def _here() -> str:
    return request.remote_addr or "unknown"


def _onward(path: str | None) -> Response:
    """To the page the person was going to, or home."""
    return redirect(same_site_path(path) or url_for("web.home"), 303)


@blueprint.get("/login")
@public
def login() -> Answer:
    """The sign-in page."""
    if person_or_none() is not None:
        return _onward(request.args.get("next"))
    form = LoginForm(next=request.args.get("next"))
    return render_template("accounts/login.html", form=form)


@blueprint.post("/login")
@public
def sign_in() -> Answer:
    """Open a device for whoever knows the password, then go on to where she was going."""
    form, status = LoginForm(), 422
    if form.validate():
        try:
            start_session(_open_device(form.email.data, form.password.data))
            return _onward(form.next.data)
        except DomainError as error:
            form.refuse("", str(error))
            status = error.status
    return render_template("accounts/login.html", form=form), status


def _open_device(email: str, password: str) -> str:
    """The token of a new device. Raises TooManyAttempts, WrongCredentials or EmailNotConfirmed."""
    now = clock.now()
    with transaction() as db:
        limits.count_sign_in(db, email=email, address=_here(), now=now)
    person_id = operations.check_credentials(read_session(), email=email, password=password).id
    with transaction() as db:
        limits.take_back_sign_in(db, email=email, address=_here())
        return operations.open_device(db, person_id=person_id, user_agent=request.user_agent.string, now=now)


@blueprint.post("/logout")
@signed_in
def logout() -> Answer:
    """Close this device and forget the session."""
    with transaction() as db:
        operations.close_device(db, device_id=current_device().id, now=clock.now())
    end_session()
    flash(_("Vous êtes déconnecté·e."))
    return redirect(url_for("web.home"), 303)
