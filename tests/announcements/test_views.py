from tests.support import makers
from tests.support.pages import words


def banner(client):
    return [words(one) for one in client.get("/help").page.with_class("announcements")]


class TestPuttingAway:
    def test_a_person_does_it_for_good_on_all_her_devices(self, sign_in):
        announcement, person = makers.make_announcement(), makers.make_person()
        answer = sign_in(person).post(f"/announcements/{announcement.id}/dismiss", data={"next": "/help?a=1"})

        assert answer.location == "/help?a=1"
        assert banner(sign_in(person)) == []
        assert banner(sign_in(makers.make_person())) != []

    def test_a_stranger_does_it_in_her_browser(self, app, client):
        announcement = makers.make_announcement()

        client.post(f"/announcements/{announcement.id}/dismiss")

        assert banner(client) == []
        assert banner(app.test_client()) != []

    def test_it_never_leads_elsewhere(self, client):
        answer = client.post("/announcements/1/dismiss", data={"next": "//elsewhere.example"})

        assert answer.location == "/"

    def test_it_stays_listed(self, sign_in):
        announcement = makers.make_announcement(link="/catalogue")
        browser = sign_in(makers.make_person())

        browser.post(f"/announcements/{announcement.id}/dismiss")

        page = browser.get("/announcements").page
        assert "Le site se repose dimanche." in page.text
        assert page.links["/catalogue"] == "/catalogue"
