from datetime import date

import pytest

from shared_services.papers.errors import PaperDeleted
from shared_services.papers.models import Paper
from shared_services.papers.sending import as_file


def test_the_file_is_taken_under_its_name():
    answer = as_file(Paper(content=b"%PDF-1.7", deleted_on=None), "2027-02-02_convocation.pdf")

    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="2027-02-02_convocation.pdf"'
    assert answer.data == b"%PDF-1.7"


def test_one_past_its_term_is_gone_and_says_since_when(app):
    with app.test_request_context(), pytest.raises(PaperDeleted) as gone:
        as_file(Paper(content=b"", deleted_on=date(2031, 1, 1)), "old.pdf")

    assert gone.value.status == 410
    assert "janvier 2031" in str(gone.value)
