"""The verbs of complaints and actions, in the caller's transaction."""

from .actions import Plan, change_action, open_action
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

__all__ = [
    "Caller",
    "Filed",
    "Plan",
    "answer_complaint",
    "change_action",
    "close_complaint",
    "enter_complaint",
    "file_complaint",
    "forget_old_complaints",
    "open_action",
    "take_complaint",
]
