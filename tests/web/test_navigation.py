from tests.support.makers import (
    make_admin,
    make_affiliation,
    make_aidant,
    make_hub,
    make_manager,
    make_organisation,
    make_person,
    make_role,
)


class TestMenu:
    def test_a_stranger_is_offered_to_sign_in(self, client):
        links = client.get("/").page.links

        assert links["Se connecter"] == "/login"
        assert "Mes réservations" not in links

    def test_an_aidant_sees_no_door_that_is_shut(self, sign_in):
        links = sign_in(make_aidant(make_hub())).get("/").page.links

        assert links["Mes réservations"] == "/bookings"
        assert not [url for url in links.values() if url.startswith(("/manage", "/admin"))]

    def test_a_referent_finds_her_team(self, sign_in):
        organisation = make_organisation()
        person = make_aidant(make_hub(), organisation)
        assert "Mon équipe" not in sign_in(person).get("/").page.links
        referent = make_person()
        make_affiliation(referent, organisation, is_referent=True)
        browser = sign_in(referent)

        assert browser.get("/").page.links["Mon équipe"] == "/team"
        assert browser.get("/team").location == f"/organisations/{organisation.id}/bookings"

    def test_every_entry_of_every_role_opens(self, sign_in):
        hub = make_hub("Hub Loire")
        person = make_manager(hub, admin_since=hub.created_at)
        browser = sign_in(person)

        for start in ("/", f"/manage/{hub.id}", "/admin"):
            page = browser.get(start).page
            for url in page.links.values():
                if url.startswith("/"):
                    assert browser.get(url).status_code == 200, url

    def test_never_more_than_six_entries(self, sign_in):
        hub = make_hub()
        browser = sign_in(make_manager(hub))

        for path in ("/", f"/manage/{hub.id}"):
            menu = next(
                e for e in browser.get(path).page.all("nav") if e.get("aria-label") == "Menu principal"
            )
            assert len(list(menu.iter("a"))) <= 6

    def test_the_page_one_is_on_is_marked(self, client):
        page = client.get("/catalogue").page

        current = [e.get("href") for e in page.all("a") if e.get("aria-current") == "page"]
        assert current == ["/catalogue"]


class TestContexts:
    def test_a_person_with_one_role_has_nothing_to_switch(self, sign_in):
        page = sign_in(make_aidant(make_hub())).get("/").page

        assert "Mon espace" not in page.links

    def test_a_manager_of_two_hubs_switches_between_them(self, sign_in):
        loire, artois = make_hub("Hub Loire"), make_hub("Hub Artois")
        person = make_manager(loire)
        make_role(person, artois)

        links = sign_in(person).get("/").page.links

        assert links["Hub Loire"] == f"/manage/{loire.id}"
        assert links["Hub Artois"] == f"/manage/{artois.id}"

    def test_an_ended_role_is_no_context(self, sign_in):
        hub = make_hub("Hub Loire")
        person = make_admin()
        make_role(person, hub, ended_at=hub.created_at)

        assert "Hub Loire" not in sign_in(person).get("/").page.links

    def test_the_pages_of_a_hub_keep_its_menu(self, sign_in):
        hub = make_hub("Hub Loire")
        browser = sign_in(make_manager(hub))

        for page in ("identity", "funders", "no-shows", "evaluation", "complaints", "pathways"):
            links = browser.get(f"/manage/{hub.id}/{page}").page.links
            assert links["Bureau"] == f"/manage/{hub.id}", page
