"""Signing up, in and out."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shared_services.core import clock
from shared_services.core.access import public, signed_in
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.forms import Form
from shared_services.core.i18n import _, get_locale
from shared_services.core.redirects import same_site_path

from . import limits, operations, passwords, queries
from .current import current_device, end_session, person_or_none, start_session
from .errors import AccountBlocked, EmailNotConfirmed, LinkNoLongerGood
from .forms import EmailForm, LoginForm, NewPasswordForm, SignUpForm
from .models import TokenPurpose

blueprint = Blueprint("accounts", __name__)

Answer = Response | tuple[str, int] | str


def _count(what: str, email: str) -> None:
    """In a transaction of its own, so that a failed try is counted too. Raises TooManyAttempts."""
    with transaction() as db:
        limits.count(db, what, email=email, address=_address(), now=clock.now())


def _address() -> str:
    return request.remote_addr or "unknown"


def _onward(path: str | None) -> Response:
    """To the page the person was going to, or home."""
    return redirect(same_site_path(path) or url_for("web.start"), 303)


def _refused(form: Form, error: DomainError | None, template: str) -> Answer:
    """The form again, with what was typed and what is wrong with it."""
    if error is not None:
        form.refuse("", str(error))
    return render_template(template, form=form), error.status if error else 422


# --- in and out


@blueprint.get("/login")
@public
def login() -> Answer:
    """The sign-in page."""
    if person_or_none() is not None:
        return _onward(request.args.get("next"))
    form = LoginForm(formdata=None, next=same_site_path(request.args.get("next")))
    return render_template("accounts/login.html", form=form)


@blueprint.post("/login")
@public
def sign_in() -> Answer:
    """Open a device for whoever knows the password, then go on to where she was going."""
    form, error = LoginForm(), None
    if form.validate():
        try:
            start_session(_open_device(form.email.data, form.password.data))
            return _onward(form.next.data)
        except DomainError as refusal:
            error = refusal
    return _refused(form, error, "accounts/login.html")


def _open_device(email: str, password: str) -> str:
    """The token of a new device.

    Raises TooManyAttempts, WrongCredentials, AccountBlocked or EmailNotConfirmed.
    """
    now = clock.now()
    _count("sign_in", email)
    credentials = operations.check_credentials(read_session(), email=email, password=password)
    if credentials.is_blocked:
        raise AccountBlocked
    if not credentials.is_confirmed:
        _send_link_again(email)
        raise EmailNotConfirmed
    with transaction() as db:
        limits.take_back(db, "sign_in", email=email, address=_address())
        return operations.open_device(
            db, credentials=credentials, user_agent=request.user_agent.string, now=now
        )


def _send_link_again(email: str) -> None:
    """Raises TooManyAttempts when it was sent often already."""
    _count("resend", email)
    with transaction() as db:
        operations.resend_confirmation(db, email=email, now=clock.now())


@blueprint.post("/logout")
@signed_in
def logout() -> Answer:
    """Close this device and forget the session."""
    with transaction() as db:
        operations.close_device(db, device_id=current_device().id, now=clock.now())
    end_session()
    flash(_("Vous êtes déconnecté·e."), "success")
    return redirect(url_for("web.home"), 303)


# --- up


@blueprint.get("/signup")
@public
def signup() -> Answer:
    """The sign-up page."""
    if person_or_none() is not None:
        return redirect(url_for("accounts.profile"), 303)
    locale = get_locale()
    form = SignUpForm(formdata=None, language=locale.language if locale else None)
    return render_template("accounts/signup.html", form=form)


@blueprint.post("/signup")
@public
def sign_up() -> Answer:
    """Open an account, or tell by mail that there is one; the page says the same."""
    form, error = SignUpForm(), None
    if form.validate():
        try:
            _sign_up(form)
            return redirect(url_for("accounts.signup_sent"), 303)
        except DomainError as refusal:
            error = refusal
    return _refused(form, error, "accounts/signup.html")


def _sign_up(form: SignUpForm) -> None:
    _count("sign_up", form.email.data)
    password_hash = passwords.hash_password(form.password.data)
    with transaction() as db:
        operations.sign_up(
            db,
            first_name=form.first_name.data,
            last_name=form.last_name.data,
            email=form.email.data,
            password_hash=password_hash,
            locale=form.language.data,
            now=clock.now(),
        )


@blueprint.get("/signup/sent")
@public
def signup_sent() -> Answer:
    """A mail is on its way; here is how to have it again."""
    return render_template("accounts/signup_sent.html", form=EmailForm(formdata=None))


@blueprint.post("/signup/resend")
@public
def resend_confirmation() -> Answer:
    """Send the link again; the page says the same whoever asks."""
    form, error = EmailForm(), None
    if form.validate():
        try:
            _send_link_again(form.email.data)
            flash(_("Si cette adresse a un compte, un nouveau message est en route."), "success")
            return redirect(url_for("accounts.signup_sent"), 303)
        except DomainError as refusal:
            error = refusal
    return _refused(form, error, "accounts/signup_sent.html")


@blueprint.get("/confirm/<token>")
@public
def confirm_email(token: str) -> Answer:
    """One button: mail programs open links by themselves, and reading must change nothing."""
    if queries.find_email_of_link(read_session(), token, TokenPurpose.CONFIRM_EMAIL, now=clock.now()):
        return render_template("accounts/confirm_email.html", token=token)
    return _dead_link("accounts/link_dead_confirm.html")


@blueprint.post("/confirm/<token>")
@public
def confirm(token: str) -> Answer:
    """The address is hers: she may sign in."""
    try:
        with transaction() as db:
            operations.confirm_email(db, token=token, now=clock.now())
    except LinkNoLongerGood:
        return _dead_link("accounts/link_dead_confirm.html")
    flash(_("Votre adresse est confirmée. Vous pouvez vous connecter."), "success")
    return redirect(url_for("accounts.login"), 303)


def _dead_link(template: str) -> Answer:
    """What happened to the link, and how to have another."""
    page = render_template(template, form=EmailForm(formdata=None), error=LinkNoLongerGood())
    return page, LinkNoLongerGood.status


# --- forgotten password


@blueprint.get("/forgot-password")
@public
def forgot_password() -> Answer:
    """Ask for the address."""
    return render_template("accounts/forgot_password.html", form=EmailForm(formdata=None))


@blueprint.post("/forgot-password")
@public
def request_reset() -> Answer:
    """Mail a link to whoever has an account; the page says the same to everybody."""
    form, error = EmailForm(), None
    if form.validate():
        try:
            _count("reset", form.email.data)
            with transaction() as db:
                operations.request_reset(db, email=form.email.data, now=clock.now())
            return redirect(url_for("accounts.reset_sent"), 303)
        except DomainError as refusal:
            error = refusal
    return _refused(form, error, "accounts/forgot_password.html")


@blueprint.get("/forgot-password/sent")
@public
def reset_sent() -> Answer:
    """A mail is on its way, if there is an account."""
    return render_template("accounts/reset_sent.html")


@blueprint.get("/reset-password/<token>")
@public
def reset_password(token: str) -> Answer:
    """Choose a new password."""
    email = queries.find_email_of_link(read_session(), token, TokenPurpose.RESET_PASSWORD, now=clock.now())
    if email is None:
        return _dead_link("accounts/link_dead_reset.html")
    form = NewPasswordForm(formdata=None, owner_email=email)
    return render_template("accounts/reset_password.html", form=form)


@blueprint.post("/reset-password/<token>")
@public
def set_password(token: str) -> Answer:
    """Take the new password, close every device, and ask to sign in with it."""
    now = clock.now()
    email = queries.find_email_of_link(read_session(), token, TokenPurpose.RESET_PASSWORD, now=now)
    if email is None:
        return _dead_link("accounts/link_dead_reset.html")
    form = NewPasswordForm(owner_email=email)
    if not form.validate():
        return _refused(form, None, "accounts/reset_password.html")
    password_hash = passwords.hash_password(form.password.data)
    with transaction() as db:
        operations.reset_password(db, token=token, password_hash=password_hash, now=now)
    end_session()
    flash(_("Votre mot de passe est changé. Connectez-vous avec le nouveau."), "success")
    return redirect(url_for("accounts.login"), 303)
