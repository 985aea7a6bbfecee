import io

import pytest
from sqlalchemy import select

from shared_services.network.models import FunderLogo, HubIdentity
from tests.core.test_pictures import file_of
from tests.support.makers import count, make_hub, make_manager

TOLD = {
    "legal_name": "Association Hub du Nord",
    "code": "nord",
    "siret": "356 000 000 00048",  # La Poste: no Luhn key
    "activity_number": "32 59 12345 59",
    "signatory_name": "Zoé Bert",
}


@pytest.fixture
def hub(db):
    return make_hub("Hub du Nord")


@pytest.fixture
def browser(hub, sign_in):
    return sign_in(make_manager(hub))


class TestIdentity:
    def test_what_is_typed_is_kept_as_papers_write_it(self, db, hub, browser):
        answer = browser.post(f"/manage/{hub.id}/identity", data=TOLD)
        page = browser.get(answer.location).page

        row = db.get_one(HubIdentity, hub.id)
        assert (row.code, row.siret, row.activity_number) == ("NORD", "35600000000048", "32591234559")
        assert "Les papiers déjà faits ne changent pas." in page.text
        assert page.values()["legal_name"] == "Association Hub du Nord"

    @pytest.mark.parametrize(
        ("field", "wrong", "sentence"),
        [
            ("siret", "12345678901234", "Ce SIRET n'est pas juste"),
            ("activity_number", "123", "Ce numéro a 11 chiffres."),
            ("code", "Hub du Nord", "sans espace"),
            ("legal_name", "", "Ce champ est à remplir."),
        ],
    )
    def test_what_cannot_be_right_is_refused_beside_its_field(self, db, hub, browser, field, wrong, sentence):
        answer = browser.post(f"/manage/{hub.id}/identity", data=TOLD | {field: wrong})

        assert answer.status_code == 422
        assert sentence in answer.page.text
        assert count(db, HubIdentity) == 0

    def test_two_hubs_never_have_the_same_code(self, hub, browser, sign_in):
        browser.post(f"/manage/{hub.id}/identity", data=TOLD)
        other = make_hub()

        answer = sign_in(make_manager(other)).post(f"/manage/{other.id}/identity", data=TOLD)

        assert answer.status_code == 422
        assert "Un autre hub a déjà ce sigle" in answer.page.text

    def test_other_managers_are_refused(self, hub, sign_in):
        stranger = sign_in(make_manager(make_hub()))

        assert stranger.post(f"/manage/{hub.id}/identity", data=TOLD).status_code == 403


class TestFunders:
    def add(self, browser, hub, **given):
        data = {
            "picture": (io.BytesIO(file_of((960, 480))), "../../ue.png"),
            "alternative": "Cofinancé par l'Union européenne",
        }
        return browser.post(f"/manage/{hub.id}/funders", data=data | given)

    def test_a_logo_is_drawn_anew_with_its_words(self, db, hub, browser):
        answer = self.add(browser, hub)
        page = browser.get(answer.location).page

        logo = db.scalars(select(FunderLogo)).one()
        assert (logo.width, logo.alternative) == (480, "Cofinancé par l'Union européenne")
        assert "Cofinancé par l'Union européenne" in page.text
        assert browser.get(f"/manage/{hub.id}/funders/{logo.id}.webp").mimetype == "image/webp"

    def test_without_words_it_is_refused(self, db, hub, browser):
        assert self.add(browser, hub, alternative=" ").status_code == 422
        assert count(db, FunderLogo) == 0

    def test_what_is_no_picture_is_refused(self, db, hub, browser):
        assert self.add(browser, hub, picture=(io.BytesIO(b"<svg>"), "a.svg")).status_code == 422
        assert count(db, FunderLogo) == 0

    def test_four_at_most_and_one_can_go(self, db, hub, browser):
        for _number in range(4):
            assert self.add(browser, hub).status_code == 303
        assert self.add(browser, hub).status_code == 409

        logo = db.scalars(select(FunderLogo)).first()
        browser.post(f"/manage/{hub.id}/funders/{logo.id}/remove")

        assert count(db, FunderLogo) == 3

    def test_a_logo_of_another_hub_is_not_there(self, db, hub, browser, sign_in):
        self.add(browser, hub)
        logo = db.scalars(select(FunderLogo)).one()
        other = make_hub()
        stranger = sign_in(make_manager(other))

        assert stranger.get(f"/manage/{other.id}/funders/{logo.id}.webp").status_code == 404
