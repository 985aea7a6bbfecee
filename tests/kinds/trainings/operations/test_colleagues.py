import pytest

from shared_services.booking.errors import NotAColleague, NotOfThisAudience
from shared_services.booking.models import Audience, BookingStatus
from shared_services.catalogue.models import OfferStatus
from shared_services.kinds.trainings.errors import OfferNotPublished
from shared_services.kinds.trainings.operations import book_colleagues
from tests.support.bookings import do
from tests.support.makers import make_affiliation, make_offer, make_organisation, make_person, make_session


@pytest.fixture
def organisation(db):
    return make_organisation()


@pytest.fixture
def referent(organisation):
    person = make_person("Rachel", "Référente")
    make_affiliation(person, organisation, is_referent=True)
    return person


def for_colleagues(session, people, *, by, organisation):
    given = {"person_ids": [person.id for person in people], "organisation_id": organisation.id}
    return do(book_colleagues, session, by=by, stays_together=False, **given)


def test_named_twice_she_is_booked_once(organisation, referent):
    outcome = for_colleagues(make_session(), [referent, referent], by=referent, organisation=organisation)

    assert outcome.count(BookingStatus.CONFIRMED) == 1


def test_people_of_other_organisations_are_refused(organisation, referent):
    with pytest.raises(NotAColleague):
        for_colleagues(make_session(), [make_person()], by=referent, organisation=organisation)


def test_the_audience_of_the_session_holds_for_groups_too(organisation, referent):
    session = make_session(audience=Audience.HUB_MEMBERS)

    with pytest.raises(NotOfThisAudience):
        for_colleagues(session, [referent], by=referent, organisation=organisation)


def test_a_draft_cannot_be_booked(organisation, referent):
    session = make_session(make_offer(status=OfferStatus.DRAFT))

    with pytest.raises(OfferNotPublished):
        for_colleagues(session, [referent], by=referent, organisation=organisation)
