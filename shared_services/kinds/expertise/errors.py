"""What can stand in the way of an appointment, of an offer, of availability.

`field` names the field of the form that the sentence stands beside; empty above the form.
"""

from typing import ClassVar

from shared_services.booking.errors import BookingClosed
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _l


class ExpertiseError(DomainError):
    field: ClassVar[str] = ""
    status = 422


class ExpertNotPublished(ExpertiseError):
    code = "expert_not_published"
    status = 409
    sentence = _l("Cette offre n'est pas publiée\u00a0: on ne peut pas encore prendre rendez-vous.")


class AppointmentsToCome(ExpertiseError):
    """Carries `appointments`, how many are still to come."""

    code = "appointments_to_come"
    status = 409
    sentence = _l(
        "Des rendez-vous sont encore à venir (%(appointments)d)\u00a0: attendez leur fin "
        "ou annulez-les d'abord."
    )


class SlotTaken(ExpertiseError):
    code = "slot_taken"
    status = 409
    sentence = _l("Ce créneau vient d'être pris. Choisissez-en un autre\u00a0: les voici à jour.")


class SlotPassed(BookingClosed):
    code = "slot_passed"
    sentence = _l("C'est trop tard pour ce créneau\u00a0: il faut réserver plus tôt. Choisissez-en un autre.")


class UnknownDuration(ExpertiseError):
    code = "unknown_duration"
    field = "minutes"
    sentence = _l("Cette durée n'est pas proposée\u00a0: choisissez-en une autre.")


class UnknownWay(ExpertiseError):
    code = "unknown_way"
    field = "way"
    sentence = _l("Ce rendez-vous ne se tient pas de cette façon\u00a0: choisissez-en une autre.")


class NoSuchExpert(ExpertiseError):
    code = "no_such_expert"
    field = "expert"
    sentence = _l("Cette personne ne donne plus de rendez-vous ici\u00a0: choisissez-en une autre.")


class NotSoFar(ExpertiseError):
    """She comes for no organisation, or for one in a département where nobody goes."""

    code = "not_so_far"
    field = "way"
    sentence = _l(
        "Personne ne se déplace jusque chez vous\u00a0: choisissez la visioconférence ou le téléphone."
    )


class OrganisationHasEnough(ExpertiseError):
    """Carries `most` and `period`, in words."""

    code = "organisation_has_enough"
    status = 409
    sentence = _l(
        "Une structure a droit à %(most)d rendez-vous %(period)s ici, et la vôtre les a. "
        "Choisissez une date plus lointaine."
    )


class AlreadyAnExpert(ExpertiseError):
    """Carries `name`."""

    code = "already_an_expert"
    field = "person"
    sentence = _l("%(name)s donne déjà des rendez-vous dans cette offre.")


class NotOnTheTeam(ExpertiseError):
    code = "not_on_the_team"
    field = "person"
    sentence = _l("Cette personne n'est pas dans l'équipe du hub : ajoutez-la d'abord à l'équipe.")


class HoursOverlap(ExpertiseError):
    code = "hours_overlap"
    field = "starts"
    sentence = _l("Ces heures en recouvrent d'autres du même jour\u00a0: corrigez-les ou retirez les autres.")


class TooManyRanges(ExpertiseError):
    """Carries `most`."""

    code = "too_many_ranges"
    sentence = _l("On garde %(most)d lignes au plus\u00a0: retirez-en d'abord.")


class CalendarNameTaken(ExpertiseError):
    code = "calendar_name_taken"
    field = "name"
    sentence = _l("Un de vos agendas porte déjà ce nom.")


class NotOverYet(ExpertiseError):
    code = "appointment_not_over_yet"
    status = 409
    sentence = _l("Le compte rendu s'écrit à partir du début du rendez-vous.")


class SlotAlreadyFree(ExpertiseError):
    code = "slot_already_free"
    field = "before"
    sentence = _l("Un créneau est déjà libre avant ce jour-là\u00a0: il est dans la liste.")


class CalendarUnreadable(ExpertiseError):
    code = "calendar_unreadable"
    field = "calendar"
    sentence = _l("Ce n'est pas un agenda que nous sachions lire\u00a0: exportez-le au format .ics.")


class AddressRefused(ExpertiseError):
    code = "address_refused"
    field = "url"
    sentence = _l("Cette adresse ne mène pas à un agenda public d'Internet\u00a0: vérifiez-la.")


class CalendarUnreachable(ExpertiseError):
    code = "calendar_unreachable"
    field = "url"
    sentence = _l("Cette adresse ne répond pas\u00a0: vérifiez-la, nous réessayons toutes les heures.")


class CalendarTooLarge(ExpertiseError):
    code = "calendar_too_large"
    field = "url"
    sentence = _l("Cet agenda est trop grand pour être lu\u00a0: partagez-en un plus court.")


UNREAD = {
    one.code: one.sentence
    for one in (CalendarUnreadable, AddressRefused, CalendarUnreachable, CalendarTooLarge)
}


class BothGiveThis(DomainError):
    """Carries `title`, the offer in which both accounts of a person are experts."""

    code = "both_give_this"
    sentence = _l(
        "Les deux comptes donnent des rendez-vous dans « %(title)s » : "
        "gardez celui qui en a, sans les réunir."
    )
