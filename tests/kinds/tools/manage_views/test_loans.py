from datetime import date
from io import BytesIO

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from shared_services.booking.models import BookingStatus
from shared_services.booking.queries import get_booking
from shared_services.kinds.tools.loans.queries import list_loan_units, list_photos
from tests.support.bookings import book
from tests.support.makers import local, make_manager, make_session
from tests.support.queries import count_queries
from tests.support.tools import borrow, make_tool, make_tool_offer, make_unit

TUESDAY = local(date(2027, 2, 2), 10)
THURSDAY = local(date(2027, 2, 4), 10)
MONDAY_AFTER = local(date(2027, 2, 8), 10)


@pytest.fixture
def tool(hub):
    tool = make_tool(units=0, offer=make_tool_offer(hub))
    make_unit(tool, "TAB-1")
    make_unit(tool, "TAB-2")
    return tool


@pytest.fixture
def loan(tool):
    return borrow(tool, units=2)


@pytest.fixture
def browser(sign_in, hub):
    return sign_in(make_manager(hub))


@pytest.fixture
def out(browser, loan, at):
    with at(TUESDAY):
        data = {"hand-labels": "tab-1\nTAB-2", "hand-state": "Complet"}
        assert browser.post(f"/manage/loans/{loan.reference}/hand-over", data=data).status_code == 303
    return loan


def test_a_request_is_answered(browser, tool, hub):
    asking = make_tool(units=0, offer=make_tool_offer(hub), needs_approval=True)
    make_unit(asking, "A-1")
    yes = borrow(asking)
    no = borrow(asking, first=date(2027, 2, 8), last=date(2027, 2, 8))

    browser.post(f"/manage/loans/{yes.reference}/approve")
    assert browser.post(f"/manage/loans/{no.reference}/refuse", data={}).status_code == 422
    browser.post(f"/manage/loans/{no.reference}/refuse", data={"refuse-reason": "Prêté à l'école"})

    assert (yes.status, no.status) == (BookingStatus.CONFIRMED, BookingStatus.REFUSED)
    assert "Prêté à l'école" in browser.get(f"/manage/loans/{no.reference}").page.text


def test_a_loan_is_cancelled_with_a_reason(browser, loan):
    browser.post(f"/manage/loans/{loan.reference}/cancel", data={"cancel-reason": "Panne"})

    assert loan.status == BookingStatus.CANCELLED


def test_handed_over_by_labels_typed_or_scanned(browser, out):
    text = browser.get(f"/manage/loans/{out.reference}").page.text

    assert "TAB-1, revenu (au départ : Complet)" in text
    assert "Matériel remis" in text


@pytest.mark.parametrize(
    ("labels", "said"), [("TAB-9", "TAB-9"), ("", "à remplir"), ("TAB-1,TAB-2,TAB-3", "est pour 2")]
)
def test_what_cannot_leave_is_said_beside_the_labels(browser, loan, at, labels, said):
    with at(TUESDAY):
        answer = browser.post(f"/manage/loans/{loan.reference}/hand-over", data={"hand-labels": labels})

    assert answer.status_code in (409, 422)
    assert said in answer.page.text


def test_part_of_it_comes_back_then_the_rest_with_something_missing(browser, db, out, at):
    units = {one.unit.label: one.unit_id for one in list_loan_units(db, out.id)}
    with at(THURSDAY):
        browser.post(f"/manage/loans/{out.reference}/take-back", data={f"back-back_{units['TAB-1']}": "y"})
        assert "TAB-1, revenu" not in browser.get(f"/manage/loans/{out.reference}").page.text
        rest = {
            f"back-back_{units['TAB-2']}": "y",
            f"back-missing_{units['TAB-2']}": "Un chargeur",
        }
        browser.post(f"/manage/loans/{out.reference}/take-back", data=rest)
        text = browser.get(f"/manage/loans/{out.reference}").page.text
        assert "il manque : Un chargeur" in text

        browser.post(f"/manage/loans/{out.reference}/settle")

        assert "(réglé)" in browser.get(f"/manage/loans/{out.reference}").page.text


def test_nothing_ticked_is_said(browser, out, at):
    with at(THURSDAY):
        answer = browser.post(f"/manage/loans/{out.reference}/take-back", data={})

    assert answer.status_code == 422
    assert "Cochez ce qui est revenu" in answer.page.text


def test_broken_while_others_count_on_it_the_desk_is_told(browser, db, tool, out, at):
    nxt = borrow(tool, units=2, first=date(2027, 2, 5), last=date(2027, 2, 5))
    unit_id = list_loan_units(db, out.id)[0].unit_id
    data = {f"back-back_{unit_id}": "y", f"back-broken_{unit_id}": "y"}
    with at(THURSDAY):
        answer = browser.post(f"/manage/loans/{out.reference}/take-back", data=data)

        assert answer.status_code == 303
        assert nxt.reference in browser.get(answer.headers["Location"]).page.text


def test_the_hub_lets_them_keep_it(browser, out, at):
    with at(THURSDAY):
        browser.post(f"/manage/loans/{out.reference}/extend", data={"extend-last": "05/02/2027"})

    assert "vendredi 5 février" in browser.get(f"/manage/loans/{out.reference}").page.text


