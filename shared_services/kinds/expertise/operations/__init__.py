"""The verbs of expertise, one file a family."""

from .availability import (
    Weekly,
    add_absence,
    add_weekly,
    end_weekly,
    list_collisions,
    remove_absence,
    remove_day,
    set_day,
)
from .book import Wished, book_appointment, book_for_colleague
from .calendars import add_calendar, import_calendar, keep_times, note_failure, remove_calendar
from .move import move_appointment
from .notes import Outcome, note_outcome, prepare
from .offers import (
    OfferText,
    Rules,
    add_expert,
    change_rules,
    check_unused,
    remove_expert,
    write_offer,
)
from .twins import join_experts
from .wishes import follow_wish, forget_wish, wait_for_slot

__all__ = [
    "OfferText",
    "Outcome",
    "Rules",
    "Weekly",
    "Wished",
    "add_absence",
    "add_calendar",
    "add_expert",
    "add_weekly",
    "book_appointment",
    "book_for_colleague",
    "change_rules",
    "check_unused",
    "end_weekly",
    "follow_wish",
    "forget_wish",
    "import_calendar",
    "join_experts",
    "keep_times",
    "list_collisions",
    "move_appointment",
    "note_failure",
    "note_outcome",
    "prepare",
    "remove_absence",
    "remove_calendar",
    "remove_day",
    "remove_expert",
    "set_day",
    "wait_for_slot",
    "write_offer",
]
