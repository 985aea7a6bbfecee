from datetime import date

import pytest

from shared_services.core.database import transaction
from shared_services.evaluation.models import SurveyRound
from shared_services.evaluation.results import queries
from shared_services.kinds.trainings.models import session_trainer
from shared_services.network.models import OrganisationKind
from tests.support.makers import (
    make_hub,
    make_manager,
    make_offer,
    make_organisation,
    make_session,
    make_trainer,
)
from tests.support.queries import count_queries
from tests.support.surveys import answered, came

NOTES = [{"hot.satisfaction": note, "hot.recommendation": 9, "hot.pace": "right"} for note in (5, 5, 4, 4, 3)]


def notes(number, **more):
    return [{"hot.satisfaction": 4, "hot.recommendation": 8, **more} for _ in range(number)]


@pytest.fixture
def hub(db):
    return make_hub()


@pytest.fixture
def browser(hub, sign_in):
    return sign_in(make_manager(hub))


def a_session(hub, day=14, offer=None):
    return make_session(offer or make_offer(hub), starts_on=date(2026, 12, day))


def answers_of(browser, hub, **asked):
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return browser.get(f"/manage/{hub.id}/evaluation?{query}")


def said(page):
    return page.text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def row(page, name):
    """The words of the row of a break-down that begins with that."""
    return next(words for words in rows(page) if words.startswith(name))


def rows(page):
    return [" ".join("".join(tr.itertext()).split()) for tr in page.all("tr")]


class TestResults:
    def test_a_hub_reads_counts_means_and_rate(self, browser, hub):
        session = a_session(hub)
        came(session)
        came(session)
        came(session)
        answered(session, *[dict(one) for one in NOTES])

        page = answers_of(browser, hub).page
        assert "5 réponses sur 8 (62 %)" in page.text.replace("\u00a0", " ").replace("\u202f", " ")
        assert "4,2 sur 5" in page.text
        assert "9,0 sur 10" in page.text

    def test_below_five_nothing_is_told(self, browser, hub):
        answered(a_session(hub), *notes(4, **{"hot.change": "Trop court."}))

        page = answers_of(browser, hub).page
        assert "à partir de 5" in page.text
        assert "Trop court." not in page.text
        assert "4,0" not in page.text

    def test_a_hub_without_answers_is_told_when_they_come(self, browser, hub):
        assert "Personne n'a encore été interrogé" in answers_of(browser, hub).page.text.replace("’", "'")

    def test_free_texts_are_read_together_and_escaped(self, browser, hub):
        texts = [f"Avis {letter} <b>" for letter in "abcde"]
        answered(a_session(hub), *[notes(1, **{"hot.change": text})[0] for text in texts])

        page = answers_of(browser, hub).page
        assert all(f"Avis {letter} <b>" in page.text for letter in "abcde")

    def test_more_texts_than_are_read_at_once_is_said(self, browser, hub, monkeypatch):
        answered(a_session(hub), *notes(5, **{"hot.change": "Trop court."}))
        assert "ne tiennent pas ici" not in answers_of(browser, hub).page.text

        monkeypatch.setattr(queries, "MOST_WORDS", 3)
        assert "ne tiennent pas ici" in answers_of(browser, hub).page.text
        file = browser.get(f"/manage/{hub.id}/evaluation.csv").get_data(as_text=True)
        assert "Une partie seulement" in file

    def test_a_choice_that_few_answered_is_not_told(self, browser, hub):
        answered(a_session(hub), *notes(4), *notes(1, **{"hot.pace": "fast"}))

        assert "Trop rapide" not in answers_of(browser, hub).page.text

    def test_an_unknown_audience_or_scope_does_not_exist(self, browser, hub):
        assert answers_of(browser, hub, audience="x").status_code == 404
        assert answers_of(browser, hub, of="offer-0").status_code == 404
        assert answers_of(browser, hub, of="x").status_code == 404

    def test_an_offer_of_another_hub_does_not_exist_here(self, browser, hub):
        other = make_offer()
        answered(make_session(other, starts_on=date(2026, 12, 14)), *notes(5))

        assert answers_of(browser, hub, of=f"offer-{other.id}").status_code == 404

    def test_as_many_statements_whatever_the_number_of_sessions(self, browser, hub):
        answered(a_session(hub), *notes(5))
        answers_of(browser, hub)
        with count_queries() as few:
            answers_of(browser, hub)
        for day in (15, 16, 17):
            answered(a_session(hub, day), *notes(6, **{"hot.change": "Rien."}))
        with count_queries() as many:
            answers_of(browser, hub)

        assert len(many) == len(few)


