"""What can stand in the way of signing, closing or correcting a sheet."""

from shared_services.core.errors import DomainError
from shared_services.core.i18n import _l


class HalfDayNotOpen(DomainError):
    """Carries `minutes`: how long before the half day it opens."""

    code = "half_day_not_open"
    sentence = _l("La feuille de cette demi-journée s'ouvre %(minutes)s minutes avant le début.")


class OutsideTheHalfDay(DomainError):
    code = "outside_the_half_day"
    sentence = _l(
        "On signe soi-même de 30 minutes avant la demi-journée à une heure après. "
        "Demandez à la personne qui forme de noter votre présence."
    )


class OutsideTheMoments(DomainError):
    code = "outside_the_moments"
    sentence = _l(
        "À distance, on confirme sa présence dans la demi-heure avant ou après le début, puis de 15 minutes "
        "avant la fin à 30 minutes après. Demandez à la personne qui forme de noter votre présence."
    )


class NotOnTheSheet(DomainError):
    code = "not_on_the_sheet"
    status = 403
    sentence = _l(
        "Vous n'avez pas de place confirmée dans cette session. Parlez-en à la personne qui forme\u00a0: "
        "elle peut vous ajouter s'il reste une place."
    )


class LeftTheSheet(DomainError):
    code = "left_the_sheet"
    sentence = _l("Une personne a quitté la liste entre-temps\u00a0: rechargez la page.")


class MarkedAway(DomainError):
    code = "marked_away"
    sentence = _l(
        "Une absence est notée pour vous dans cette demi-journée. "
        "Si vous êtes là, demandez à la personne qui forme de la corriger."
    )


class SheetClosed(DomainError):
    code = "sheet_closed"
    sentence = _l("La feuille est close\u00a0: seule une correction avec un motif est encore possible.")


class CannotCorrect(DomainError):
    code = "cannot_correct"
    status = 403
    sentence = _l("Une feuille close se corrige par la personne qui l'a close ou par un responsable du hub.")


class SheetIncomplete(DomainError):
    """Carries `missing`, how many cells say nothing."""

    code = "sheet_incomplete"
    sentence = _l("Il reste des cases vides (%(missing)s)\u00a0: notez chaque personne présente ou absente.")


class TooEarlyToClose(DomainError):
    code = "too_early_to_close"
    sentence = _l("La feuille se clôt à partir du début de la dernière demi-journée.")


class MinutesTooMany(DomainError):
    """Carries `name` and `booking_id`."""

    code = "minutes_too_many"
    status = 422
    sentence = _l(
        "%(name)s\u00a0: le retard et le départ dépassent la demi-journée. Notez plutôt une absence."
    )


class ExcuseMissing(DomainError):
    """Carries `name` and `booking_id`."""

    code = "excuse_missing"
    status = 422
    sentence = _l("%(name)s\u00a0: écrivez le motif de l'absence excusée.")


class HeicRefused(DomainError):
    code = "heic_refused"
    status = 422
    sentence = _l(
        "C'est une photo HEIC, le format propre aux iPhone, que nous ne savons pas lire. Dans Réglages, "
        "Appareil photo, Formats, choisissez « Le plus compatible » et refaites la photo, ou envoyez un PDF."
    )


class NotAScan(DomainError):
    code = "not_a_scan"
    status = 422
    sentence = _l("Ce fichier PDF est abîmé ou incomplet\u00a0: envoyez-le de nouveau.")


class ScanTooLarge(DomainError):
    code = "scan_too_large"
    status = 422
    sentence = _l(
        "Ce fichier est trop lourd\u00a0: 10 Mo au plus. Photographiez chaque page à part, ou allégez le PDF."
    )


class TooEarlyToScan(DomainError):
    code = "too_early_to_scan"
    sentence = _l("La feuille papier signée s'ajoute une fois la session commencée.")


class TooManyScans(DomainError):
    """Carries `most`."""

    code = "too_many_scans"
    sentence = _l("Une feuille garde %(most)d pages au plus.")


class NotADrawing(DomainError):
    code = "not_a_drawing"
    status = 422
    sentence = _l("Le dessin de la signature n'a pas pu être lu\u00a0: effacez-le, ou signez sans dessiner.")
