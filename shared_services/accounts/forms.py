"""Forms about accounts. Passwords are never given back to the page."""

from typing import Any

from wtforms import HiddenField, PasswordField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import EmailInput

from shared_services.core.contacts import LONGEST_EMAIL
from shared_services.core.forms import (
    AtMost,
    EmailField,
    Form,
    Optional,
    PersonName,
    PhoneField,
    Required,
    SingleLineField,
)
from shared_services.core.i18n import DEFAULT_LANGUAGE, LANGUAGES, _l

from . import passwords
from .errors import WeakPassword

LONGEST_NAME = 80


def _first_name() -> SingleLineField:
    return SingleLineField(
        _l("Prénom"),
        [Required(), AtMost(LONGEST_NAME), PersonName()],
        render_kw={"autocomplete": "given-name"},
    )


def _last_name() -> SingleLineField:
    return SingleLineField(
        _l("Nom"),
        [Required(), AtMost(LONGEST_NAME), PersonName()],
        render_kw={"autocomplete": "family-name"},
    )


def _email() -> EmailField:
    return EmailField(
        _l("Adresse e-mail"),
        [Required(), AtMost(LONGEST_EMAIL)],
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )


def _language() -> SelectField:
    return SelectField(
        _l("Langue du site et des messages"),
        [Required()],
        choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()],
        default=DEFAULT_LANGUAGE,
        invalid_choice_message=_l("Choisissez une langue de la liste."),
    )


def _new_password() -> PasswordField:
    return PasswordField(
        _l("Nouveau mot de passe"),
        [Required(), AtMost(passwords.MOST)],
        description=_l("12 caractères au moins. Une phrase que vous retenez convient très bien."),
        render_kw={"autocomplete": "new-password", "minlength": passwords.LEAST},
    )


def _known_password(label: Any) -> PasswordField:
    return PasswordField(
        label,
        [Required(), AtMost(passwords.MOST)],
        render_kw={"autocomplete": "current-password"},
    )


def _refuse_weak(password: str, email: str) -> None:
    try:
        passwords.check_choice(password, email=email)
    except WeakPassword as weak:
        raise ValidationError(str(weak)) from None


class LoginForm(Form):
    # Any text will do: an address nobody could have signed up with gets the answer of all the others.
    email = SingleLineField(
        _l("Adresse e-mail"),
        [Required(), AtMost(LONGEST_EMAIL)],
        widget=EmailInput(),
        render_kw={"autocomplete": "username"},
    )
    password = _known_password(_l("Mot de passe"))
    next = HiddenField()


class SignUpForm(Form):
    first_name = _first_name()
    last_name = _last_name()
    email = _email()
    password = _new_password()
    language = _language()

    def validate_password(self, field: PasswordField) -> None:
        _refuse_weak(field.data, self.email.data or "")


class EmailForm(Form):
    """Asks for an address: to send a link again, or to reset a password."""

    email = _email()


class NewPasswordForm(Form):
    """The new password of the person of a link."""

    password = _new_password()

    def __init__(self, *args: Any, owner_email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner_email = owner_email

    def validate_password(self, field: PasswordField) -> None:
        _refuse_weak(field.data, self.owner_email)


class ChangePasswordForm(NewPasswordForm):
    current_password = _known_password(_l("Mot de passe actuel"))


class ChangeEmailForm(Form):
    """The new address, and the password that shows who asks."""

    email = _email()
    current_password = _known_password(_l("Mot de passe actuel"))


class ProfileForm(Form):
    first_name = _first_name()
    last_name = _last_name()
    phone = PhoneField(
        _l("Téléphone"),
        [Optional()],
        description=_l("Pour vous prévenir d'un changement de dernière minute."),
        render_kw={"autocomplete": "tel", "maxlength": 30},
    )
    language = _language()
