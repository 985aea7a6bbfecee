"""The verbs of asking and answering, in the caller's transaction."""

from .answer import Said, answer_survey, check_open
from .ask import ask_about, ask_funders
from .forget import forget_old_answers, forget_old_invitations

__all__ = [
    "Said",
    "answer_survey",
    "ask_about",
    "ask_funders",
    "check_open",
    "forget_old_answers",
    "forget_old_invitations",
]
