from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from shared_services.evaluation.complaints.forms import ActionForm, CallerForm, ComplaintForm
from shared_services.evaluation.complaints.operations import Plan

TOLD = {"subject": " Bruit ", "what_happened": "Trop."}
OFFERED = [("offer-12", "Pix"), ("booking-4", "Pix (ABCD-1234)")]


@pytest.fixture(autouse=True)
def _asked(app):
    with app.test_request_context(method="POST"):
        yield


def complaint(**given):
    form = ComplaintForm(MultiDict(TOLD | given), meta={"csrf": False})
    form.offer_choices(OFFERED)
    return form


def test_it_is_about_an_offer_a_booking_or_the_hub():
    filed = [complaint(about=about) for about in ("offer-12", "booking-4", "")]
    assert all(form.validate() for form in filed)
    told = [(one.offer_id, one.booking_id) for one in (form.filed() for form in filed)]
    assert told == [(12, None), (None, 4), (None, None)]


def test_never_about_what_was_not_proposed():
    assert not complaint(about="offer-13").validate()


def test_words_come_without_the_spaces_around_them():
    form = complaint(about="")
    assert form.validate()
    assert form.filed().subject == "Bruit"


def test_who_called_needs_a_name_and_nothing_else():
    form = CallerForm(MultiDict(TOLD), meta={"csrf": False})
    del form.about
    assert not form.validate()
    assert list(form.errors) == ["name"]

    form = CallerForm(MultiDict(TOLD | {"name": "Jeanne"}), meta={"csrf": False})
    del form.about
    assert form.validate()
    assert (form.caller().name, form.caller().email, form.caller().phone) == ("Jeanne", "", "")


def test_an_action_needs_what_will_be_done_alone():
    form = ActionForm(MultiDict({"what": "Isoler", "due_on": "2027-02-01"}), meta={"csrf": False})
    assert form.validate()
    assert form.plan() == Plan(what="Isoler", due_on=date(2027, 2, 1))
