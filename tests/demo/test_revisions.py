import pytest
from sqlalchemy import select

from shared_services.catalogue.revisions.models import OfferRevision, RevisionStatus
from shared_services.kinds.trainings import texts

pytestmark = pytest.mark.once


def test_an_edit_waits_that_changes_only_the_summary(loaded, db):
    loaded()

    revision = db.scalars(select(OfferRevision)).one()
    today = texts.content(db, revision.offer_id)

    assert revision.status == RevisionStatus.SUBMITTED
    assert {name for name, value in revision.content.items() if today[name] != value} == {"summary"}
