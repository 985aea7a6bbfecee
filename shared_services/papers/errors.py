"""Why a paper cannot be taken."""

from shared_services.core.errors import DomainError
from shared_services.core.i18n import _l


class PaperDeleted(DomainError):
    """Carries `day`."""

    code = "paper_deleted"
    status = 410
    sentence = _l("Ce fichier a été supprimé le %(day)s, au terme de sa durée de conservation.")
