from datetime import date

from shared_services.evaluation.defaults import SATISFACTION, Audience
from shared_services.evaluation.results.queries import (
    list_marks,
    list_rounds,
    list_rounds_about,
    list_words,
    tally,
)
from shared_services.network.models import OrganisationKind
from tests.support.makers import make_hub, make_offer, make_organisation, make_session
from tests.support.surveys import answered


def held(hub, *answers, day=14, audience=Audience.HOT):
    session = make_session(make_offer(hub), starts_on=date(2026, 12, day))
    answered(session, *answers, audience=audience)
    return session


def test_rounds_are_those_of_the_hub_and_the_audience_the_latest_first(db):
    hub = make_hub()
    sessions = [held(hub, {"hot.satisfaction": 4}, day=day).id for day in (10, 12, 11)]
    held(hub, {"cold.satisfaction": 4}, audience=Audience.COLD)
    held(make_hub(), {"hot.satisfaction": 4})

    found = list_rounds(db, [hub.id], Audience.HOT)
    assert [one.bookable_id for one in found] == [sessions[1], sessions[2], sessions[0]]
    assert {one.bookable_id for one in list_rounds_about(db, sessions[:1], [Audience.HOT])} == {sessions[0]}


def test_notes_are_added_up_by_round_and_by_who_gave_them(db):
    hub = make_hub()
    company = make_organisation(kind=OrganisationKind.COMPANY)
    held(
        hub,
        {"hot.satisfaction": 4},
        {"hot.satisfaction": 5},
        {"hot.satisfaction": 2, "organisation": company},
    )

    (one,) = list_rounds(db, [hub.id], Audience.HOT)
    marks = {(m.organisation_kind, m.n, m.total) for m in list_marks(db, [one.id], SATISFACTION)}
    assert marks == {(OrganisationKind.LOCAL_AUTHORITY, 2, 9), (OrganisationKind.COMPANY, 1, 2)}


def test_texts_are_apart_from_what_is_counted(db):
    hub = make_hub()
    held(hub, {"hot.satisfaction": 4, "hot.change": "Le wifi."}, {"hot.satisfaction": 4})

    (one,) = list_rounds(db, [hub.id], Audience.HOT)
    assert [(t.number, t.count) for t in tally(db, [one.id])] == [(4, 2)]
    ((words,),) = list_words(db, [one.id]).values()
    assert words[1] == "Le wifi."
