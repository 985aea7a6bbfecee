"""One edit of a published offer, several admins, and a manager who takes the offer back."""

import pytest
from sqlalchemy import func, select

from shared_services.accounts.queries import get_person
from shared_services.catalogue.errors import IllegalOfferMove
from shared_services.catalogue.operations import withdraw_offer
from shared_services.catalogue.revisions.models import OfferRevision, RevisionStatus
from shared_services.catalogue.revisions.operations import publish_revision, return_revision
from shared_services.core import clock
from shared_services.core.audit import AuditEntry
from shared_services.core.database import read_session, transaction
from shared_services.kinds.trainings.models import TrainingOffer
from tests.support.makers import MONDAY, make_admin, make_offer, make_revision
from tests.support.real import all_at_once

pytestmark = pytest.mark.race

ROUNDS = 15
BEFORE, AFTER = "Premiers pas avec Pix", "Pix sans peur"


@pytest.fixture(scope="module")
def admin_id(app):
    with app.app_context(), clock.stopped(MONDAY):
        return make_admin().id


def deciding(verb, row_id, admin_id, **given):
    def task():
        with transaction() as db:
            verb(db, row_id, by=get_person(db, admin_id), now=MONDAY, **given)
            return verb.__name__

    return task


def test_it_is_decided_once_and_the_offer_says_what_was_decided(app, admin_id):
    for _ in range(ROUNDS):
        with app.app_context(), clock.stopped(MONDAY):
            offer_id = make_offer(title=BEFORE).id
            offer = read_session().get_one(TrainingOffer, offer_id)
            revision_id = make_revision(offer, title=AFTER).id
        tasks = [deciding(publish_revision, revision_id, admin_id) for _ in range(3)]
        tasks += [deciding(return_revision, revision_id, admin_id, reason="Trop court.") for _ in range(3)]
        tasks.append(deciding(withdraw_offer, offer_id, admin_id))

        results = all_at_once(app, tasks)

        strange = [one for one in results if isinstance(one, Exception)]
        assert all(isinstance(one, IllegalOfferMove) for one in strange), results
        with app.app_context():
            db = read_session()
            offer, revision = db.get_one(TrainingOffer, offer_id), db.get_one(OfferRevision, revision_id)
            decided = {one for one in results if one in ("publish_revision", "return_revision")}
            assert len([one for one in results if one in decided]) <= 1
            assert (offer.title == AFTER) == ("publish_revision" in decided)
            assert revision.status != RevisionStatus.SUBMITTED
            published = select(func.count(AuditEntry.id)).where(
                AuditEntry.subject_id == offer_id, AuditEntry.action == "revision_published"
            )
            assert db.scalar(published) == ("publish_revision" in decided)
