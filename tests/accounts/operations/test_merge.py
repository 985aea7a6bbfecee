from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.accounts.errors import (
    AccountMerged,
    AddressChangedLately,
    SameAccount,
    TwinIsAdmin,
    TwinIsBlocked,
)
from shared_services.accounts.models import EmailChange
from shared_services.accounts.queries import find_person_by_email
from shared_services.api.models import ApiToken
from shared_services.api.token_operations import create_token
from shared_services.core.audit import AuditEntry
from shared_services.core.database import transaction
from shared_services.core.errors import NotFound
from tests.support import makers
from tests.support.bookings import book
from tests.support.makers import MONDAY
from tests.support.twins import make_twins, merge


@pytest.fixture
def twins(db):
    return make_twins()


@pytest.fixture
def admin(db):
    return makers.make_admin()


class TestTheAccountInExcess:
    def test_its_address_leads_to_the_kept_account(self, db, twins):
        merge(*twins)

        assert find_person_by_email(db, "zoe@arras.example").id == twins[0].id

    def test_an_address_that_nobody_confirmed_is_free_again(self, db, twins):
        typo = makers.make_person("Zoé", "Double", email="zoe@lens.exemple", email_confirmed_at=None)

        merge(twins[0], typo)

        assert find_person_by_email(db, "zoe@lens.exemple") is None

    def test_its_browsers_tokens_and_bookings_are_closed(self, db, twins, monkeypatch):
        kept, twin = twins
        device = makers.make_device(twin, "a browser", now=MONDAY)
        with transaction() as db:
            create_token(db, name="Tableur", days=30, person=twin, now=MONDAY)

        merge(kept, twin)

        db.expire_all()
        assert device.revoked_at == MONDAY
        assert db.scalars(select(ApiToken.revoked_at)).all() == [MONDAY]
        with pytest.raises(AccountMerged):
            book(makers.make_session(), twin)

    def test_both_sides_are_written_down_and_both_addresses_told(self, db, twins, admin):
        merge(*twins, admin)

        told = db.scalars(select(AuditEntry).where(AuditEntry.subject_kind == "person"))
        assert {(e.subject_id, e.action, e.actor_id) for e in told} >= {
            (twins[0].id, "merged", admin.id),
            (twins[1].id, "merged_into", admin.id),
        }
        assert makers.kinds_posted(db).count("accounts_merged") == 2

    def test_a_third_account_follows_along_the_chain(self, db, twins):
        third = makers.make_person("Zoé", "Double", email="zoe@amiens.example")
        merge(twins[1], third)

        merge(*twins)

        assert find_person_by_email(db, "zoe@amiens.example").id == twins[0].id


class TestRefusals:
    def test_one_with_itself_or_with_one_that_is_gone(self, db, twins):
        with pytest.raises(SameAccount):
            merge(twins[0], twins[0])
        merge(*twins)
        with pytest.raises(NotFound):
            merge(*twins)

    def test_an_admin_and_a_blocked_account_are_never_in_excess(self, db, twins, admin):
        blocked = makers.make_person(blocked_at=MONDAY, block_reason="Abus")

        with pytest.raises(TwinIsAdmin):
            merge(twins[0], admin)
        with pytest.raises(TwinIsBlocked):
            merge(twins[0], blocked)

    def test_an_address_that_just_changed_must_wait_for_the_old_one_to_object(self, db, twins):
        makers.saved(
            EmailChange(
                person_id=twins[1].id,
                old_email="zoe@bethune.example",
                new_email="zoe@arras.example",
                confirm_nonce="c",
                object_nonce="o",
                asked_at=MONDAY - timedelta(days=3),
                confirmed_at=MONDAY - timedelta(days=2),
            )
        )

        with pytest.raises(AddressChangedLately):
            merge(*twins)
        merge(*twins, now=MONDAY + timedelta(days=12))
