"""What the scheduler does for pathways. One transaction an enrolment: a failure stops none of the others."""

from datetime import datetime

from shared_services.core.database import read_session, transaction

from . import queries
from .operations import (
    finish,
    forget_answers,
    remind_to_assess,
    remind_to_position,
    take_again,
    tell_what_is_lost,
)
from .operations.remind import AFTER_THE_LAST, BEFORE_THE_FIRST, NO_LONGER_ASKED


def follow_pathways(now: datetime) -> int:
    """Take the plans a place came for, tell what was lost, close what is done, forget what is of no use."""
    db = read_session()
    waiting, lost = queries.list_waiting_with_a_place(db), queries.list_with_lost_steps(db, now=now)
    maybe_finished = queries.list_maybe_finished(db, now=now)
    is_over = bool(queries.list_steps_to_forget(db, now=now))
    done = 0
    for enrolment_id in waiting:
        with transaction() as db:
            done += take_again(db, enrolment_id, now=now)
    for enrolment_id in lost:
        with transaction() as db:
            done += tell_what_is_lost(db, enrolment_id, now=now)
    for enrolment_id in maybe_finished:
        with transaction() as db:
            done += finish(db, enrolment_id, now=now)
    if is_over:
        with transaction() as db:
            done += forget_answers(db, now=now)
    return done


def remind_of_objectives(now: datetime) -> int:
    """Remind of the questionnaire before the first module, and of the one after the last; once each."""
    db = read_session()
    to_position = queries.list_to_position(db, starts_before=now + BEFORE_THE_FIRST, now=now)
    to_assess = queries.list_to_assess(
        db, ended_after=now - NO_LONGER_ASKED, ended_before=now - AFTER_THE_LAST
    )
    done = 0
    for enrolment_id in to_position:
        with transaction() as db:
            done += remind_to_position(db, enrolment_id, now=now)
    for enrolment_id in to_assess:
        with transaction() as db:
            done += remind_to_assess(db, enrolment_id, now=now)
    return done
