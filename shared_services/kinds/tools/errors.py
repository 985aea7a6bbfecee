"""What can stand in the way of a tool, of its inventory, of a loan.

`field` names the field of the form that the sentence stands beside; empty above the form.
"""

from collections.abc import Sequence
from typing import ClassVar

from shared_services.booking.errors import BookingClosed
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _l


class ToolError(DomainError):
    field: ClassVar[str] = ""
    status = 422


class ToolNotPublished(ToolError):
    code = "tool_not_published"
    status = 409
    sentence = _l("Cet outil n'est pas publié : on ne peut pas encore le réserver.")


class LoansToCome(ToolError):
    """Carries `loans`, how many are still to come or out."""

    code = "loans_to_come"
    status = 409
    sentence = _l(
        "Des prêts sont encore à venir ou en cours (%(loans)d) : attendez leur fin "
        "ou annulez-les avant de retirer cet outil."
    )


class LabelTaken(ToolError):
    """Carries `label`."""

    code = "label_taken"
    field = "label"
    sentence = _l("L'étiquette %(label)s est déjà prise dans ce hub.")


class LoansInTheWay(ToolError):
    """Carries `in_the_way`: references of the bookings that would have too few units, or titles of what
    holds some; `names` says them in one line."""

    code = "loans_in_the_way"
    status = 409
    sentence = _l(
        "Il n'y en aurait plus assez ces jours-là pour %(names)s. "
        "Annulez ou raccourcissez ces réservations d'abord ; rien n'a été changé."
    )

    @classmethod
    def of(cls, in_the_way: Sequence[str]) -> "LoansInTheWay":
        return cls(in_the_way=list(in_the_way), names=", ".join(in_the_way))


class LabelElsewhere(ToolError):
    """Carries `label` and the `number` of the line that gives it to another tool."""

    code = "label_elsewhere"
    sentence = _l(
        "Ligne %(number)d : l'étiquette %(label)s est celle d'un autre outil. Rien n'a été enregistré."
    )


class ReturnBeforePickUp(ToolError):
    code = "return_before_pick_up"
    field = "last"
    sentence = _l("Le retour vient avant le retrait : corrigez l'un des deux jours.")


class LoanTooShort(ToolError):
    """Carries `least`, in days."""

    code = "loan_too_short"
    field = "last"
    sentence = _l("Cet outil se prête pour %(least)d jours au moins, retrait et retour compris.")


class LoanTooLong(ToolError):
    """Carries `most`, in days."""

    code = "loan_too_long"
    field = "last"
    sentence = _l("Cet outil se prête pour %(most)d jours au plus, retrait et retour compris.")


class TooSoon(BookingClosed):
    """Carries `earliest`, the first day on which it could be fetched, in words."""

    code = "too_soon"
    field = "first"
    status = 422
    sentence = _l("C'est trop tôt pour préparer le matériel : le premier jour possible est le %(earliest)s.")


class TooFar(ToolError):
    """Carries `latest`, the last day on which a loan may begin, in words."""

    code = "too_far"
    field = "first"
    sentence = _l("On ne réserve pas encore si loin : le retrait est possible jusqu'au %(latest)s.")


class ClosedAtPickUp(ToolError):
    """Carries `days`, when the place is open, in words."""

    code = "closed_at_pick_up"
    field = "first"
    sentence = _l("Le lieu est fermé ce jour-là. Le retrait se fait %(days)s.")


class ClosedAtReturn(ToolError):
    """Carries `days`, when the place is open, in words."""

    code = "closed_at_return"
    field = "last"
    sentence = _l("Le lieu est fermé ce jour-là. Le retour se fait %(days)s.")


class NoVisitAtPickUp(ToolError):
    """Carries `most`, the visits of a day at most, and `nearest`, the nearest day with room, in words."""

    code = "no_visit_at_pick_up"
    status = 409
    field = "first"
    sentence = _l(
        "Le hub reçoit %(most)d retraits et retours par jour au plus, et ce jour-là est complet. "
        "Jour le plus proche où il reste de la place : %(nearest)s."
    )


class NoVisitAtReturn(NoVisitAtPickUp):
    code = "no_visit_at_return"
    field = "last"


class SuspendedFromLoans(ToolError):
    """Carries `hub`, its name."""

    code = "suspended_from_loans"
    status = 403
    sentence = _l(
        "Les nouveaux prêts de %(hub)s sont suspendus : un prêt a dépassé le retard que ce hub accepte. "
        "Ils reprennent dès que tout est revenu et réglé."
    )


class NothingToAppeal(ToolError):
    code = "nothing_to_appeal"
    status = 409
    sentence = _l("Cette suspension est levée, ou le hub l'a déjà réexaminée.")


class SuspensionOver(ToolError):
    code = "suspension_over"
    status = 409
    sentence = _l("Cette suspension est déjà levée.")


class MoreThanServe(ToolError):
    """Carries `serving`, how many units there are."""

    code = "more_than_serve"
    field = "units"
    sentence = _l("Il n'y en a que %(serving)d en service : demandez-en moins.")


class NotToHandOverYet(ToolError):
    """Carries `day`, when it may be fetched, in words."""

    code = "not_to_hand_over_yet"
    status = 409
    field = "labels"
    sentence = _l("Ce prêt commence le %(day)s : d'ici là, le matériel est à d'autres.")


class NotALoanToHandOver(ToolError):
    code = "not_a_loan_to_hand_over"
    status = 409
    sentence = _l("Ce prêt n'est pas confirmé ou il est terminé : il n'y a rien à remettre.")


class UnitNotFound(ToolError):
    """Carries `label`."""

    code = "unit_not_found"
    field = "labels"
    sentence = _l("Aucun exemplaire de cet outil ne porte l'étiquette %(label)s.")


class UnitNotThere(ToolError):
    """Carries `label`: it is out, under repair, lost or retired."""

    code = "unit_not_there"
    field = "labels"
    sentence = _l("%(label)s n'est pas disponible : il est déjà prêté ou hors service.")


class MoreThanBooked(ToolError):
    """Carries `units`, how many were booked."""

    code = "more_than_booked"
    field = "labels"
    sentence = _l("Ce prêt est pour %(units)d : remettez-en autant ou moins.")


class NothingToTakeBack(ToolError):
    code = "nothing_to_take_back"
    sentence = _l("Cochez ce qui est revenu.")


class NotLonger(ToolError):
    code = "not_longer"
    field = "last"
    sentence = _l("Choisissez un jour après le retour prévu aujourd'hui.")


class DaysTaken(ToolError):
    code = "days_taken"
    status = 409
    field = "last"
    sentence = _l("Ces jours sont déjà réservés par quelqu'un d'autre : le retour ne peut pas attendre.")


class UnitsAreOut(ToolError):
    """Carries `labels`, what is still out."""

    code = "units_are_out"
    status = 409
    sentence = _l("Ce prêt ne s'annule plus : %(labels)s n'est pas encore revenu. Notez d'abord le retour.")
