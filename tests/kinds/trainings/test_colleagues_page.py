import pytest

from shared_services.booking.models import Quota, QuotaPeriod, QuotaScope
from shared_services.core.errors import NotFound
from shared_services.kinds.trainings.colleagues_page import colleagues_page
from tests.support.bookings import book
from tests.support.makers import (
    MONDAY,
    make_affiliation,
    make_hub,
    make_offer,
    make_organisation,
    make_person,
    make_session,
    saved,
)


def referent_of(organisation):
    person = make_person("Rachel", "Référente")
    make_affiliation(person, organisation, is_referent=True)
    return person


def test_who_has_reached_the_hubs_quota_cannot_be_chosen(db):
    hub, organisation = make_hub(), make_organisation()
    referent, busy = referent_of(organisation), make_person("Anna", "Durand")
    make_affiliation(busy, organisation)
    saved(Quota(hub_id=hub.id, scope=QuotaScope.PERSON, period=QuotaPeriod.COMING, most=1))
    book(make_session(make_offer(hub)), busy)

    page = colleagues_page(db, make_session(make_offer(hub)).id, referent, None, now=MONDAY)

    assert [person.id for person in page.who_can_come] == [referent.id]
    assert page.is_open


def test_nobody_speaks_for_an_organisation_she_is_not_referent_of(db):
    organisation, other = make_organisation(), make_organisation()
    referent = referent_of(organisation)

    with pytest.raises(NotFound):
        colleagues_page(db, make_session().id, referent, other.id, now=MONDAY)
