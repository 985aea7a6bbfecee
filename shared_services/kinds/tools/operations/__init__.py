"""The verbs of tools, one file a family."""

from .book import book_tool, book_tool_for_colleague
from .imports import Imported, import_units
from .lending import (
    answer_suspension,
    appeal,
    end_double_suspension,
    set_lending_rules,
    suspend_when_too_late,
)
from .loans import Return, extend_loan, hand_over, keep_overdue, settle, take_back
from .offers import (
    LoanRules,
    ToolText,
    change_rules,
    check_unused,
    remove_manual,
    set_manual,
    write_tool,
)
from .retention import delete_old_agreements
from .units import (
    UnitFacts,
    add_unit,
    close_days,
    describe_unit,
    open_days,
    plan_outage,
    remove_outage,
    set_state,
)

__all__ = [
    "Imported",
    "LoanRules",
    "Return",
    "ToolText",
    "UnitFacts",
    "add_unit",
    "answer_suspension",
    "appeal",
    "book_tool",
    "book_tool_for_colleague",
    "change_rules",
    "check_unused",
    "close_days",
    "delete_old_agreements",
    "describe_unit",
    "end_double_suspension",
    "extend_loan",
    "hand_over",
    "import_units",
    "keep_overdue",
    "open_days",
    "plan_outage",
    "remove_manual",
    "remove_outage",
    "set_lending_rules",
    "set_manual",
    "set_state",
    "settle",
    "suspend_when_too_late",
    "take_back",
    "write_tool",
]
