"""The verbs of surveys, in the caller's transaction."""

from .answer import Said, answer_survey, check_open
from .ask import ask_about, ask_funders
from .forget import forget_old_answers, forget_old_invitations
from .surveys import (
    add_contact,
    add_question,
    change_question,
    ensure_survey,
    remove_contact,
    restore_question,
    retire_question,
    set_rhythm,
)

__all__ = [
    "Said",
    "add_contact",
    "add_question",
    "answer_survey",
    "ask_about",
    "ask_funders",
    "change_question",
    "check_open",
    "ensure_survey",
    "forget_old_answers",
    "forget_old_invitations",
    "remove_contact",
    "restore_question",
    "retire_question",
    "set_rhythm",
]
