"""What can stand in the way of how places are shared."""

from shared_services.core.errors import DomainError
from shared_services.core.i18n import _l


class KeptTooLong(DomainError):
    code = "kept_too_long"
    status = 422
    sentence = _l("Choisissez un jour à venir, avant la clôture des inscriptions.")


class KeptBeyondCapacity(DomainError):
    """Carries `capacity`."""

    code = "kept_beyond_capacity"
    status = 422
    sentence = _l("On ne peut pas garder plus de places qu'il n'y en a (%(capacity)d).")


class QuotaExists(DomainError):
    code = "quota_exists"
    sentence = _l("Il y a déjà une règle pour cette période : retirez-la avant d'en écrire une autre.")
