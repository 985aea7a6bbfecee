"""What can stand in the way of merging two accounts."""

from shared_services.core.errors import DomainError
from shared_services.core.i18n import _l


class MergeCrossed(DomainError):
    code = "merge_crossed"
    sentence = _l("Quelque chose a changé pendant la réunion des comptes : rien n'est fait, recommencez.")


class MergeLinkExpired(DomainError):
    code = "merge_link_expired"
    status = 404
    sentence = _l("Ce lien a expiré ou a déjà servi. Demandez-en un autre depuis le compte que vous gardez.")


class NotTheKeptAccount(DomainError):
    """Carries `email`, the address to sign in with."""

    code = "not_the_kept_account"
    status = 403
    sentence = _l(
        "Ce lien a été demandé depuis un autre compte. Connectez-vous avec %(email)s, puis rouvrez-le."
    )
