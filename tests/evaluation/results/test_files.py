from datetime import date

from shared_services.evaluation.defaults import Audience
from shared_services.evaluation.results.files import HEADER, list_lines
from shared_services.evaluation.results.reading import Scope, results_of
from tests.support.makers import make_hub, make_offer, make_session
from tests.support.surveys import answered


def lines_of(db, *answers, scope=None):
    hub = make_hub()
    answered(make_session(make_offer(hub), starts_on=date(2026, 12, 14)), *answers)
    return list_lines(results_of(db, hub.id, Audience.HOT, scope or Scope()))


def given(number, **more):
    return [{"hot.satisfaction": 4, **more} for _ in range(number)]


def test_every_line_has_the_columns_of_the_heading(db):
    lines = lines_of(db, *given(5, **{"hot.pace": "fast", "hot.change": "Rien."}))

    assert {len(line) for line in lines} == {len(HEADER)}


def test_a_mean_has_a_comma_and_each_answer_its_count(db):
    lines = lines_of(db, *given(5), {"hot.satisfaction": 5})

    numbers = [line[2:5] for line in lines if line[0].startswith("Dans l")]
    assert numbers[0] == ("", "6", "4,17")
    assert numbers[1:] == [("1", "0", ""), ("2", "0", ""), ("3", "0", ""), ("4", "5", ""), ("5", "1", "")]


def test_a_question_that_few_answered_says_so_and_nothing_else(db):
    lines = lines_of(db, *given(5), {"hot.satisfaction": 4, "hot.pace": "fast"})

    assert [line[2:] for line in lines if line[0].startswith("Le rythme")] == [
        ("Moins de 5 réponses", "", "", "")
    ]


def test_texts_stand_by_themselves(db):
    lines = lines_of(db, *given(4), *given(1, **{"hot.change": "Le wifi."}))

    assert [line[2:] for line in lines if line[5]] == [("", "", "", "Le wifi.")]


def test_the_file_says_over_which_days(db):
    lines = lines_of(db, *given(5), scope=Scope(since=date(2026, 12, 1), until=date(2026, 12, 31)))

    assert lines[0][:3] == ("Période", "", "2026-12-01 – 2026-12-31")
