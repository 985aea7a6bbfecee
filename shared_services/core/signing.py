"""Links that prove who they were sent to, without an account: signed, bound to one purpose."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from .errors import DomainError
from .i18n import _l


class BadLink(DomainError):
    code = "bad_link"
    status = 404
    sentence = _l(
        "Ce lien n'est pas complet ou n'est plus valable. Ouvrez-le de nouveau depuis le message reçu."
    )


def sign(purpose: str, value: str) -> str:
    """A token that says `value` and is good for `purpose` only."""
    return str(URLSafeSerializer(current_app.secret_key or "", salt=purpose).dumps(value))


def unsign(purpose: str, token: str) -> str:
    """What was signed. Raises BadLink when the token was not made here for this purpose."""
    try:
        return str(URLSafeSerializer(current_app.secret_key or "", salt=purpose).loads(token))
    except BadSignature:
        raise BadLink from None
