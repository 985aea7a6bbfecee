import pytest
from sqlalchemy import select

from shared_services.booking.models import BookingStatus
from shared_services.core.audit import AuditEntry
from shared_services.core.errors import NotFound
from shared_services.pathways.errors import ModuleDone, NothingToUndo, ReasonForSkipMissing
from shared_services.pathways.jobs import follow_pathways
from shared_services.pathways.models import EnrolmentState
from shared_services.pathways.operations import recognise_module, undo_recognition
from shared_services.pathways.progress import StepState
from tests.support.bookings import book, do
from tests.support.makers import MONDAY, kinds_posted, make_person
from tests.support.pathways import follow, ids_of, make_pathway, modules_of, plan_sessions

from ..support import standings


def test_it_says_why_and_by_whom_and_the_place_goes_to_the_next(db, ana):
    pathway, maud = make_pathway(), make_person()
    sessions = plan_sessions(pathway, capacities=(1, 5, 5))
    enrolment = follow(pathway, ana, ids_of(sessions))
    first_id = modules_of(pathway)[0].id
    waiting = book(sessions[first_id], make_person())

    do(recognise_module, enrolment, first_id, reason="Certificat Pix de 2025.", by=maud)

    found = standings(db, enrolment)[0]
    assert found.state == StepState.RECOGNISED
    assert (found.step.skipped_reason, found.step.skipped_by_id) == ("Certificat Pix de 2025.", maud.id)
    assert waiting.status == BookingStatus.OFFERED
    assert "module_recognised" in kinds_posted(db)
    acts = select(AuditEntry.reason).where(AuditEntry.action == "module_recognised")
    assert list(db.scalars(acts)) == ["Certificat Pix de 2025."]


def test_a_reason_is_needed(db, pathway, enrolment):
    with pytest.raises(ReasonForSkipMissing):
        do(recognise_module, enrolment, modules_of(pathway)[0].id, reason=" ", by=make_person())


def test_only_a_module_of_the_pathway_that_is_not_done(db, pathway, enrolment):
    first_id, maud = modules_of(pathway)[0].id, make_person()
    do(recognise_module, enrolment, first_id, reason="Vue.", by=maud)

    with pytest.raises(ModuleDone):
        do(recognise_module, enrolment, first_id, reason="Vue.", by=maud)
    with pytest.raises(NotFound):
        do(recognise_module, enrolment, 999_999, reason="Vue.", by=maud)


def test_undone_the_module_is_to_be_chosen_again_and_she_is_told(db, pathway, enrolment):
    first_id, maud = modules_of(pathway)[0].id, make_person()
    do(recognise_module, enrolment, first_id, reason="Vue.", by=maud)

    do(undo_recognition, enrolment, first_id, by=maud)

    assert standings(db, enrolment)[0].state == StepState.TO_CHOOSE
    assert kinds_posted(db)[-1] == "recognition_undone"
    with pytest.raises(NothingToUndo):
        do(undo_recognition, enrolment, first_id, by=maud)


def test_undone_a_pathway_that_was_finished_goes_on(db, pathway, enrolment):
    maud, modules = make_person(), [module.id for module in modules_of(pathway)]
    for module_id in modules:
        do(recognise_module, enrolment, module_id, reason="Vue.", by=maud)
    follow_pathways(MONDAY)
    assert enrolment.state == EnrolmentState.FINISHED

    do(undo_recognition, enrolment, modules[0], by=maud)

    assert enrolment.state == EnrolmentState.ACTIVE
