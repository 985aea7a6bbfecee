import pytest

from shared_services.outbox.letters import Dropped
from shared_services.outbox.registry import renderer_of
from shared_services.pathways.jobs import follow_pathways
from shared_services.pathways.operations import WhenFull, leave_pathway, recognise_module, undo_recognition
from tests.support.bookings import book, cancel, do
from tests.support.makers import MONDAY, make_person
from tests.support.pathways import follow, ids_of, make_pathway, plan_sessions, trainings_of

from .support import bookings_of


def letter(db, kind, enrolment, module_id=0):
    return renderer_of(kind)(db, {"enrolment_id": enrolment.id, "module_id": module_id})


def test_each_message_is_true_when_it_is_sent_and_dropped_otherwise(db, pathway, enrolment, ana):
    module_id, _training = trainings_of(pathway)[1]
    assert letter(db, "pathway_active", enrolment).facts["pathway"].id == pathway.id
    for kind in ("pathway_waiting", "pathway_finished", "pathway_left", "pathway_place_alone"):
        with pytest.raises(Dropped):
            letter(db, kind, enrolment)
    for kind in ("pathway_step_lost", "module_recognised"):
        with pytest.raises(Dropped):
            letter(db, kind, enrolment, module_id)

    cancel(bookings_of(db, enrolment)[1], by=ana)
    assert letter(db, "pathway_step_lost", enrolment, module_id).facts["standing"].module.id == module_id
    do(recognise_module, enrolment, module_id, reason="Formatrice.", by=make_person())
    assert letter(db, "module_recognised", enrolment, module_id).template == "module_recognised"
    do(undo_recognition, enrolment, module_id, by=make_person())
    assert letter(db, "recognition_undone", enrolment, module_id).template == "recognition_undone"
    do(leave_pathway, enrolment, by=ana)
    assert letter(db, "pathway_left", enrolment).template == "pathway_left"


def test_the_plan_that_waits_tells_of_a_place_that_came_alone(db, ana):
    pathway = make_pathway()
    sessions = plan_sessions(pathway, capacities=(5, 1, 1))
    taken = [book(session, make_person()) for session in list(sessions.values())[1:]]
    enrolment = follow(pathway, ana, ids_of(sessions), when_full=WhenFull.WAIT)
    assert letter(db, "pathway_waiting", enrolment).template == "pathway_waiting"

    cancel(taken[0])
    follow_pathways(MONDAY)

    module_id = list(sessions)[1]
    assert letter(db, "pathway_place_alone", enrolment, module_id).facts["standing"].module.id == module_id
