"""What can stand in the way of keeping a search."""

from shared_services.core.errors import DomainError
from shared_services.core.i18n import _l


class TooManySearches(DomainError):
    code = "too_many_searches"
    sentence = _l("Vous gardez déjà vingt recherches\u00a0: supprimez-en une pour garder celle-ci.")


class AlreadySaved(DomainError):
    code = "already_saved"
    sentence = _l(
        "Vous gardez déjà cette recherche\u00a0: changez son rythme dans «\u00a0Mes recherches\u00a0»."
    )
