"""What can stand in the way of a survey, a complaint or an action."""

from shared_services.core.errors import DomainError
from shared_services.core.i18n import _l


class SurveyAnswered(DomainError):
    code = "survey_answered"
    status = 410
    sentence = _l("Votre réponse est déjà enregistrée, merci. Ce lien ne sert qu'une fois.")


class SurveyExpired(DomainError):
    code = "survey_expired"
    status = 410
    sentence = _l("Ce questionnaire est clos\u00a0: il restait ouvert 60 jours.")


class QuestionAnswered(DomainError):
    code = "question_answered"
    sentence = _l(
        "Des personnes ont déjà répondu à cette question\u00a0: elle ne change plus. "
        "Retirez-la, puis écrivez-en une autre."
    )


class QuestionStays(DomainError):
    code = "question_stays"
    sentence = _l("Cette question est commune à tous les hubs\u00a0: elle reste.")


class TooManyQuestions(DomainError):
    code = "too_many_questions"
    status = 422
    sentence = _l("%(most)d questions au plus\u00a0: au-delà, on ne répond plus. Retirez-en une d'abord.")


class ContactKnown(DomainError):
    code = "contact_known"
    status = 422
    sentence = _l("Cette adresse est déjà dans la liste.")


class ComplaintClosed(DomainError):
    code = "complaint_closed"
    sentence = _l("Cette réclamation est close\u00a0: elle ne change plus.")


class ComplaintAnswered(DomainError):
    code = "complaint_answered"
    sentence = _l(
        "Quelqu'un a déjà répondu à cette réclamation\u00a0: rechargez la page pour lire la réponse."
    )


class ComplaintUnanswered(DomainError):
    code = "complaint_unanswered"
    status = 422
    sentence = _l("Répondez d'abord à la personne\u00a0: on ne clôt sans réponse que ce qu'elle a retiré.")
