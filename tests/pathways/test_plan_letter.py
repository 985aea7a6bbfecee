import pytest
from icalendar import Calendar

from shared_services.outbox.registry import renderer_of
from shared_services.outbox.rendering import preview
from shared_services.pathways.operations import WhenFull
from tests.support.bookings import book
from tests.support.makers import make_person
from tests.support.pathways import follow, ids_of, make_pathway, plan_sessions

from .support import bookings_of


def letter(db, kind, enrolment):
    return renderer_of(kind)(db, {"enrolment_id": enrolment.id, "module_id": 0})


def uids(content):
    return [str(event["uid"]).split("@")[0] for event in Calendar.from_ical(content).walk("VEVENT")]


def test_the_whole_plan_is_one_message_with_one_calendar_file(db, enrolment, sessions):
    plan = letter(db, "pathway_active", enrolment)

    assert [one.facts.title for one in plan.facts["plan"]] == ["Accueillir", "Accompagner", "Évaluer"]
    assert [one.facts.starts_at for one in plan.facts["plan"]] == [one.starts_at for one in sessions.values()]
    # The UIDs are those of each booking's own messages: a later change of one finds its event.
    expected = [
        f"{booking.reference}-{number}"
        for booking, line in zip(bookings_of(db, enrolment), plan.facts["plan"], strict=True)
        for number in range(1, len(line.facts.periods) + 1)
    ]
    assert uids(plan.calendar) == expected


def test_what_waits_is_said_with_its_rank_and_is_in_no_calendar(db, ana):
    pathway = make_pathway()
    sessions = plan_sessions(pathway, capacities=(5, 1, 5))
    book(list(sessions.values())[1], make_person())
    enrolment = follow(pathway, ana, ids_of(sessions), when_full=WhenFull.WITHOUT)

    plan = letter(db, "pathway_active", enrolment)

    assert [one.rank for one in plan.facts["plan"]] == [None, 1, None]
    waiting = bookings_of(db, enrolment)[1]
    assert not any(uid.startswith(waiting.reference) for uid in uids(plan.calendar))


def test_a_plan_that_waits_tells_every_date_and_holds_no_calendar(db, ana):
    pathway = make_pathway()
    sessions = plan_sessions(pathway, capacities=(5, 1, 5))
    book(list(sessions.values())[1], make_person())
    enrolment = follow(pathway, ana, ids_of(sessions), when_full=WhenFull.WAIT)

    plan = letter(db, "pathway_waiting", enrolment)

    assert [one.facts.starts_at for one in plan.facts["plan"]] == [one.starts_at for one in sessions.values()]
    assert [one.rank for one in plan.facts["plan"]] == [None, 1, None]
    assert plan.calendar is None


@pytest.mark.parametrize("needs_approval", [True, False])
def test_the_link_of_a_distant_session_is_for_sure_places_only(db, ana, needs_approval):
    pathway = make_pathway(modules=1)
    link = "https://visio.example/salle"
    sessions = plan_sessions(
        pathway, needs_approval=needs_approval, place_name="", address="", video_link=link
    )
    enrolment = follow(pathway, ana, ids_of(sessions))

    subject, text = preview(letter(db, "pathway_active", enrolment), "fr")

    assert pathway.title in subject
    assert ("En attente d'accord" in text) is needs_approval
    assert (link in text) is not needs_approval


def test_its_words_name_every_place_and_the_file(db, enrolment):
    _subject, text = preview(letter(db, "pathway_active", enrolment), "fr")

    assert text.count("Voir ou annuler cette réservation") == 3
    assert "Le fichier joint met dans votre agenda" in text
