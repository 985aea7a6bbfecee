"""What can stand in the way of a booking."""

from collections.abc import Sequence

from shared_services.core.errors import DomainError
from shared_services.core.i18n import LazyString, _l


class Full(DomainError):
    code = "full"
    sentence = _l("Il ne reste pas assez de places. Vous pouvez rejoindre la liste d'attente.")


class NotOfThisAudience(DomainError):
    """Carries `hub`, whose members it is for."""

    code = "not_of_this_audience"
    status = 403
    sentence = _l(
        "Cette offre est réservée aux structures membres de %(hub)s. "
        "Rattachez-vous à votre structure, ou demandez-lui d'adhérer au hub."
    )


class NotOfAnyHub(DomainError):
    code = "not_of_any_hub"
    status = 403
    sentence = _l(
        "Cette offre est réservée aux structures membres d'un hub. "
        "Rattachez-vous à votre structure, ou demandez-lui d'adhérer à un hub."
    )


class OrganisationToChoose(DomainError):
    code = "organisation_to_choose"
    status = 422
    sentence = _l("Choisissez la structure pour laquelle vous réservez.")


class OrganisationFull(Full):
    """Carries `limit`, the places one organisation may hold here."""

    code = "organisation_full"
    sentence = _l(
        "Votre structure a déjà toutes les places qu'une structure peut prendre ici (%(limit)d). "
        "Vous pouvez rejoindre la liste d'attente."
    )


class SeatsKept(Full):
    """The places left are kept for others until a date."""

    code = "seats_kept"
    sentence = _l(
        "Les places qui restent sont encore gardées pour d'autres structures. "
        "Vous pouvez rejoindre la liste d'attente."
    )


class GroupTooLarge(DomainError):
    """Carries `people`, how many were asked, and `most`, how many could ever come together."""

    code = "group_too_large"
    status = 422
    sentence = _l(
        "Une même structure peut venir à %(most)d au plus, et vous demandez %(people)d places. "
        "Retirez des personnes, ou choisissez « autant de places que possible »."
    )


class GroupRefused(DomainError):
    """Carries `why`, the sentence for each person who cannot come: nobody of the group was booked."""

    code = "group_refused"
    sentence = _l("Personne n'est inscrit, car tout le groupe ne peut pas venir. %(why)s")


class GroupWaitsTogether(DomainError):
    """Carries `people`, who wait to come together, and `left`, the places free today."""

    code = "group_waits_together"
    sentence = _l(
        "Votre groupe attend %(people)d places ensemble, il en reste %(left)d : "
        "une place seule va à la personne suivante."
    )


class NobodyChosen(DomainError):
    code = "nobody_chosen"
    status = 422
    sentence = _l("Choisissez au moins une personne.")


class AnotherDateHeld(DomainError):
    """Carries `reference` of the place she holds on another date of the same offer, and its `title`."""

    code = "another_date_held"
    sentence = _l(
        "Une place est déjà prise à une autre date de « %(title)s » (%(reference)s). "
        "Les dates sont partagées : changez de date, ou annulez l'autre d'abord."
    )


class MergeDoesNotFit(DomainError):
    """Carries `left`, the places free in the other date, and `people`, who hold one in this one."""

    code = "merge_does_not_fit"
    sentence = _l(
        "Trop peu de places à l'autre date : %(left)d de libres, %(people)d à déplacer. "
        "Ajoutez-y des places d'abord, ou choisissez une autre date."
    )


class Overlapping(DomainError):
    """Carries `title` and `reference` of the place she holds at the same hours: hers to choose."""

    code = "overlapping"
    sentence = _l(
        "À ces heures-là, une autre place est déjà réservée : « %(title)s » (%(reference)s). "
        "Dites s'il faut garder les deux ou laisser l'autre."
    )


class NotAColleague(DomainError):
    """The person does not belong to the organisation the place is booked for."""

    code = "not_a_colleague"
    status = 422
    sentence = _l("Cette personne ne fait pas partie de la structure.")


