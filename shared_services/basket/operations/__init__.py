"""The verbs of a basket, one file each. Each locks what it takes, in the caller's transaction."""

from .add import MOST_LINES, keep_again, put_in_basket
from .check_out import Outcome, check_out, join_list
from .let_go import empty_basket, expire_line, forget_line, remove_line

__all__ = [
    "MOST_LINES",
    "Outcome",
    "check_out",
    "empty_basket",
    "expire_line",
    "forget_line",
    "join_list",
    "keep_again",
    "put_in_basket",
    "remove_line",
]
