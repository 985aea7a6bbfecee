"""The verbs of accounts. Each works in the caller's transaction."""

from .administer import block, close_all_devices, send_confirmation, set_admin, unblock
from .devices import (
    Credentials,
    check_credentials,
    close_device,
    close_devices,
    forget_devices,
    is_worth_noting,
    note_device_seen,
    open_device,
)
from .email_change import (
    confirm_email_change,
    forget_email_changes,
    may_confirm,
    may_object,
    object_to_email_change,
    request_email_change,
)
from .links import forget_links, send_link
from .merge import check_mergeable, close_into
from .profile import change_password, change_profile, request_reset, reset_password
from .sign_up import (
    confirm_email,
    forget_unconfirmed,
    make_admin,
    resend_confirmation,
    sign_up,
    sign_up_confirmed,
)
from .support import end_visit, end_visits_over, note_page, start_visit

__all__ = [
    "Credentials",
    "block",
    "change_password",
    "change_profile",
    "check_credentials",
    "check_mergeable",
    "close_all_devices",
    "close_device",
    "close_devices",
    "close_into",
    "confirm_email",
    "confirm_email_change",
    "end_visit",
    "end_visits_over",
    "forget_devices",
    "forget_email_changes",
    "forget_links",
    "forget_unconfirmed",
    "is_worth_noting",
    "make_admin",
    "may_confirm",
    "may_object",
    "note_device_seen",
    "note_page",
    "object_to_email_change",
    "open_device",
    "request_email_change",
    "request_reset",
    "resend_confirmation",
    "reset_password",
    "send_confirmation",
    "send_link",
    "set_admin",
    "sign_up",
    "sign_up_confirmed",
    "start_visit",
    "unblock",
]
