from datetime import date, timedelta

import pytest

from shared_services.booking import jobs
from shared_services.booking.errors import AnotherDateHeld, QuotaReached
from shared_services.booking.models import BookingStatus, Quota, QuotaPeriod, QuotaScope
from tests.support.bookings import book, cancel
from tests.support.makers import (
    MONDAY,
    make_hub,
    make_offer,
    make_organisation,
    make_person,
    make_session,
    saved,
)


def quota(hub, scope, period, most):
    return saved(Quota(hub_id=hub.id, scope=scope, period=period, most=most))


class TestDatesOfOneOffer:
    def test_a_second_date_of_the_same_offer_is_refused_and_names_the_first(self, db):
        offer, person = make_offer(), make_person()
        first = book(make_session(offer), person)

        with pytest.raises(AnotherDateHeld, match=first.reference):
            book(make_session(offer, starts_on=date(2027, 3, 2)), person)

    def test_another_offer_is_free_to_book(self, db):
        person = make_person()
        book(make_session(), person)

        assert book(make_session(), person).status == BookingStatus.CONFIRMED

    def test_an_offer_made_to_come_back_to_has_no_such_rule(self, db):
        offer, person = make_offer(dates_each=0), make_person()
        book(make_session(offer), person)

        assert book(make_session(offer), person).status == BookingStatus.CONFIRMED

    def test_once_it_is_over_another_date_may_be_booked(self, db):
        offer, person = make_offer(), make_person()
        book(make_session(offer, starts_on=date(2027, 1, 12)), person)

        later = book(make_session(offer), person, now=MONDAY + timedelta(days=10))

        assert later.status == BookingStatus.CONFIRMED

    def test_waiting_for_two_dates_gives_one_place_only(self, db):
        offer, person = make_offer(), make_person()
        soon, late = make_session(offer, capacity=1), make_session(offer, capacity=1)
        in_soon, in_late = book(soon), book(late)
        waits_soon, waits_late = book(soon, person), book(late, person)

        cancel(in_soon)
        cancel(in_late)

        assert waits_soon.status == BookingStatus.OFFERED
        assert waits_late.status == BookingStatus.WAITLISTED
        assert book(late).status == BookingStatus.CONFIRMED

    def test_the_other_date_comes_when_the_first_is_given_up(self, db):
        offer, person = make_offer(), make_person()
        soon, late = make_session(offer), make_session(offer, capacity=1)
        in_late = book(late)
        waits = book(late, person)
        held = book(soon, person)
        cancel(in_late)
        assert waits.status == BookingStatus.WAITLISTED

        cancel(held)
        jobs.offer_free_places(MONDAY)

        assert waits.status == BookingStatus.OFFERED


class TestHubsQuotas:
    def test_places_to_come_of_one_person(self, db):
        hub, person = make_hub(), make_person()
        quota(hub, QuotaScope.PERSON, QuotaPeriod.COMING, 1)
        book(make_session(make_offer(hub)), person)

        with pytest.raises(QuotaReached, match="limite à 1 le nombre de places à venir"):
            book(make_session(make_offer(hub)), person)

        assert book(make_session(make_offer()), person).status == BookingStatus.CONFIRMED

    def test_a_month_is_the_calendar_month_of_the_place(self, db):
        hub, person = make_hub(time_zone="Indian/Reunion"), make_person()
        quota(hub, QuotaScope.PERSON, QuotaPeriod.MONTH, 1)
        zone = "Indian/Reunion"
        book(make_session(make_offer(hub), starts_on=date(2027, 2, 1), zone=zone), person)

        with pytest.raises(QuotaReached, match="par mois"):
            book(make_session(make_offer(hub), starts_on=date(2027, 2, 28), zone=zone), person)

        march = book(make_session(make_offer(hub), starts_on=date(2027, 3, 1), zone=zone), person)
        assert march.status == BookingStatus.CONFIRMED

    def test_a_quarter_and_a_year(self, db):
        hub, person = make_hub(), make_person()
        quota(hub, QuotaScope.PERSON, QuotaPeriod.QUARTER, 1)
        quota(hub, QuotaScope.PERSON, QuotaPeriod.YEAR, 2)
        book(make_session(make_offer(hub), starts_on=date(2027, 1, 12)), person)

        with pytest.raises(QuotaReached, match="par trimestre"):
            book(make_session(make_offer(hub), starts_on=date(2027, 3, 31)), person)

        book(make_session(make_offer(hub), starts_on=date(2027, 4, 1)), person)
        with pytest.raises(QuotaReached, match="par an"):
            book(make_session(make_offer(hub), starts_on=date(2027, 12, 31)), person)
        assert book(make_session(make_offer(hub), starts_on=date(2028, 1, 4)), person).status

    def test_an_organisations_places_are_counted_over_its_people(self, db):
        hub, organisation = make_hub(), make_organisation()
        quota(hub, QuotaScope.ORGANISATION, QuotaPeriod.COMING, 2)
        session = make_session(make_offer(hub))
        for _ in range(2):
            book(session, organisation_id=organisation.id)

        with pytest.raises(QuotaReached, match="une structure"):
            book(session, organisation_id=organisation.id)

        assert book(session).status == BookingStatus.CONFIRMED

    def test_the_hub_may_go_beyond_its_own_rule(self, db):
        hub, person = make_hub(), make_person()
        quota(hub, QuotaScope.PERSON, QuotaPeriod.COMING, 1)
        book(make_session(make_offer(hub)), person)

        assert book(make_session(make_offer(hub)), person, staff_adds=True).status == BookingStatus.CONFIRMED
