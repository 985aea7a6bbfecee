import pytest
from sqlalchemy import Index, UniqueConstraint, select

from shared_services.booking.models import Booking
from shared_services.core.audit import AuditEntry
from shared_services.core.database import transaction
from shared_services.core.errors import NotFound
from shared_services.network.errors import SameOrganisation
from shared_services.network.models import Affiliation, BondState, Membership, Organisation
from shared_services.network.operations import merge_organisations
from shared_services.network.queries import organisation_columns
from shared_services.network.queries.pointing import SETTLED
from tests.support import makers
from tests.support.bookings import book
from tests.support.makers import MONDAY


@pytest.fixture
def twins(db):
    return makers.make_organisation("Maison de Liévin"), makers.make_organisation("Maison de Lievin")


def merge(kept, twin):
    with transaction() as db:
        return merge_organisations(db, kept.id, twin.id, by=makers_admin(db), now=MONDAY)


def makers_admin(db):
    from shared_services.accounts.models import Person

    return db.scalars(select(Person).where(Person.admin_since.is_not(None))).first()


@pytest.fixture(autouse=True)
def admin(db):
    return makers.make_admin()


def live(db, model, **where):
    rows = db.scalars(select(model).filter_by(**where).order_by(model.id))
    return [row for row in rows if row.state in (BondState.REQUESTED, BondState.ACCEPTED)]


class TestMerge:
    def test_bookings_people_and_memberships_go_to_the_kept_one(self, db, twins):
        kept, twin = twins
        hub = makers.make_hub()
        makers.make_membership(twin, hub)
        person = makers.make_aidant(hub, twin)
        booking = book(makers.make_session(makers.make_offer(hub)), person, organisation_id=twin.id)
        twin_id = twin.id

        moved = merge(kept, twin)

        db.expire_all()
        assert db.get_one(Booking, booking.id).organisation_id == kept.id
        assert [bond.organisation_id for bond in live(db, Affiliation, person_id=person.id)] == [kept.id]
        assert [bond.organisation_id for bond in live(db, Membership, hub_id=hub.id)] == [kept.id]
        assert moved == {"affiliation": 1, "membership": 1, "booking": 1}
        assert db.get(Organisation, twin_id) is None

    def test_who_is_in_both_belongs_once_with_the_better_tie(self, db, twins):
        kept, twin = twins
        asks = makers.make_person()
        makers.make_affiliation(asks, kept, state=BondState.REQUESTED)
        makers.make_affiliation(asks, twin, is_referent=True)
        both = makers.make_person()
        makers.make_affiliation(both, kept)
        makers.make_affiliation(both, twin, is_referent=True)

        merge(kept, twin)

        db.expire_all()
        for person in (asks, both):
            (tie,) = live(db, Affiliation, person_id=person.id)
            assert (tie.organisation_id, tie.state, tie.is_referent) == (kept.id, BondState.ACCEPTED, True)

    def test_a_wish_to_be_referent_gives_nothing(self, db, twins):
        kept, twin = twins
        person = makers.make_person()
        makers.make_affiliation(person, kept)
        makers.make_affiliation(person, twin, state=BondState.REQUESTED, is_referent=True)

        merge(kept, twin)

        db.expire_all()
        assert [tie.is_referent for tie in live(db, Affiliation, person_id=person.id)] == [False]

    def test_a_siret_fills_an_empty_one_and_never_replaces_one(self, db):
        kept = makers.make_organisation()
        merge(kept, makers.make_organisation(siret="35600000000048"))
        assert kept.siret == "35600000000048"

        merge(kept, makers.make_organisation(siret="21620498800014"))
        assert kept.siret == "35600000000048"

    def test_both_sides_of_it_are_written_down(self, db, twins, admin):
        kept, twin = twins
        twin_id = twin.id

        merge(kept, twin)

        told = db.scalars(select(AuditEntry).where(AuditEntry.subject_kind == "organisation"))
        assert {(e.subject_id, e.action, e.actor_id) for e in told} == {
            (kept.id, "merged", admin.id),
            (twin_id, "merged_into", admin.id),
        }

    def test_one_with_itself_or_with_nothing_is_refused(self, db, twins):
        with pytest.raises(SameOrganisation):
            merge(twins[0], twins[0])
        gone = Organisation(id=999_999)
        with pytest.raises(NotFound):
            merge(twins[0], gone)


def unique_columns(table):
    """The columns that some rule of the table wants only once."""
    yield from table.primary_key.columns
    for rule in [*table.constraints, *table.indexes]:
        if isinstance(rule, UniqueConstraint) or (isinstance(rule, Index) and rule.unique):
            yield from rule.columns


def test_every_column_that_points_to_an_organisation_is_handled(app):
    columns = organisation_columns()
    delicate = {str(c) for c in columns if any(c is u for u in unique_columns(c.table))}

    assert {str(c) for c in columns} >= {"booking.organisation_id", "kept_seats.organisation_id"}
    assert delicate == set(SETTLED), "twins may collide there: settle them in operations/correct.py"
