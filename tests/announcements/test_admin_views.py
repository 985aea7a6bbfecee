import pytest
from sqlalchemy import select

from shared_services.announcements.models import Announcement, Reach
from tests.support import makers
from tests.support.queries import count_queries

TYPED = {
    "text_fr": "Le site se repose dimanche.",
    "text_en": "",
    "level": "warning",
    "audience": "everybody",
    "since": "04/01/2027",
    "until": "04/01/2027",
    "link": "",
}


@pytest.fixture
def client(sign_in):
    return sign_in(makers.make_admin())


class TestAdmins:
    def test_both_days_are_included_as_they_are_in_paris(self, client, db):
        assert client.post("/admin/announcements", data=TYPED).status_code == 303

        one = db.scalars(select(Announcement)).one()
        assert one.starts_at.isoformat() == "2027-01-03T23:00:00+00:00"
        assert one.ends_at.isoformat() == "2027-01-04T23:00:00+00:00"
        page = client.get("/admin/announcements").page
        assert "Affichée" in page.text
        assert "du lundi 4 janvier au lundi 4 janvier" in page.text

    @pytest.mark.parametrize(
        ("name", "value", "sentence"),
        [
            ("text_fr", " ", "à remplir"),
            ("level", "loud", "Choisissez dans la liste"),
            ("audience", "hub-999999", "Choisissez dans la liste"),
            ("until", "03/01/2027", "avant le premier"),
            ("until", "04/01/2029", "Un an au plus"),
            ("since", "31/02/2027", "n'existe pas"),
            ("link", "javascript:alert(1)", "https://"),
            ("link", "http://plain.example", "https://"),
            ("link", "//elsewhere.example", "https://"),
        ],
    )
    def test_a_bad_answer_is_said_beside_the_field(self, client, db, name, value, sentence):
        answer = client.post("/admin/announcements", data=TYPED | {name: value})

        assert answer.status_code == 422
        assert sentence in answer.page.text
        assert answer.page.values()["level"] == ("warning" if name != "level" else "")
        assert makers.count(db, Announcement) == 0

    def test_a_day_gone_by_is_refused(self, client):
        answer = client.post(
            "/admin/announcements", data=TYPED | {"since": "01/01/2027", "until": "02/01/2027"}
        )

        assert "Ce jour est passé" in answer.page.text

    def test_withdrawing(self, client, db):
        announcement = makers.make_announcement()

        client.post(f"/admin/announcements/{announcement.id}/withdraw")

        assert announcement.withdrawn_at is not None
        assert "Retirée" in client.get("/admin/announcements").page.text

    def test_the_list_costs_the_same_whatever_its_length(self, client):
        makers.make_announcement(makers.make_hub())
        with count_queries() as few:
            client.get("/admin/announcements")
        for _ in range(4):
            makers.make_announcement(makers.make_hub(), ends_at=makers.MONDAY)
        with count_queries() as many:
            client.get("/admin/announcements")

        assert len(many) == len(few)


class TestHubs:
    def test_a_manager_announces_to_her_hub_and_to_it_alone(self, sign_in, db):
        hub, other = makers.make_hub(time_zone="Indian/Reunion"), makers.make_hub()
        browser = sign_in(makers.make_manager(hub))
        path = f"/manage/{hub.id}/announcements"

        for wrong in ("everybody", "staff", f"hub-{other.id}"):
            assert browser.post(path, data=TYPED | {"audience": wrong}).status_code == 422
        assert browser.post(path, data=TYPED | {"audience": f"hub-{hub.id}"}).status_code == 303

        one = db.scalars(select(Announcement)).one()
        assert (one.reach, one.hub_id) == (Reach.HUB, hub.id)
        assert one.starts_at.isoformat() == "2027-01-03T20:00:00+00:00"

    def test_she_withdraws_hers_and_no_other(self, sign_in, db):
        hub, other = makers.make_hub(), makers.make_hub()
        browser = sign_in(makers.make_manager(hub))
        hers, theirs = makers.make_announcement(hub), makers.make_announcement(other)

        browser.post(f"/manage/{hub.id}/announcements/{hers.id}/withdraw")
        assert hers.withdrawn_at is not None

        assert browser.post(f"/manage/{hub.id}/announcements/{theirs.id}/withdraw").status_code == 404
        assert browser.get(f"/manage/{other.id}/announcements").status_code == 403
