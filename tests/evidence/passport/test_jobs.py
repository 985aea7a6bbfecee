from datetime import timedelta

from shared_services.core.database import transaction
from shared_services.evidence.passport.jobs import forget_passport_shares
from shared_services.evidence.passport.models import PassportShare
from shared_services.evidence.passport.operations import revoke_share, share_passport
from tests.support.makers import MONDAY, make_person

LATER = MONDAY + timedelta(days=5)


def shares(db):
    """One good for thirty days, and one for a year that was taken back on Saturday."""
    person = make_person()
    with transaction() as write:
        for label, days in (("Candidature", 30), ("Cheffe", 365)):
            share_passport(write, label=label, days=days, person=person, now=MONDAY)
    taken_back = db.query(PassportShare).filter_by(label="Cheffe").one()
    with transaction() as write:
        revoke_share(write, taken_back.id, by=person, now=LATER)


def test_shares_are_deleted_ninety_days_after_they_ended_or_were_taken_back(db):
    shares(db)

    for end in (LATER, MONDAY + timedelta(days=30)):
        assert forget_passport_shares(end + timedelta(days=90, seconds=-1)) == 0
        assert forget_passport_shares(end + timedelta(days=90)) == 1
    assert db.query(PassportShare).count() == 0
