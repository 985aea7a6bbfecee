from datetime import timedelta

import pytest

from shared_services.announcements.models import Level, Reach
from tests.support import makers
from tests.support.makers import MONDAY
from tests.support.pages import words
from tests.support.queries import count_queries


def banner(client, path="/help"):
    return [words(one) for one in client.get(path).page.with_class("announcements")]


class TestWhoIsTold:
    def test_everybody(self, client, sign_in):
        makers.make_announcement(text_fr="Pour tous.")

        for browser in (client, sign_in(makers.make_person())):
            assert "Information : Pour tous." in banner(browser)[0]

    def test_staff(self, client, sign_in):
        makers.make_announcement(reach=Reach.STAFF, text_fr="Aux équipes.")
        hub = makers.make_hub()

        for told in (makers.make_manager(hub), makers.make_trainer(hub), makers.make_admin()):
            assert "Aux équipes." in banner(sign_in(told))[0]
        assert banner(client) == []
        assert banner(sign_in(makers.make_aidant(hub))) == []

    def test_the_people_of_a_hub_and_its_members(self, client, sign_in):
        hub, other = makers.make_hub(), makers.make_hub()
        makers.make_announcement(hub, text_fr="À nos membres.")

        for told in (makers.make_manager(hub), makers.make_aidant(hub)):
            assert "À nos membres." in banner(sign_in(told))[0]
        for stranger in (makers.make_manager(other), makers.make_aidant(other), makers.make_admin()):
            assert banner(sign_in(stranger)) == []
        assert banner(client) == []


class TestWhen:
    def test_from_its_first_instant_until_its_last(self, client, at):
        makers.make_announcement(starts_at=MONDAY, ends_at=MONDAY + timedelta(hours=1))

        for minutes, shown in ((-1, False), (0, True), (59, True), (60, False)):
            with at(MONDAY + timedelta(minutes=minutes)):
                assert bool(banner(client)) is shown

    def test_a_withdrawn_one_is_gone(self, client):
        makers.make_announcement(withdrawn_at=MONDAY)

        assert banner(client) == []

    def test_warnings_come_first_and_three_is_enough(self, client):
        for number in range(3):
            makers.make_announcement(text_fr=f"Nouvelle {number}.")
        makers.make_announcement(text_fr="Panne.", level=Level.WARNING)

        (said,) = banner(client)

        assert said.startswith("Important : Panne.")
        assert "Nouvelle 0." not in said


class TestWords:
    def test_the_reader_of_english_reads_english_where_there_is_some(self, sign_in):
        makers.make_announcement(text_fr="Bonjour.", text_en="Hello.")
        browser = sign_in(makers.make_person(locale="en"))

        assert "Hello." in banner(browser)[0]


@pytest.mark.parametrize("number", [0, 1, 3])
def test_the_banner_costs_one_statement_whatever_it_says(client, number):
    with count_queries() as sent:
        for _ in range(number):
            makers.make_announcement()
        sent.clear()
        client.get("/help")

    assert len([one for one in sent if "FROM announcement" in one]) == 1
