import io

import pytest

from shared_services.catalogue.models import OfferStatus
from shared_services.catalogue.pictures.models import OfferPicture
from shared_services.catalogue.pictures.queries import find_pictures
from tests.core.test_pictures import file_of
from tests.support.makers import (
    count,
    kinds_posted,
    make_admin,
    make_hub,
    make_manager,
    make_offer,
    make_person,
    make_picture,
)

WORDS = "Trois personnes autour d'un ordinateur ouvert."


@pytest.fixture
def manager(hub, sign_in):
    return sign_in(make_manager(hub))


@pytest.fixture
def admin(sign_in):
    return sign_in(make_admin())


def send(browser, offer, data=None, alternative=WORDS):
    file = {"picture": (io.BytesIO(data), "../../photo.svg")} if data is not None else {}
    return browser.post(f"/manage/offers/{offer.id}/picture", data={"alternative": alternative} | file)


def file_at(picture, size="large"):
    return f"/pictures/{picture.id}/{picture.digest}/{size}.webp"


class TestSending:
    def test_on_a_draft_it_is_seen_by_its_writers_only(self, db, hub, manager, client):
        offer = make_offer(hub, status=OfferStatus.DRAFT)

        assert send(manager, offer, file_of((1500, 1000))).status_code == 303

        picture = find_pictures(db, offer.id).waiting
        address = file_at(picture)
        assert address in manager.get(f"/trainings/{offer.id}").page.html
        seen = manager.get(address)
        assert (seen.mimetype, seen.headers["Cache-Control"]) == ("image/webp", "no-store")
        assert client.get(address).status_code == 404

    def test_the_new_one_of_a_published_offer_is_not_on_its_page_yet(self, db, hub, manager, client):
        offer = make_offer(hub)
        shown = make_picture(offer)

        send(manager, offer, file_of())

        html = client.get(f"/trainings/{offer.id}").page.html
        waiting = find_pictures(db, offer.id).waiting
        assert file_at(shown) in html
        assert file_at(waiting) not in html
        assert client.get(file_at(waiting)).status_code == 404
        assert "À relire par l'administration" in manager.get(f"/manage/offers/{offer.id}/picture").page.text

    @pytest.mark.parametrize("data", [b"", b"<svg onload='x'>", b"GIF89a", file_of(kind="GIF")])
    def test_what_is_no_picture_is_refused_with_its_words_kept(self, db, hub, manager, data):
        answer = send(manager, make_offer(hub), data)

        assert answer.status_code == 422
        assert answer.page.with_class("field-error")
        assert answer.page.values()["alternative"].strip() == WORDS
        assert count(db, OfferPicture) == 0

    @pytest.mark.parametrize("alternative", ["", "  ", "é" * 251, "DSC_0001.JPG"])
    def test_without_words_that_say_something_it_is_refused(self, db, hub, manager, alternative):
        answer = send(manager, make_offer(hub), file_of(), alternative)

        assert answer.status_code == 422
        assert count(db, OfferPicture) == 0

    def test_the_words_alone_can_be_corrected(self, db, hub, manager):
        offer = make_offer(hub, status=OfferStatus.DRAFT)
        make_picture(offer, is_accepted=False)

        assert send(manager, offer, alternative="Une salle claire.").status_code == 303
        assert find_pictures(db, offer.id).waiting.alternative == "Une salle claire."

    def test_the_first_time_a_file_is_asked_for(self, db, hub, manager):
        answer = send(manager, make_offer(hub))

        assert answer.status_code == 422
        assert "Choisissez une image." in answer.page.text

    def test_while_it_is_read_nothing_is_sent(self, db, hub, manager):
        offer = make_offer(hub, status=OfferStatus.SUBMITTED)

        assert send(manager, offer, file_of()).status_code == 409
        assert "Reprenez-la d'abord" in manager.get(f"/manage/offers/{offer.id}/picture").page.text

    def test_it_can_be_taken_away(self, db, hub, manager, client):
        offer = make_offer(hub)
        address = file_at(make_picture(offer))

        manager.post(f"/manage/offers/{offer.id}/picture/remove")

        assert client.get(address).status_code == 404
        assert "offer-picture" not in client.get(f"/trainings/{offer.id}").page.html

    def test_other_managers_are_refused(self, db, hub, sign_in):
        offer, other = make_offer(hub), sign_in(make_manager(make_hub()))

        assert send(other, offer, file_of()).status_code == 403
        assert other.post(f"/manage/offers/{offer.id}/picture/remove").status_code == 403


