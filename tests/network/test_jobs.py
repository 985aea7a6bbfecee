from datetime import timedelta

from sqlalchemy import select

from shared_services.network.jobs import forget_old_invitations
from shared_services.network.models import Invitation, InvitationState, InvitationUse
from tests.support.makers import LONG_AGO, MONDAY, count, make_invitation, make_organisation, make_person


class TestForgetting:
    def test_a_year_after_it_expired_an_invitation_is_deleted_with_its_uses(self, db):
        organisation, referent = make_organisation(), make_person()
        old = make_invitation(
            organisation,
            by=referent,
            email="a@test.example",
            state=InvitationState.ACCEPTED,
            uses=1,
            expires_at=LONG_AGO - timedelta(days=400),
        )
        db.add(InvitationUse(invitation_id=old.id, person_id=referent.id, used_at=LONG_AGO))
        db.commit()
        make_invitation(organisation, by=referent, email="b@test.example")

        assert forget_old_invitations(MONDAY) == 1
        assert db.scalars(select(Invitation.email)).all() == ["b@test.example"]
        assert count(db, InvitationUse) == 0
