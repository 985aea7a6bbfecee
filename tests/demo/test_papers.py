import pytest
from sqlalchemy import select

from shared_services.evidence.models import Certificate, SessionPaper
from shared_services.network.models import FunderLogo, HubIdentity
from shared_services.papers.models import Paper, PaperKind
from tests.support.makers import MONDAY

pytestmark = pytest.mark.once


def test_two_hubs_say_who_they_are_and_one_has_not_yet(db, loaded, how_many):
    loaded()

    codes = set(db.scalars(select(HubIdentity.code)))
    assert codes == {"MV", "LITT"}
    assert how_many(FunderLogo) == 2


def test_one_session_has_its_papers_made_when_they_would_have_been(db, loaded, how_many):
    loaded()

    certificates = list(db.scalars(select(Certificate)))
    assert certificates
    assert all(one.issued_at < MONDAY and one.minutes > 0 for one in certificates)
    convocations = db.scalars(
        select(Paper.made_at)
        .join(SessionPaper, SessionPaper.paper_id == Paper.id)
        .where(Paper.kind == PaperKind.CONVOCATION)
    )
    assert max(convocations) < min(one.issued_at for one in certificates)