class TestFile:
    def test_an_accepted_one_is_kept_for_ever_by_everybody_without_a_cookie(self, db, client, sign_in):
        picture = make_picture(make_offer())

        for browser in (client, sign_in(make_person())):
            answer = browser.get(file_at(picture, "small"))
            assert answer.data == b"small"
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "Set-Cookie" not in answer.headers
            assert "Cookie" not in answer.headers.get("Vary", "")

    def test_it_is_hidden_again_with_its_offer(self, client, admin):
        picture = make_picture(make_offer(status=OfferStatus.DRAFT))

        assert client.get(file_at(picture)).status_code == 404
        assert admin.get(file_at(picture)).status_code == 200

    @pytest.mark.parametrize("address", ["/pictures/1/x/large.webp", "/pictures/0/x/huge.webp"])
    def test_what_does_not_exist_is_not_found(self, client, address):
        assert client.get(address).status_code == 404

    def test_the_box_has_its_size_and_its_words_before_the_file_comes(self, client):
        picture = make_picture(make_offer(), alternative="Une « salle » & des <gens>.")

        image = next(
            one
            for one in client.get("/catalogue").page.all("img")
            if "offer-picture" in (one.get("class") or "")
        )

        assert (image.get("width"), image.get("height"), image.get("loading")) == ("1200", "800", "lazy")
        assert image.get("alt") == "Une « salle » & des <gens>."
        assert image.get("srcset").split() == [
            file_at(picture, "small"),
            "480w,",
            file_at(picture),
            "1200w",
        ]


class TestModeration:
    def test_it_is_in_the_queue_and_on_the_page_of_the_offer(self, admin):
        offer = make_offer(title="Ateliers à petits pas")
        picture = make_picture(offer, is_accepted=False, alternative="Une salle claire.")

        assert "Ateliers à petits pas" in admin.get("/admin/moderation").page.text
        assert "1 image d'offre à relire" in admin.get("/admin").page.text
        page = admin.get(f"/admin/moderation/{offer.id}").page
        assert "Nouvelle image à relire" in page.text
        assert "Une salle claire." in page.text
        assert file_at(picture) in page.html

    def test_accepting_shows_it(self, db, admin, client):
        offer = make_offer()
        picture = make_picture(offer, is_accepted=False)

        answer = admin.post(f"/admin/moderation/{offer.id}/pictures/{picture.id}/accept")

        assert answer.status_code == 303
        assert file_at(picture) in client.get(f"/trainings/{offer.id}").page.html
        assert kinds_posted(db) == ["offer_picture_accepted"]

    def test_refusing_asks_why(self, db, admin):
        offer = make_offer()
        picture = make_picture(offer, is_accepted=False)
        address = f"/admin/moderation/{offer.id}/pictures/{picture.id}/refuse"

        assert admin.get(address).page.h1 == "Refuser l'image"
        assert admin.post(address, data={"reason": " "}).status_code == 422
        assert admin.post(address, data={"reason": "Elle est floue."}).status_code == 303
        assert count(db, OfferPicture) == 0
        assert admin.get(address).status_code == 404

    def test_one_that_changed_meanwhile_is_not_accepted_unseen(self, db, admin):
        offer = make_offer()
        make_picture(offer, is_accepted=False)

        assert admin.post(f"/admin/moderation/{offer.id}/pictures/999999/accept").status_code == 409
        assert find_pictures(db, offer.id).shown is None

    def test_managers_do_not_answer_themselves(self, db, hub, manager):
        offer = make_offer(hub)
        picture = make_picture(offer, is_accepted=False)

        assert manager.post(f"/admin/moderation/{offer.id}/pictures/{picture.id}/accept").status_code == 403
