"""The verbs of trainings: offers, sessions, who gets in."""

from .book import (
    add_person,
    book_session,
    known_person,
    usual_organisation,
)
from .colleagues import book_colleagues
from .merge import merge_sessions
from .minimum import let_session_stand, settle_session
from .offers import OfferText, check_unused, write_offer
from .repeat import repeat_session
from .sessions import SessionPlan, cancel_session, change_session, plan_session

__all__ = [
    "OfferText",
    "SessionPlan",
    "add_person",
    "book_colleagues",
    "book_session",
    "cancel_session",
    "change_session",
    "check_unused",
    "known_person",
    "let_session_stand",
    "merge_sessions",
    "plan_session",
    "repeat_session",
    "settle_session",
    "usual_organisation",
    "write_offer",
]
