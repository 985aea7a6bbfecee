from datetime import timedelta

import pytest

from shared_services.core import clock
from shared_services.outbox.letters import Dropped
from shared_services.outbox.registry import renderer_of
from shared_services.pathways.jobs import follow_pathways, remind_of_objectives
from shared_services.pathways.models import Moment
from shared_services.pathways.operations import leave_pathway, rate_objectives
from tests.support.bookings import do
from tests.support.makers import MONDAY, kinds_posted
from tests.support.pathways import alter, follow, ids_of, make_pathway, plan_sessions

from ..support import attend, bookings_of

SCORES = {"Accueillir une personne": 1, "Expliquer sans faire à la place": 2}
DAY = timedelta(days=1)


@pytest.fixture
def starts_at(db, enrolment):
    return bookings_of(db, enrolment)[0].starts_at


def reminded(db, kind):
    return kinds_posted(db).count(kind)


def render(db, kind, enrolment, *, now):
    with clock.stopped(now):
        return renderer_of(kind)(db, {"enrolment_id": enrolment.id, "module_id": 0})


class TestBefore:
    def test_three_days_before_the_first_module_she_is_reminded_once(self, db, enrolment, starts_at):
        remind_of_objectives(starts_at - 4 * DAY)
        assert reminded(db, "pathway_position") == 0

        for hours in (72, 48, 24):
            remind_of_objectives(starts_at - timedelta(hours=hours))

        assert reminded(db, "pathway_position") == 1
        letter = render(db, "pathway_position", enrolment, now=starts_at - DAY)
        assert letter.facts["rate_url"].endswith(f"/enrolments/{enrolment.id}/objectives/before")

    def test_who_answered_is_left_in_peace(self, db, enrolment, starts_at, ana):
        do(rate_objectives, enrolment, Moment.BEFORE, SCORES, by=ana)

        remind_of_objectives(starts_at - DAY)

        assert reminded(db, "pathway_position") == 0
        with pytest.raises(Dropped):
            render(db, "pathway_position", enrolment, now=starts_at - DAY)

    def test_nobody_is_asked_before_the_second_module_what_was_asked_before_the_first(
        self, db, enrolment, starts_at
    ):
        first, second, _third = bookings_of(db, enrolment)
        attend(first)

        remind_of_objectives(second.starts_at - DAY)

        assert reminded(db, "pathway_position") == 0
        with pytest.raises(Dropped):
            render(db, "pathway_position", enrolment, now=second.starts_at - DAY)

    def test_nor_who_left_was_blocked_or_follows_what_has_no_objective(
        self, db, pathway, enrolment, starts_at, ana
    ):
        alter(ana, blocked_at=MONDAY, block_reason="Compte partagé.")
        remind_of_objectives(starts_at - DAY)
        alter(ana, blocked_at=None, block_reason="")
        alter(pathway, objectives="")
        remind_of_objectives(starts_at - DAY)
        alter(pathway, objectives="Accueillir")
        do(leave_pathway, enrolment, by=ana)
        remind_of_objectives(starts_at - DAY)

        assert reminded(db, "pathway_position") == 0


class TestAfter:
    @pytest.fixture
    def ended_at(self, db, enrolment):
        bookings = bookings_of(db, enrolment)
        for booking in bookings:
            attend(booking)
        ended_at = bookings[-1].ends_at
        follow_pathways(ended_at)
        return ended_at

    def test_a_week_after_the_last_module_she_is_reminded_once(self, db, enrolment, ended_at):
        remind_of_objectives(ended_at + 6 * DAY)
        assert reminded(db, "pathway_assess") == 0

        for days in (7, 8, 29):
            remind_of_objectives(ended_at + days * DAY)

        assert reminded(db, "pathway_assess") == 1
        letter = render(db, "pathway_assess", enrolment, now=ended_at + 7 * DAY)
        assert letter.facts["rate_url"].endswith(f"/enrolments/{enrolment.id}/objectives/after")

    def test_who_answered_and_what_ended_long_ago_is_let_rest(self, db, enrolment, ended_at, ana):
        remind_of_objectives(ended_at + 31 * DAY)
        do(rate_objectives, enrolment, Moment.AFTER, SCORES, by=ana, now=ended_at)
        remind_of_objectives(ended_at + 8 * DAY)

        assert reminded(db, "pathway_assess") == 0
        with pytest.raises(Dropped):
            render(db, "pathway_assess", enrolment, now=ended_at + 8 * DAY)


def test_each_pathway_she_follows_has_its_own_reminder(db, ana, enrolment, starts_at):
    other = make_pathway()
    sessions = plan_sessions(other, starts_on=starts_at.date() + DAY)
    follow(other, ana, ids_of(sessions))

    remind_of_objectives(starts_at - DAY)

    assert reminded(db, "pathway_position") == 2
