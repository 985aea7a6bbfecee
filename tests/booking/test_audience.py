import pytest

from shared_services.booking.audience import choose_organisation, eligible_organisations
from shared_services.booking.errors import NotOfAnyHub, NotOfThisAudience, OrganisationToChoose
from shared_services.booking.models import Audience
from shared_services.kinds.trainings.queries import get_session
from tests.support.makers import (
    make_affiliation,
    make_aidant,
    make_hub,
    make_membership,
    make_offer,
    make_organisation,
    make_person,
    make_session,
)


def chosen(db, session, person, wanted=None):
    session = get_session(db, session.id)  # with its hub
    return choose_organisation(session, eligible_organisations(db, session, person), wanted)


@pytest.mark.parametrize(
    ("audience", "error"), [(Audience.HUB_MEMBERS, NotOfThisAudience), (Audience.ANY_HUB, NotOfAnyHub)]
)
def test_who_belongs_nowhere_is_told_whom_it_is_for(db, hub, audience, error):
    session = make_session(make_offer(hub), audience=audience)

    with pytest.raises(error):
        chosen(db, session, make_person())


def test_a_member_of_another_hub_comes_where_any_hub_will_do(db, hub):
    neighbour = make_aidant(make_hub())

    assert chosen(db, make_session(make_offer(hub), audience=Audience.ANY_HUB), neighbour) is not None
    with pytest.raises(NotOfThisAudience):
        chosen(db, make_session(make_offer(hub), audience=Audience.HUB_MEMBERS), neighbour)


def test_anyone_comes_on_her_own(db, hub):
    assert chosen(db, make_session(make_offer(hub), audience=Audience.ANYONE), make_person()) is None


def test_with_several_organisations_she_says_for_which(db, hub):
    aidant, second = make_aidant(hub), make_organisation()
    make_membership(second, hub)
    make_affiliation(aidant, second)
    session = make_session(make_offer(hub), audience=Audience.HUB_MEMBERS)

    with pytest.raises(OrganisationToChoose):
        chosen(db, session, aidant)
    with pytest.raises(OrganisationToChoose):
        chosen(db, session, aidant, make_organisation().id)
    assert chosen(db, session, aidant, second.id) == second.id
