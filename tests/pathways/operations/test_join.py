from shared_services.core.database import transaction
from shared_services.merging.operations import merge_people
from shared_services.pathways.models import EnrolmentState
from tests.support.makers import MONDAY, make_admin, make_person
from tests.support.pathways import follow, ids_of, make_pathway, plan_sessions


def test_two_accounts_that_follow_the_same_pathway_follow_it_once(db, pathway, sessions):
    kept, twin, admin = make_person(), make_person(), make_admin()
    other = make_pathway()
    stays = follow(pathway, kept, ids_of(sessions))
    goes = follow(pathway, twin, ids_of(sessions))
    moves = follow(other, twin, ids_of(plan_sessions(other, starts_on=MONDAY.date().replace(month=5))))

    with transaction() as db:
        merge_people(db, kept.id, twin.id, by=admin, now=MONDAY)

    assert (stays.state, goes.state) == (EnrolmentState.ACTIVE, EnrolmentState.LEFT)
    assert (moves.person_id, moves.state) == (kept.id, EnrolmentState.ACTIVE)
