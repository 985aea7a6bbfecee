"""The verbs of booking, one file each. Each locks, moves, tells and promotes in the caller's transaction."""

from ..periods import Wanted
from .answer import accept, decline
from .attendance import record_attendance
from .bookables import (
    cancel_bookable,
    change_capacity,
    end_bookable,
    fill_periods,
    put_out_of_service,
    reschedule,
)
from .cancel import cancel, expire_place
from .decide import approve, refuse
from .holds import hold_units, release_holds
from .join_people import drop_doubles, join_staff_time, lock_what_is_live
from .keeping import keep_units, let_go, use_kept
from .leave import Fate, Way, leave_organisation, list_keepers
from .mailings import Words, send_mailing
from .merge import Merge, foresee_merge, merge_bookables
from .minimum import let_stand, settle_minimum
from .no_shows import answer_review, ask_review
from .promote import promote_next
from .questions import (
    answers_given,
    ask_question,
    carry_answers,
    change_answers,
    forget_answers,
    record_answers,
    retire_question,
)
from .requirements import list_lendable, required_not_free, want_required
from .reserve import reserve
from .reserve_group import Outcome, reserve_group
from .sharing import add_quota, free_kept_seats, keep_seats, limit_per_organisation, remove_quota
from .staff_time import hold_staff_time, want_staff_time, who_is_busy
from .transfer import change_period, exchange, move_booking, swap_person, swap_with_colleague

__all__ = [
    "Fate",
    "Merge",
    "Outcome",
    "Wanted",
    "Way",
    "Words",
    "accept",
    "add_quota",
    "answer_review",
    "answers_given",
    "approve",
    "ask_question",
    "ask_review",
    "cancel",
    "cancel_bookable",
    "carry_answers",
    "change_answers",
    "change_capacity",
    "change_period",
    "decline",
    "drop_doubles",
    "end_bookable",
    "exchange",
    "expire_place",
    "fill_periods",
    "foresee_merge",
    "forget_answers",
    "free_kept_seats",
    "hold_staff_time",
    "hold_units",
    "join_staff_time",
    "keep_seats",
    "keep_units",
    "leave_organisation",
    "let_go",
    "let_stand",
    "limit_per_organisation",
    "list_keepers",
    "list_lendable",
    "lock_what_is_live",
    "merge_bookables",
    "move_booking",
    "promote_next",
    "put_out_of_service",
    "record_answers",
    "record_attendance",
    "refuse",
    "release_holds",
    "remove_quota",
    "required_not_free",
    "reschedule",
    "reserve",
    "reserve_group",
    "retire_question",
    "send_mailing",
    "settle_minimum",
    "swap_person",
    "swap_with_colleague",
    "use_kept",
    "want_required",
    "want_staff_time",
    "who_is_busy",
]
