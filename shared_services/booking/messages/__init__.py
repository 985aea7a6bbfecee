"""What people are told about their bookings, whatever the kind."""

from . import rendering  # noqa: F401 - what renders them is known from now on
from .letters import (
    ANSWER_LINK,
    CANCEL_LINK,
    booking_calendar,
    cancel_until,
    mailing_letter,
)
from .posting import (
    post_colleague_left,
    post_group_offered,
    post_interrupted,
    post_mailing,
    post_merged,
    post_minimum_missed,
    post_reminder,
    post_replaced,
    post_status,
    post_to_all,
)

__all__ = [
    "ANSWER_LINK",
    "CANCEL_LINK",
    "booking_calendar",
    "cancel_until",
    "mailing_letter",
    "post_colleague_left",
    "post_group_offered",
    "post_interrupted",
    "post_mailing",
    "post_merged",
    "post_minimum_missed",
    "post_reminder",
    "post_replaced",
    "post_status",
    "post_to_all",
]