class TestPeriod:
    def test_at_first_the_last_twelve_months(self, browser, hub):
        answered(a_session(hub), *notes(5))
        offer = make_offer(hub)
        answered(make_session(offer, starts_on=date(2025, 12, 14)), *notes(6))

        page = answers_of(browser, hub).page
        assert "5 réponses sur 5" in said(page)
        assert "Du dimanche 4 janvier 2026 au lundi 4 janvier" in said(page)
        assert "ces jours-là" in answers_of(browser, hub, of=f"offer-{offer.id}").page.text

    def test_from_one_day_to_another_or_all_dates(self, browser, hub):
        answered(a_session(hub, 10), *notes(5))
        answered(a_session(hub, 20), *notes(6))

        page = answers_of(browser, hub, since="2026-12-15", until="2026-12-20").page
        assert "6 réponses sur 6" in said(page)
        assert "11 réponses sur 11" in said(answers_of(browser, hub, since="", until="").page)

    def test_days_that_do_not_exist_or_go_backwards_are_said(self, browser, hub):
        answered(a_session(hub), *notes(5))

        answer = answers_of(browser, hub, since="2026-12-40", until="")
        assert answer.status_code == 422
        assert "Cette date n'existe pas" in said(answer.page)
        answer = answers_of(browser, hub, since="2026-12-20", until="2026-12-10")
        assert answer.status_code == 422
        assert "La fin est avant le début" in answer.page.text

    def test_one_session_is_chosen_by_itself_whatever_the_days(self, browser, hub):
        session = a_session(hub)
        answered(session, *notes(5))
        answered(a_session(hub, 20), *notes(6))

        page = answers_of(browser, hub, of=f"session-{session.id}", since="2027-01-01", until="").page
        assert "5 réponses sur 5" in said(page)
        chosen = [one.get("value") for one in page.all("option") if "selected" in one.attrib]
        assert chosen == [f"session-{session.id}"]

    def test_a_session_is_told_whole_and_its_form_has_no_days(self, browser, hub):
        session = a_session(hub)
        answered(session, *notes(5))

        def days(page):
            return [one.get("name") for one in page.all("input") if one.get("type") == "date"]

        whole = answers_of(browser, hub, since="", until="").page
        assert "Une session se lit en entier, quelles que soient les dates" in said(whole)
        assert days(whole) == ["since", "until"]
        answer = answers_of(browser, hub, of=f"session-{session.id}", since="2027-13-41", until="")
        assert answer.status_code == 200
        assert "Toutes les réponses de cette session sont lues" in said(answer.page)
        assert days(answer.page) == []

    def test_links_keep_the_days(self, browser, hub):
        offer = make_offer(hub)
        answered(a_session(hub, 10, offer), *notes(5))

        page = answers_of(browser, hub, since="2026-12-01", until="2026-12-31").page
        links = [one.get("href") for one in page.all("a") if f"offer-{offer.id}" in one.get("href", "")]
        assert links
        assert all("since=2026-12-01" in link and "until=2026-12-31" in link for link in links)

    def test_the_file_is_of_the_same_days(self, browser, hub):
        answered(a_session(hub, 10), *notes(5))
        answered(a_session(hub, 20), *notes(6))

        address = f"/manage/{hub.id}/evaluation.csv?since=2026-12-15&until=2026-12-31"
        assert "Réponses;;;6;;" in browser.get(address).get_data(as_text=True)


class TestBreakdowns:
    def test_a_small_group_and_the_next_one_are_hidden(self, browser, hub):
        association = make_organisation(kind=OrganisationKind.ASSOCIATION)
        company = make_organisation(kind=OrganisationKind.COMPANY)
        session = a_session(hub)
        answered(
            session,
            *notes(8),
            *notes(3, organisation=association),
            *notes(6, organisation=company),
        )

        page = answers_of(browser, hub).page
        assert "8 4,0" in row(page, "Collectivités territoriales").replace("8" + "4,0", "8 4,0")
        assert "Moins de 5" in row(page, "Associations")
        assert "Moins de 5" in row(page, "Entreprises")

    def test_sessions_of_an_offer_and_the_session_itself(self, browser, hub):
        offer = make_offer(hub)
        small, large, larger = (a_session(hub, day, offer) for day in (10, 11, 12))
        for session, number in ((small, 3), (large, 6), (larger, 9)):
            answered(session, *notes(number))

        page = answers_of(browser, hub, of=f"offer-{offer.id}").page
        assert "Moins de 5" in row(page, "jeudi 10 décembre 2026")
        assert "Moins de 5" in row(page, "vendredi 11 décembre 2026")
        assert "9" in row(page, "samedi 12 décembre 2026")
        assert "à partir de 5" in answers_of(browser, hub, of=f"session-{small.id}").page.text
        assert "à partir de 5" in answers_of(browser, hub, of=f"session-{large.id}").page.text
        assert "4,0 sur 5" in answers_of(browser, hub, of=f"session-{larger.id}").page.text

    def test_by_trainer(self, browser, hub, db):
        session, trainer = a_session(hub), make_trainer(hub)
        with transaction() as writing:
            writing.execute(session_trainer.insert().values(session_id=session.id, person_id=trainer.id))
        answered(session, *notes(5))

        assert "4,0" in row(answers_of(browser, hub).page, "Tristan Former")


