from sqlalchemy import select

from shared_services.evaluation.complaints.models import ActionText, Complaint, ImprovementAction
from shared_services.evaluation.complaints.queries import list_cited


def test_one_complaint_waits_and_two_are_closed(loaded, how_many):
    loaded()

    assert how_many(Complaint) == 4
    assert how_many(Complaint, Complaint.answered_at.is_(None)) == 1
    assert how_many(Complaint, Complaint.closed_at.is_not(None)) == 2
    assert how_many(Complaint, Complaint.author_name != "") == 1


def test_two_actions_are_to_do_and_cite_what_was_written(loaded, how_many, db):
    loaded()

    assert how_many(ImprovementAction) == 4
    assert how_many(ImprovementAction, ImprovementAction.done_on.is_(None)) == 2
    to_do = list(db.scalars(select(ImprovementAction.id).where(ImprovementAction.done_on.is_(None))))
    assert [len(texts) for texts in list_cited(db, to_do).values()] == [2, 2]
    assert how_many(ActionText) == 4
