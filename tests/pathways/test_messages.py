import pytest

from shared_services.booking.operations import cancel_bookable
from shared_services.outbox.letters import Dropped
from shared_services.outbox.registry import renderer_of
from shared_services.outbox.rendering import preview
from shared_services.pathways.jobs import follow_pathways
from shared_services.pathways.operations import (
    WhenFull,
    enrol_colleagues,
    leave_pathway,
    recognise_module,
    undo_recognition,
)
from tests.support.bookings import book, cancel, do
from tests.support.makers import MONDAY, make_affiliation, make_organisation, make_person
from tests.support.pathways import (
    alter,
    follow,
    ids_of,
    make_cohort,
    make_pathway,
    modules_of,
    plan_sessions,
    trainings_of,
)

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


def words(letter):
    return " ".join(preview(letter, "fr")[1].split())


def test_a_lost_module_is_told_by_what_became_of_the_rest(db, pathway, enrolment, ana):
    module_id, _training = trainings_of(pathway)[1]
    cancel(bookings_of(db, enrolment)[1], by=ana)
    told = words(letter(db, "pathway_step_lost", enrolment, module_id))
    assert "Vos autres modules restent réservés." in told

    alter(modules_of(pathway)[1], is_required=False)
    told = words(letter(db, "pathway_step_lost", enrolment, module_id))
    assert "Ce module est facultatif" in told


def test_while_the_plan_waits_it_does_not_say_that_the_rest_is_booked(db, ana):
    pathway = make_pathway()
    sessions = plan_sessions(pathway, capacities=(5, 1, 5))
    book(list(sessions.values())[1], make_person())
    enrolment = follow(pathway, ana, ids_of(sessions), when_full=WhenFull.WAIT)
    first_id, first = next(iter(sessions.items()))
    do(cancel_bookable, first, by=make_person(), reason="Annulée.")
    follow_pathways(MONDAY)

    told = words(letter(db, "pathway_step_lost", enrolment, first_id))

    assert "n'est plus possible. Rien n'est réservé tant qu'il manque une date" in told


def test_the_plan_says_who_booked_it_for_her(db, pathway, sessions):
    organisation, referent, person = make_organisation(), make_person("Rita", "Référente"), make_person()
    make_affiliation(referent, organisation, is_referent=True)
    make_affiliation(person, organisation)
    given = {"organisation_id": organisation.id, "when_full": WhenFull.REFUSE}
    (enrolment,) = do(
        enrol_colleagues, make_cohort(pathway, sessions), [person.id], by=referent, **given
    ).enrolled

    assert "Rita Référente a réservé pour vous." in words(letter(db, "pathway_active", enrolment))
    hers = follow(pathway, referent, ids_of(sessions))
    assert "a réservé pour vous" not in words(letter(db, "pathway_active", hers))
