"""What keeps a passport from being shared or seen."""

from shared_services.core.errors import DomainError
from shared_services.core.i18n import _l


class TooManyShares(DomainError):
    """Carries `most`."""

    code = "too_many_shares"
    sentence = _l("Vous avez déjà %(most)d partages ouverts\u00a0: retirez-en un avant d'en créer un autre.")


class ShareEnded(DomainError):
    code = "share_ended"
    status = 410
    sentence = _l(
        "Cette adresse ne montre plus de passeport\u00a0: le partage est arrivé à sa fin ou a été retiré. "
        "Demandez une nouvelle adresse à la personne."
    )