class QuotaReached(DomainError):
    """A hub's rule is at its end; `rule` is its sentence, `most` what it gives."""

    code = "quota_reached"

    def __init__(self, rule: LazyString, most: int) -> None:
        super().__init__(most=most)
        self.rule = rule

    def __str__(self) -> str:
        return str(self.rule) % self.facts


class AlreadyBooked(DomainError):
    """Carries `reference`, the live booking that exists."""

    code = "already_booked"
    sentence = _l("Cette personne a déjà une réservation ici : %(reference)s.")


class BookingClosed(DomainError):
    code = "booking_closed"
    sentence = _l("Les inscriptions sont closes. Écrivez au hub pour savoir s'il reste une possibilité.")


class NothingToDecide(DomainError):
    code = "nothing_to_decide"
    sentence = _l("Il n'y a plus rien à décider\u00a0: cette date est déjà maintenue, annulée ou passée.")


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


class CapacityBelowMinimum(DomainError):
    """Carries `minimum`, how many people the date needs."""

    code = "capacity_below_minimum"
    status = 422
    sentence = _l(
        "Cette date a besoin de %(minimum)d personnes pour se tenir : gardez au moins autant de places, "
        "ou changez d'abord ce minimum."
    )


class UnitsInUse(DomainError):
    """Carries `in_the_way`: references of bookings, or titles of what holds units for its dates."""

    code = "units_in_use"
    sentence = _l("Il n'en resterait pas assez pour %(names)s : annulez ou déplacez d'abord.")

    def __init__(self, in_the_way: Sequence[str]) -> None:
        super().__init__(in_the_way=list(in_the_way), names=", ".join(in_the_way))


class UnitsNotFree(DomainError):
    """Carries `bookable_id`, which of those wanted together refuses, its `title`, and the `slots`."""

    code = "units_not_free"
    sentence = _l("« %(title)s » n'est pas libre à ce moment-là : rien n'a été retenu.")


class TwinsBusy(DomainError):
    """Carries `title`, what one account is to do while the other is taken elsewhere."""

    code = "twins_busy"
    sentence = _l(
        "Les deux comptes sont attendus au même moment, dont pour « %(title)s » : "
        "changez d'abord l'une des dates."
    )


class NotRequirable(DomainError):
    code = "not_requirable"
    status = 422
    sentence = _l("Ce matériel n'est pas, ou plus, prêté aux sessions de ce hub : choisissez dans la liste.")


class OtherOffer(DomainError):
    code = "other_offer"
    sentence = _l("On ne peut déplacer une réservation que vers une autre date de la même offre.")


class StaffBusy(DomainError):
    """Carries `name`, who is already taken, and the period asked: `starts_at`, `ends_at`."""

    code = "staff_busy"
    sentence = _l("%(name)s est déjà pris à ce moment-là, dans ce hub ou dans un autre.")


class LedgerDiffers(RuntimeError):
    """The nightly recount found slots that do not match the bookings."""


class BookingsChanged(DomainError):
    code = "bookings_changed"
    sentence = _l("Vos réservations ont changé entre-temps : relisez la liste, puis recommencez.")


class NotForThatOrganisation(DomainError):
    code = "not_for_that_organisation"
    status = 422
    sentence = _l("Cette place est réservée à d'autres structures : choisissez une autre réponse.")


class WasThere(DomainError):
    """Carries `name`."""

    code = "was_there"
    sentence = _l(
        "%(name)s était là dans une demi-journée\u00a0: sa ligne reste la sienne. Notez son départ, et "
        "ajoutez la personne venue ensuite à la feuille s'il reste une place."
    )


class PeopleWereThere(DomainError):
    code = "people_were_there"
    sentence = _l(
        "Des personnes ont déjà signé cette session\u00a0: elle ne se regroupe plus. Si elle ne peut pas "
        "continuer, annulez-la\u00a0: ce qui a été signé reste."
    )
