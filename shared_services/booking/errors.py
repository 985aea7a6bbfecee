"""What can stand in the way of a booking."""

from shared_services.core.errors import DomainError
from shared_services.core.i18n import _l


class Full(DomainError):
    code = "full"
    sentence = _l("Il ne reste pas assez de places. Vous pouvez rejoindre la liste d'attente.")


class AlreadyBooked(DomainError):
    """Carries `reference`, the live booking that exists."""

    code = "already_booked"
    sentence = _l("Cette personne a déjà une réservation ici : %(reference)s.")


class BookingClosed(DomainError):
    code = "booking_closed"
    sentence = _l("Les inscriptions sont closes. Écrivez au hub pour savoir s'il reste une possibilité.")


class BookingNotOpenYet(DomainError):
    code = "booking_not_open_yet"
    sentence = _l("Les inscriptions ne sont pas encore ouvertes.")


class TooLateToCancel(DomainError):
    code = "too_late_to_cancel"
    sentence = _l("La date limite pour annuler en ligne est passée. Prévenez le hub directement.")


class PlaceNoLongerOffered(DomainError):
    code = "place_no_longer_offered"
    sentence = _l(
        "Cette place n'est plus proposée : le délai de réponse est passé ou vous avez déjà répondu."
    )


class IllegalMove(DomainError):
    code = "illegal_move"
    sentence = _l("Cette réservation a changé entre-temps : rechargez la page pour voir où elle en est.")


class NotStartedYet(DomainError):
    code = "not_started_yet"
    sentence = _l("La présence se note à partir du début.")


class CapacityBelowTaken(DomainError):
    """Carries `taken`, the units in use, and `wanted`."""

    code = "capacity_below_taken"
    sentence = _l(
        "%(taken)d places sont déjà prises : annulez ou déplacez des réservations "
        "avant de descendre à %(wanted)d."
    )


class OtherOffer(DomainError):
    code = "other_offer"
    sentence = _l("On ne peut déplacer une réservation que vers une autre date de la même offre.")


class StaffBusy(DomainError):
    """Carries `name`, who is already taken, and the period asked: `starts_at`, `ends_at`."""

    code = "staff_busy"
    sentence = _l("%(name)s est déjà pris à ce moment-là, dans ce hub ou dans un autre.")


class LedgerDiffers(RuntimeError):
    """The nightly recount found slots that do not match the bookings."""
