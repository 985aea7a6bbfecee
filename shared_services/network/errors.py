"""What can stand in the way of belonging somewhere."""

from shared_services.core.errors import DomainError
from shared_services.core.i18n import _l


class AlreadyDecided(DomainError):
    code = "already_decided"
    sentence = _l("Cette demande a déjà reçu une réponse, ou a pris fin entre-temps.")


class UnknownPerson(DomainError):
    code = "unknown_person"
    status = 422
    sentence = _l("Aucun compte confirmé n'a cette adresse. La personne doit d'abord créer son compte.")


class LastManager(DomainError):
    code = "last_manager"
    sentence = _l("C'est la seule personne qui gère ce hub : nommez-en une autre d'abord.")


class NameTaken(DomainError):
    code = "name_taken"
    status = 422
    sentence = _l("Un hub porte déjà ce nom.")


class CodeTaken(DomainError):
    code = "code_taken"
    status = 422
    sentence = _l("Un autre hub a déjà ce sigle\u00a0: choisissez-en un autre.")


class TooManyLogos(DomainError):
    """Carries `most`."""

    code = "too_many_logos"
    sentence = _l("%(most)s logos de financeurs au plus\u00a0: retirez-en un d'abord.")


class SameOrganisation(DomainError):
    code = "same_organisation"
    sentence = _l("C'est la même fiche : choisissez l'autre dans la liste.")


class SiretTaken(DomainError):
    code = "siret_taken"
    status = 422
    sentence = _l("Une structure a déjà ce SIRET : cherchez-la dans la liste pour la rejoindre.")


class InvitationOver(DomainError):
    """Accepted, revoked, expired, or made by somebody who may no longer invite."""

    code = "invitation_over"
    status = 410
    sentence = _l(
        "Cette invitation a déjà servi, a été retirée ou a expiré. Demandez-en une nouvelle à la personne "
        "qui vous a invité·e."
    )


class InvitationNotMailed(DomainError):
    code = "invitation_not_mailed"
    sentence = _l("Ce lien se partage à la main : il n'y a pas de message à renvoyer.")


class SuccessorNeeded(DomainError):
    code = "successor_needed"
    status = 422
    sentence = _l(
        "Vous êtes la seule personne référente de cette structure : choisissez qui prend la suite avant de "
        "partir."
    )


class NotAColleagueThere(DomainError):
    code = "not_a_colleague_there"
    status = 422
    sentence = _l("Cette personne ne fait plus partie de la structure : choisissez-en une autre.")
