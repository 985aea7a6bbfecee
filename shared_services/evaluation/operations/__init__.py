"""The verbs of surveys, complaints and actions, in the caller's transaction."""

from .actions import Plan, change_action, open_action
from .answer import Said, answer_survey, check_open
from .ask import ask_about, ask_funders
from .complaints import (
    Caller,
    Filed,
    answer_complaint,
    close_complaint,
    enter_complaint,
    file_complaint,
    forget_old_complaints,
    take_complaint,
)
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
    "Caller",
    "Filed",
    "Plan",
    "Said",
    "add_contact",
    "add_question",
    "answer_complaint",
    "answer_survey",
    "ask_about",
    "ask_funders",
    "change_action",
    "change_question",
    "check_open",
    "close_complaint",
    "ensure_survey",
    "enter_complaint",
    "file_complaint",
    "forget_old_answers",
    "forget_old_complaints",
    "forget_old_invitations",
    "open_action",
    "remove_contact",
    "restore_question",
    "retire_question",
    "set_rhythm",
    "take_complaint",
]
