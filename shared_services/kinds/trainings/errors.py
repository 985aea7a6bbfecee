"""What can stand in the way of a training."""

from shared_services.core.errors import DomainError
from shared_services.core.i18n import _l


class DecidesTooLate(DomainError):
    code = "decides_too_late"
    status = 422
    sentence = _l("La date où l'on décide est déjà passée, ou vient après le début de la session.")


class OfferNotPublished(DomainError):
    code = "offer_not_published"
    sentence = _l("Cette formation n'est pas publiée\u00a0: on ne peut pas encore s'y inscrire.")


class SessionsToCome(DomainError):
    """Carries `sessions`, how many are still to come."""

    code = "sessions_to_come"
    sentence = _l(
        "Des sessions sont encore à venir (%(sessions)d)\u00a0: attendez leur fin "
        "ou annulez-les avant de retirer cette formation."
    )


class NotATwin(DomainError):
    code = "not_a_twin"
    status = 422
    sentence = _l("On ne regroupe que deux dates de la même formation.")


class PersonUnknown(DomainError):
    code = "person_unknown"
    status = 422
    sentence = _l(
        "Aucun compte confirmé n'utilise cette adresse. "
        "La personne doit d'abord créer son compte, c'est gratuit."
    )


class NotStaffOfHub(DomainError):
    code = "not_staff_of_hub"
    status = 422
    sentence = _l("Une des personnes choisies n'intervient pas dans ce hub.")


class HalfDaysOverlap(DomainError):
    code = "half_days_overlap"
    status = 422
    sentence = _l("Deux demi-journées se chevauchent\u00a0: corrigez leurs heures.")


class InThePast(DomainError):
    code = "in_the_past"
    status = 422
    sentence = _l("Cette demi-journée est déjà passée\u00a0: choisissez une date à venir.")
