"""What can stand in the way of a letter to the people of a date."""

from shared_services.core.errors import DomainError
from shared_services.core.i18n import _l


class NobodyToWriteTo(DomainError):
    code = "nobody_to_write_to"
    status = 422
    sentence = _l("Personne n'est dans cet état aujourd'hui : choisissez-en un autre.")
