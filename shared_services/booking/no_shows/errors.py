"""What can stand in the way of a review of absences."""

from shared_services.core.errors import DomainError
from shared_services.core.i18n import _l


class NothingToReview(DomainError):
    code = "nothing_to_review"
    sentence = _l(
        "Il n'y a rien à réexaminer\u00a0: vos réservations ne demandent pas d'accord, "
        "ou le hub a déjà votre demande."
    )


class ReviewAnswered(DomainError):
    code = "review_answered"
    sentence = _l("Le hub a déjà répondu à cette demande.")
