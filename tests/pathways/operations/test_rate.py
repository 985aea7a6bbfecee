import pytest

from shared_services.pathways.errors import RatingsIncomplete, TooEarlyToAssess, TooLateToPosition
from shared_services.pathways.models import Moment
from shared_services.pathways.operations import rate_objectives, recognise_module
from shared_services.pathways.queries import list_ratings, sum_ratings
from tests.support.bookings import do
from tests.support.makers import make_person
from tests.support.pathways import modules_of

from ..support import attend, bookings_of, standings

FIRST, SECOND = "Accueillir une personne", "Expliquer sans faire à la place"


def test_before_the_first_module_she_says_where_she_is_and_may_correct_it(db, enrolment, ana):
    do(rate_objectives, enrolment, Moment.BEFORE, {FIRST: 1, SECOND: 0}, by=ana)
    do(rate_objectives, enrolment, Moment.BEFORE, {FIRST: 2, SECOND: 1}, by=ana)

    found = [(one.objective, one.score) for one in list_ratings(db, enrolment.id)]
    assert found == [(FIRST, 2), (SECOND, 1)]


def test_once_it_has_begun_it_is_too_late(db, enrolment, ana):
    start = standings(db, enrolment)[0].booking.starts_at

    with pytest.raises(TooLateToPosition):
        do(rate_objectives, enrolment, Moment.BEFORE, {FIRST: 1, SECOND: 1}, by=ana, now=start)


def test_every_objective_is_rated_on_the_scale(db, enrolment, ana):
    for scores in ({FIRST: 1}, {FIRST: 1, SECOND: 5}, {FIRST: 1, SECOND: -1}):
        with pytest.raises(RatingsIncomplete):
            do(rate_objectives, enrolment, Moment.BEFORE, scores, by=ana)


def test_after_the_last_module_she_says_it_again_and_the_hub_sees_the_means(db, pathway, enrolment, ana):
    do(rate_objectives, enrolment, Moment.BEFORE, {FIRST: 1, SECOND: 0}, by=ana)
    with pytest.raises(TooEarlyToAssess):
        do(rate_objectives, enrolment, Moment.AFTER, {FIRST: 4, SECOND: 3}, by=ana)
    for booking in bookings_of(db, enrolment)[:2]:
        attend(booking)
    do(recognise_module, enrolment, modules_of(pathway)[2].id, reason="Vue.", by=make_person())

    do(rate_objectives, enrolment, Moment.AFTER, {FIRST: 4, SECOND: 3}, by=ana)

    assert sum_ratings(db, pathway.id) == {
        (FIRST, Moment.BEFORE): (1, 1.0),
        (SECOND, Moment.BEFORE): (1, 0.0),
        (FIRST, Moment.AFTER): (1, 4.0),
        (SECOND, Moment.AFTER): (1, 3.0),
    }
