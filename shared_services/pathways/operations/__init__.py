"""The verbs of pathways, one file each. Bookables are locked first, by their numbers, then people."""

from .change import change_step
from .cohorts import add_cohort, remove_cohort
from .colleagues import enrol_colleagues
from .enrol import Enrolling, check_open, enrol
from .follow import finish, forget_answers, take_again, tell_what_is_lost
from .join import leave_double_pathways
from .leave import leave_pathway, what_leaving_keeps
from .modules import ModuleText, check_order
from .offers import PathwayText, change_modules, check_unused, check_whole, write_pathway, write_text
from .rate import rate_objectives
from .recognise import recognise_module, undo_recognition
from .remind import remind_to_assess, remind_to_position
from .take import WhenFull

__all__ = [
    "Enrolling",
    "ModuleText",
    "PathwayText",
    "WhenFull",
    "add_cohort",
    "change_modules",
    "change_step",
    "check_open",
    "check_order",
    "check_unused",
    "check_whole",
    "enrol",
    "enrol_colleagues",
    "finish",
    "forget_answers",
    "leave_double_pathways",
    "leave_pathway",
    "rate_objectives",
    "recognise_module",
    "remind_to_assess",
    "remind_to_position",
    "remove_cohort",
    "take_again",
    "tell_what_is_lost",
    "undo_recognition",
    "what_leaving_keeps",
    "write_pathway",
    "write_text",
]
