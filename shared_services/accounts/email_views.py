"""Changing the address one signs in with."""

from flask import flash, redirect, render_template, request, url_for

from shared_services.core import clock
from shared_services.core.access import public, signed_in
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _
from shared_services.core.signing import unsign

from . import limits, operations, passwords, queries
from .current import current_person, end_session
from .device_views import blueprint
from .errors import LinkNoLongerGood, SameEmail, WrongPassword
from .forms import ChangeEmailForm
from .messages import CONFIRM_CHANGE, OBJECT_TO_CHANGE
from .models import EmailChange
from .views import Answer

__all__ = ["blueprint"]

BESIDE = {WrongPassword: "current_password", SameEmail: "email"}


@blueprint.get("/account/email")
@signed_in
def change_email() -> Answer:
    """Ask for another address."""
    return render_template("accounts/change_email.html", form=ChangeEmailForm(formdata=None))


@blueprint.post("/account/email")
@signed_in
def request_email_change() -> Answer:
    """Mail a link to the new address; the page says the same whoever has it."""
    form, status = ChangeEmailForm(), 422
    if form.validate():
        try:
            _request(form)
        except DomainError as error:
            form.refuse(BESIDE.get(type(error), ""), str(error))
            status = error.status
        else:
            flash(_("Ouvrez le message envoyé à votre nouvelle adresse : son lien termine le changement."))
            return redirect(url_for("accounts.profile"), 303)
    return render_template("accounts/change_email.html", form=form), status


def _request(form: ChangeEmailForm) -> None:
    """Raises TooManyAttempts, WrongPassword, SameEmail."""
    person, now = current_person(), clock.now()
    person_id, email, checked_hash = person.id, person.email, person.password_hash or ""
    with transaction() as db:
        limits.count(db, "change_email", email=email, address=request.remote_addr or "unknown", now=now)
    if not passwords.is_right(checked_hash, form.current_password.data):
        raise WrongPassword
    with transaction() as db:
        operations.request_email_change(
            db, person_id=person_id, checked_hash=checked_hash, new_email=form.email.data, now=now
        )


@blueprint.get("/email/confirm/<token>")
@public
def confirm_email_change(token: str) -> Answer:
    """One button: mail programs open links by themselves, and reading must change nothing."""
    change = _find(confirm=token)
    return render_template("accounts/confirm_email_change.html", change=change, token=token)


@blueprint.post("/email/confirm/<token>")
@public
def take_email(token: str) -> Answer:
    """The account has its new address."""
    change_id = _find(confirm=token).id
    with transaction() as db:
        operations.confirm_email_change(db, change_id, now=clock.now())
    flash(_("Votre adresse est changée : connectez-vous avec la nouvelle."), "success")
    return redirect(url_for("accounts.profile"), 303)


@blueprint.get("/email/object/<token>")
@public
def object_to_email_change(token: str) -> Answer:
    """One button to say that it was not her."""
    change = _find(objected=token)
    return render_template("accounts/object_to_email_change.html", change=change, token=token)


@blueprint.post("/email/object/<token>")
@public
def keep_email(token: str) -> Answer:
    """The account stays with, or goes back to, the old address; a new password is asked for."""
    change_id = _find(objected=token).id
    with transaction() as db:
        operations.object_to_email_change(db, change_id, now=clock.now())
    end_session()
    flash(
        _("Votre adresse est gardée. Un message vous permet de choisir un nouveau mot de passe."), "success"
    )
    return redirect(url_for("accounts.login"), 303)


def _find(*, confirm: str | None = None, objected: str | None = None) -> EmailChange:
    """The change of a link that still works. Raises BadLink, LinkNoLongerGood."""
    db, now = read_session(), clock.now()
    if confirm is not None:
        change = queries.find_email_change(db, confirm_nonce=unsign(CONFIRM_CHANGE, confirm))
        works = change is not None and operations.may_confirm(change, change.person, now=now)
    else:
        nonce = unsign(OBJECT_TO_CHANGE, objected or "")
        change = queries.find_email_change(db, object_nonce=nonce)
        works = change is not None and operations.may_object(change, change.person, now=now)
    if change is None or not works:
        raise LinkNoLongerGood
    return change
