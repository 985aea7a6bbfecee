import pytest
from sqlalchemy import UniqueConstraint, select

from shared_services.accounts.own_data import collect, person_columns
from shared_services.api.models import Feed, FeedKind
from shared_services.api.operations import open_feed
from shared_services.booking import ledger
from shared_services.booking.models import BookingStatus
from shared_services.core.database import Model, transaction
from shared_services.evidence.passport.models import PassportShare
from shared_services.evidence.passport.operations import share_passport
from shared_services.finding.models import SavedSearch
from shared_services.merging.operations import ONCE
from shared_services.merging.queries import SETTLED_APART
from shared_services.network.models import Affiliation, HubRole
from tests.support import makers
from tests.support.baskets import put
from tests.support.bookings import book
from tests.support.makers import MONDAY
from tests.support.twins import bookings_of, make_twins, merge

# Where one person is live once: settled by their slices before the rows move.
SETTLED = {
    "affiliation",
    "basket_line",
    "booking",
    "busy_calendar",
    "enrolment",
    "expert",
    "feed",
    "hub_role",
    "lending_suspension",
}


@pytest.fixture
def twins(db):
    return make_twins()


@pytest.fixture
def admin(db):
    return makers.make_admin()


class TestWhatMoves:
    def test_bookings_organisations_roles_and_searches_are_in_the_kept_account(self, db, twins):
        kept, twin = twins
        session, hub, organisation = makers.make_session(), makers.make_hub(), makers.make_organisation()
        book(session, twin)
        makers.make_affiliation(twin, organisation, is_referent=True)
        makers.make_role(twin, hub)
        makers.make_search(twin)

        merge(kept, twin)

        assert bookings_of(db, kept) == [(session.id, BookingStatus.CONFIRMED)]
        assert db.scalars(select(Affiliation.person_id)).all() == [kept.id]
        assert db.scalars(select(HubRole.person_id).where(HubRole.hub_id == hub.id)).all() == [kept.id]
        assert db.scalars(select(SavedSearch.person_id)).all() == [kept.id]
        assert set(collect(db, kept)) >= {"booking", "affiliation", "hub_role", "saved_search"}

    def test_only_the_person_herself_names_the_account_in_excess_afterwards(self, db, twins, admin):
        kept, twin = twins
        book(makers.make_session(), twin)
        makers.make_invitation(makers.make_organisation(), by=twin)
        makers.make_announcement(author_id=twin.id)
        makers.make_device(twin, "a browser", now=MONDAY)

        merge(kept, twin, admin)

        still = {
            column.table.name
            for column in person_columns()
            if db.execute(select(column).where(column == twin.id)).first()
        }
        assert still == set()

    def test_an_empty_phone_is_filled_and_a_name_never_replaced(self, db, twins):
        kept, twin = twins
        twin_name = twin.name

        merge(kept, twin)

        db.expire_all()
        assert (kept.phone, kept.name, twin.phone) == ("+33 6 12 34 56 78", twin_name, None)

    def test_what_was_in_the_other_basket_is_free_again(self, db, twins):
        session = makers.make_session(capacity=1)
        put(session, twins[1])

        merge(*twins)

        assert book(session).status == BookingStatus.CONFIRMED
        assert ledger.recount(db) == []

    def test_the_same_search_is_kept_once(self, db, twins):
        for person in twins:
            makers.make_search(person)

        merge(*twins)

        assert db.scalars(select(SavedSearch.person_id)).all() == [twins[0].id]

    def test_addresses_of_the_account_in_excess_show_no_passport_any_more(self, db, twins):
        with transaction() as db:
            for one in twins:
                share_passport(db, label="Candidature", days=30, person=one, now=MONDAY)

        merge(*twins)

        shares = db.scalars(select(PassportShare).order_by(PassportShare.id)).all()
        assert {one.person_id for one in shares} == {twins[0].id}
        assert [one.revoked_at for one in shares] == [None, MONDAY]

    def test_of_two_calendars_the_kept_one_answers_and_a_single_one_goes_on(self, db, twins):
        kept, twin = twins
        with transaction() as db:
            mine = open_feed(db, FeedKind.BOOKINGS, person=kept, now=MONDAY)
            double = open_feed(db, FeedKind.BOOKINGS, person=twin, now=MONDAY)
            single = open_feed(db, FeedKind.TEACHING, person=twin, now=MONDAY)

        merge(kept, twin)

        open_ones = db.scalars(select(Feed.id).where(Feed.revoked_at.is_(None), Feed.person_id == kept.id))
        assert set(open_ones) == {mine.id, single.id}
        assert double.id not in {mine.id, single.id}


def test_every_table_that_wants_a_person_once_is_settled(app):
    delicate = set()
    for column in person_columns():
        rules = [*column.table.constraints, *column.table.indexes, column.table.primary_key]
        unique = [r for r in rules if isinstance(r, UniqueConstraint) or getattr(r, "unique", False)]
        if any(
            column.name in r.columns for r in [*unique, column.table.primary_key] if not isinstance(r, str)
        ):
            delicate.add(column.table.name)

    assert delicate == {*ONCE, *SETTLED, "staff_time"}, "two accounts may collide there: settle them"
    assert set(Model.metadata.tables) >= {*ONCE, *SETTLED_APART}
