"""What can stand in the way of questions and answers."""

from shared_services.core.errors import DomainError
from shared_services.core.i18n import _l


class TooManyQuestions(DomainError):
    """Carries `most`."""

    code = "too_many_questions"
    status = 422
    sentence = _l("On ne pose pas plus de %(most)d questions : retirez-en une d'abord.")


class AnswersClosed(DomainError):
    code = "answers_closed"
    sentence = _l("Les inscriptions sont closes : écrivez au hub pour changer vos réponses.")
