"""One's own account: data, password, and the browsers signed in."""

from flask import flash, redirect, render_template, request, url_for

from shared_services.core import clock
from shared_services.core.access import private, signed_in
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _, force_locale

from . import limits, operations, passwords, queries
from .current import current_device, current_person
from .errors import WrongPassword
from .forms import ChangePasswordForm, ProfileForm
from .views import Answer, blueprint

__all__ = ["blueprint"]


@blueprint.get("/account")
@signed_in
def profile() -> Answer:
    """The profile page."""
    person = current_person()
    form = ProfileForm(formdata=None, obj=person, language=person.locale)
    return render_template("accounts/profile.html", form=form)


@blueprint.post("/account")
@signed_in
def change_profile() -> Answer:
    """Take the new data; the answer is in the language just chosen."""
    form = ProfileForm()
    if not form.validate():
        return render_template("accounts/profile.html", form=form), 422
    with transaction() as db:
        operations.change_profile(
            db,
            person_id=current_person().id,
            first_name=form.first_name.data,
            last_name=form.last_name.data,
            phone=form.phone.data,
            locale=form.language.data,
            now=clock.now(),
        )
    with force_locale(form.language.data):
        flash(_("Vos informations sont enregistrées."), "success")
    return redirect(url_for("accounts.profile"), 303)


@blueprint.get("/account/password")
@private
@signed_in
def change_password() -> Answer:
    """Choose another password."""
    form = ChangePasswordForm(formdata=None, owner_email=current_person().email)
    return render_template("accounts/change_password.html", form=form)


@blueprint.post("/account/password")
@signed_in
def take_password() -> Answer:
    """Take the new password from whoever knows the present one; other browsers are signed out."""
    form, status = ChangePasswordForm(owner_email=current_person().email), 422
    if form.validate():
        try:
            _change_password(form)
            flash(_("Votre mot de passe est changé. Vos autres appareils sont déconnectés."), "success")
            return redirect(url_for("accounts.profile"), 303)
        except DomainError as error:
            form.refuse("current_password" if isinstance(error, WrongPassword) else "", str(error))
            status = error.status
    return render_template("accounts/change_password.html", form=form), status


def _change_password(form: ChangePasswordForm) -> None:
    """Raises TooManyAttempts or WrongPassword."""
    person, device_id, now = current_person(), current_device().id, clock.now()
    person_id, email, checked_hash = person.id, person.email, person.password_hash or ""
    address = request.remote_addr or "unknown"
    with transaction() as db:
        limits.count(db, "change_password", email=email, address=address, now=now)
    if not passwords.is_right(checked_hash, form.current_password.data):
        raise WrongPassword
    password_hash = passwords.hash_password(form.password.data)
    with transaction() as db:
        limits.take_back(db, "change_password", email=email, address=address)
        operations.change_password(
            db,
            person_id=person_id,
            checked_hash=checked_hash,
            password_hash=password_hash,
            device_id=device_id,
            now=now,
        )


@blueprint.post("/account/other-devices")
@signed_in
def close_other_devices() -> Answer:
    """Sign out everywhere else."""
    with transaction() as db:
        operations.close_devices(
            db, person_id=current_person().id, except_id=current_device().id, now=clock.now()
        )
    flash(_("Vos autres appareils sont déconnectés."), "success")
    return redirect(url_for("accounts.profile"), 303)


@blueprint.get("/account/support")
@signed_in
def support_visits() -> Answer:
    """When support looked at the site as she sees it: who, why, which pages."""
    visits = queries.list_visits_to(read_session(), current_person().id)
    return render_template("accounts/support_visits.html", visits=visits)