class TestExport:
    def test_the_same_counts_and_no_cell_computes(self, browser, hub):
        answered(a_session(hub), *notes(5, **{"hot.change": "=1+1"}))

        body = browser.get(f"/manage/{hub.id}/evaluation.csv").get_data(as_text=True)
        assert "Réponses;;;5;;" in body
        assert "'=1+1" in body
        assert ";4,00;" in body

    def test_below_five_there_is_no_file(self, browser, hub):
        answered(a_session(hub), *notes(4))

        assert browser.get(f"/manage/{hub.id}/evaluation.csv").status_code == 404


class TestTrainers:
    @pytest.fixture
    def trainer(self, hub):
        return make_trainer(hub)

    def led(self, hub, *trainers, number=5, day=14, offer=None, **more):
        session = a_session(hub, day, offer)
        with transaction() as writing:
            for one in trainers:
                writing.execute(session_trainer.insert().values(session_id=session.id, person_id=one.id))
        answered(session, *notes(number, **more))
        return session

    def test_they_read_what_was_said_of_their_own(self, hub, trainer, sign_in):
        session = self.led(hub, trainer, **{"hot.change": "Plus de pauses."})
        browser = sign_in(trainer)

        page = browser.get("/teaching/evaluation").page
        assert "5 réponses sur 5 · 4,0 sur 5" in said(page)
        assert "4,0 sur 5 pour l'ensemble de vos sessions · 5 réponses" in said(page)
        page = browser.get(f"/dates/{session.id}/evaluation").page
        assert "4,0 sur 5" in page.text
        assert "Plus de pauses." in page.text

    def test_no_note_of_fewer_than_five_nor_what_gives_it_away(self, hub, trainer, sign_in):
        offer = make_offer(hub)
        large = self.led(hub, trainer, number=6, day=10, offer=offer)
        small = self.led(hub, trainer, number=4, day=11, offer=offer)
        browser = sign_in(trainer)

        page = browser.get("/teaching/evaluation").page
        assert said(page).count("note masquée") == 2
        assert "4,0 sur 5 pour l'ensemble de vos sessions · 10 réponses" in said(page)
        for session in (large, small):
            assert "4,0" not in browser.get(f"/dates/{session.id}/evaluation").page.text

    def test_texts_about_a_session_of_two_are_for_the_hub_alone(self, hub, trainer, sign_in, browser):
        session = self.led(hub, trainer, make_trainer(hub), **{"hot.change": "Qu'il parle moins vite."})

        page = sign_in(trainer).get(f"/dates/{session.id}/evaluation").page
        assert "4,0 sur 5" in page.text
        assert "parle moins vite" not in page.text
        assert "lus par le hub seul" in page.text
        assert "parle moins vite" in browser.get(f"/dates/{session.id}/evaluation").page.text

    def test_another_trainer_reads_nothing_of_it(self, hub, trainer, sign_in):
        session, other = self.led(hub, trainer), make_trainer(hub)

        assert sign_in(other).get(f"/dates/{session.id}/evaluation").status_code == 403
        page = sign_in(other).get("/teaching/evaluation").page
        assert "Aucun avis pour le moment." in page.text

    def test_as_many_statements_whatever_the_number_of_sessions(self, hub, trainer, sign_in):
        self.led(hub, trainer)
        browser = sign_in(trainer)
        browser.get("/teaching/evaluation")
        with count_queries() as few:
            browser.get("/teaching/evaluation")
        for day in (15, 16, 17):
            self.led(hub, trainer, day=day)
        with count_queries() as many:
            browser.get("/teaching/evaluation")

        assert len(many) == len(few)


class TestOfferPage:
    def test_from_five_answers_on_the_offer_says_what_people_thought(self, client, hub):
        offer = make_offer(hub)
        session = a_session(hub, 14, offer)
        came(session)
        answered(session, *[dict(one) for one in NOTES])

        text = client.get(f"/trainings/{offer.id}").page.text.replace("\u00a0", " ")
        assert "4,2 sur 5" in text
        assert "5 réponses sur 6 (83 %)" in text.replace("\u202f", " ")
        assert "100 % la recommanderaient" in text.replace("\u202f", " ")

    def test_below_five_it_says_nothing(self, client, hub):
        offer = make_offer(hub)
        answered(a_session(hub, 14, offer), *notes(4))

        text = client.get(f"/trainings/{offer.id}").page.text
        assert "sur 5" not in text
        assert "recommanderaient" not in text

    def test_for_one_statement(self, client, hub, db):
        offer = make_offer(hub)
        client.get(f"/trainings/{offer.id}")
        with count_queries() as sent:
            client.get(f"/trainings/{offer.id}")

        assert len([one for one in sent if SurveyRound.__tablename__ in one]) == 1
