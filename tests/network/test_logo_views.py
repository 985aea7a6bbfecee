import io

import pytest
from sqlalchemy import select

from shared_services.core.audit import AuditEntry
from shared_services.network.models import HubLogo
from tests.core.test_pictures import file_of
from tests.support.makers import (
    count,
    make_affiliation,
    make_hub,
    make_manager,
    make_membership,
    make_organisation,
    make_person,
)


@pytest.fixture
def hub(db):
    return make_hub("Hub Artois")


@pytest.fixture
def browser(hub, sign_in):
    return sign_in(make_manager(hub))


def send(browser, hub, data):
    return browser.post(f"/manage/{hub.id}/logo", data={"logo": (io.BytesIO(data), "../../logo.png")})


class TestLogo:
    def test_it_is_drawn_anew_and_shown_on_the_page_of_the_hub(self, hub, browser, client, db):
        assert send(browser, hub, file_of((960, 480))).status_code == 303

        logo = client.get(f"/hubs/{hub.slug}/logo.webp")
        assert logo.mimetype == "image/webp"
        assert f"/hubs/{hub.slug}/logo.webp" in client.get(f"/hubs/{hub.slug}").page.html
        assert db.get_one(HubLogo, hub.id).width == 480
        assert db.scalars(select(AuditEntry).where(AuditEntry.action == "logo_changed")).one()

    @pytest.mark.parametrize("data", [b"", b"<svg onload='x'>"])
    def test_what_is_no_picture_is_refused_beside_the_field(self, hub, browser, db, data):
        answer = send(browser, hub, data)

        assert answer.status_code == 422
        assert answer.page.with_class("field-error")
        assert count(db, HubLogo) == 0

    def test_it_can_be_taken_away(self, hub, browser, client):
        send(browser, hub, file_of())
        browser.post(f"/manage/{hub.id}/logo/remove")

        assert client.get(f"/hubs/{hub.slug}/logo.webp").status_code == 404

    def test_other_managers_are_refused(self, hub, sign_in):
        assert send(sign_in(make_manager(make_hub())), hub, file_of()).status_code == 403


class TestReferent:
    def test_a_hub_names_one_where_there_is_none(self, hub, browser, db):
        organisation = make_organisation()
        make_membership(organisation, hub)
        affiliation = make_affiliation(make_person("Lise", "Fait"), organisation)
        page = f"/organisations/{organisation.id}"
        assert "Nommer référent·e Lise Fait" in browser.get(page).page.whole_text

        answer = browser.post(
            f"/affiliations/{affiliation.id}/referent",
            data={"is_referent": "yes", "organisation_id": organisation.id},
        )

        assert answer.headers["Location"].endswith(page)
        db.expire_all()
        assert affiliation.is_referent
        assert "Nommer" not in browser.get(page).page.whole_text