class TestDay:
    def board(self, browser, hub, at, when):
        with at(when):
            return browser.get(f"/manage/{hub.id}/loans").page.text

    def test_what_leaves_comes_back_and_is_late(self, browser, hub, tool, loan, at):
        assert "Rien à remettre ni à reprendre" in self.board(browser, hub, at, local(date(2027, 1, 5), 9))
        assert "À préparer cette semaine" in self.board(browser, hub, at, local(date(2027, 1, 29), 9))
        assert "À remettre aujourd'hui" in self.board(browser, hub, at, TUESDAY)
        with at(TUESDAY):
            data = {"hand-labels": "TAB-1, TAB-2"}
            browser.post(f"/manage/loans/{loan.reference}/hand-over", data=data)
        assert "Chez les emprunteurs" in self.board(browser, hub, at, TUESDAY)
        assert "À reprendre aujourd'hui" in self.board(browser, hub, at, THURSDAY)
        assert "En retard" in self.board(browser, hub, at, MONDAY_AFTER)
        assert "4 jours de retard" in self.board(browser, hub, at, MONDAY_AFTER)

    def test_what_was_handed_over_in_part_is_still_to_hand_over(self, browser, hub, tool, loan, at):
        with at(TUESDAY):
            browser.post(f"/manage/loans/{loan.reference}/hand-over", data={"hand-labels": "TAB-1"})
        text = self.board(browser, hub, at, TUESDAY)

        to_hand_over, with_them = text.index("À remettre aujourd'hui"), text.index("Chez les emprunteurs")
        assert "1 exemplaire" in text[to_hand_over:with_them]
        assert "2 exemplaires" not in text

    def test_as_many_statements_for_one_as_for_many(self, browser, hub, db, tool, loan, at):
        def statements():
            db.expire_all()
            with at(TUESDAY), count_queries() as sent:
                browser.get(f"/manage/{hub.id}/loans")
            return len(sent)

        statements()  # the first page remembers the hub
        before = statements()
        for number in range(4):
            other = make_tool(units=0, offer=make_tool_offer(hub))
            make_unit(other, f"O-{number}")
            borrow(other)

        assert statements() == before


def test_the_loans_of_a_tool(browser, tool, loan):
    borrow(tool, units=2)

    text = browser.get(f"/manage/tools/{tool.offer_id}/loans").page.text

    assert "Confirmée" in text
    assert "Liste d'attente · 1ᵉʳ" in text


def test_what_is_no_loan_has_no_such_page(browser, hub):
    from tests.support.makers import make_offer

    booking = book(make_session(make_offer(hub)))

    assert browser.get(f"/manage/loans/{booking.reference}").status_code == 404


class TestPhotos:
    def sent(self, content, name="photo.png"):
        return (BytesIO(content), name)

    def hand(self, browser, loan, photo):
        data = {"hand-labels": "TAB-1", "hand-photo": photo}
        return browser.post(f"/manage/loans/{loan.reference}/hand-over", data=data)

    def test_the_state_at_both_moments_is_kept_and_shown_to_both(self, db, sign_in, browser, loan, at):
        borrower = get_booking(db, loan.reference).person
        with at(TUESDAY):
            assert self.hand(browser, loan, self.sent(png())).status_code == 303
            unit_id = list_loan_units(db, loan.id)[0].unit_id
            data = {f"back-back_{unit_id}": "y", "back-photo": self.sent(png())}
            browser.post(f"/manage/loans/{loan.reference}/take-back", data=data)
            page = browser.get(f"/manage/loans/{loan.reference}").page
            hers = sign_in(borrower).get(f"/tools/loans/{loan.reference}").page

        assert [photo.moment.value for photo in list_photos(db, loan.id)] == ["out", "back"]
        assert "Au retrait" in page.text
        assert "Au retour" in hers.text

    def test_it_is_drawn_anew_without_place_nor_camera(self, db, browser, loan, at):
        with at(TUESDAY):
            self.hand(browser, loan, self.sent(png(size=(3000, 1500), comment="48.85,2.35")))
            photo = list_photos(db, loan.id)[0]
            answer = browser.get(f"/tools/loans/{loan.reference}/photos/{photo.id}.webp")

        assert (photo.width, photo.height) == (1600, 800)
        assert answer.mimetype == "image/webp"
        assert b"48.85" not in answer.data

    def test_what_is_no_picture_is_refused_and_nothing_leaves(self, db, browser, loan, at):
        with at(TUESDAY):
            answer = self.hand(browser, loan, self.sent(b"<script>"))

        assert answer.status_code == 422
        assert "pas une image" in answer.page.text
        assert list_loan_units(db, loan.id) == []

    def test_a_photo_of_another_loan_is_not_there(self, db, browser, tool, loan, at):
        with at(TUESDAY):
            self.hand(browser, loan, self.sent(png()))
            photo = list_photos(db, loan.id)[0]
            other = borrow(tool, first=date(2027, 2, 8), last=date(2027, 2, 9))

            assert browser.get(f"/tools/loans/{other.reference}/photos/{photo.id}.webp").status_code == 404


def png(size=(40, 30), comment=""):
    told, file = PngInfo(), BytesIO()
    told.add_text("GPS", comment)
    Image.new("RGB", size, "teal").save(file, "PNG", pnginfo=told)
    return file.getvalue()
