"""The verbs of attendance."""

from .close import close_sheet
from .forget import delete_files
from .replace import replace_participant
from .scan import add_scans
from .sign import sign_presence
from .tick import Sending, Tick, Ticked, tick_half_day
from .walk_in import add_walk_in

__all__ = [
    "Sending",
    "Tick",
    "Ticked",
    "add_scans",
    "add_walk_in",
    "close_sheet",
    "delete_files",
    "replace_participant",
    "sign_presence",
    "tick_half_day",
]
