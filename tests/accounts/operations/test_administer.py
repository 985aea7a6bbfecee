import pytest
from sqlalchemy import select

from shared_services.accounts import operations
from shared_services.accounts.errors import AdminNotBlocked, LastAdmin, NotConfirmed
from shared_services.accounts.models import Device, Token, TokenPurpose
from shared_services.core.audit import AuditEntry
from shared_services.core.database import transaction
from shared_services.core.errors import NotFound
from tests.support.makers import LONG_AGO, MONDAY, kinds_posted, make_admin, make_device, make_person


def do(verb, person, *args, by, **given):
    with transaction() as db:
        return verb(db, person.id, *args, by=by, now=MONDAY, **given)


def acts(db, person):
    about = select(AuditEntry).where(AuditEntry.subject_kind == "person", AuditEntry.subject_id == person.id)
    return [(e.action, e.actor_id, e.reason) for e in db.scalars(about.order_by(AuditEntry.id))]


class TestSetAdmin:
    def test_it_is_given_and_taken_and_written_down(self, db):
        admin, person = make_admin(), make_person()

        do(operations.set_admin, person, True, by=admin)
        do(operations.set_admin, person, True, by=admin)
        assert person.is_admin
        do(operations.set_admin, person, False, by=admin)

        assert not person.is_admin
        assert [act[0] for act in acts(db, person)] == ["made_admin", "unmade_admin"]

    def test_the_last_one_stays(self, db):
        admin = make_admin()
        make_admin(erased_at=LONG_AGO)

        with pytest.raises(LastAdmin):
            do(operations.set_admin, admin, False, by=admin)

    @pytest.mark.parametrize(
        "given", [{"email_confirmed_at": None}, {"blocked_at": MONDAY, "block_reason": "x"}]
    )
    def test_an_account_that_cannot_sign_in_does_not_get_it(self, db, given):
        with pytest.raises(NotConfirmed):
            do(operations.set_admin, make_person(**given), True, by=make_admin())


class TestBlock:
    def test_browsers_and_links_are_dead_and_she_is_told(self, db):
        admin, person = make_admin(), make_person()
        device = make_device(person, "a token", now=MONDAY)
        with transaction() as db_:
            operations.send_link(db_, person, TokenPurpose.RESET_PASSWORD, now=MONDAY)

        do(operations.block, person, by=admin, reason="Courriels injurieux.")

        assert db.get_one(Device, device.id).revoked_at == MONDAY
        assert [token.used_at for token in db.scalars(select(Token))] == [MONDAY]
        assert acts(db, person) == [("blocked", admin.id, "Courriels injurieux.")]
        assert kinds_posted(db)[-1] == "account_blocked"

    def test_an_admin_is_not_blocked(self, db):
        with pytest.raises(AdminNotBlocked):
            do(operations.block, make_admin(), by=make_admin(), reason="Non.")

    def test_a_blocked_person_is_sent_no_link(self, db):
        person = make_person(blocked_at=MONDAY, block_reason="x")

        with transaction() as db_:
            operations.request_reset(db_, email=person.email, now=MONDAY)

        assert kinds_posted(db) == []

    def test_lifting_it_opens_the_account_again(self, db):
        person = make_person(blocked_at=LONG_AGO, block_reason="x")

        do(operations.unblock, person, by=make_admin())

        assert (person.blocked_at, person.block_reason) == (None, "")
        assert kinds_posted(db) == ["account_unblocked"]


class TestTheRest:
    def test_confirmation_is_sent_only_where_it_is_missing(self, db):
        do(operations.send_confirmation, make_person(), by=make_admin())
        assert kinds_posted(db) == []

        do(operations.send_confirmation, make_person(email_confirmed_at=None), by=make_admin())
        assert kinds_posted(db) == ["confirm_email"]

    def test_signing_out_closes_every_browser(self, db):
        person = make_person()
        device = make_device(person, "a token", now=MONDAY)

        do(operations.close_all_devices, person, by=make_admin())

        assert db.get_one(Device, device.id).revoked_at == MONDAY

    def test_an_erased_account_is_gone(self, db):
        with pytest.raises(NotFound):
            do(operations.close_all_devices, make_person(erased_at=LONG_AGO), by=make_admin())
