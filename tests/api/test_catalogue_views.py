from datetime import date, timedelta

import pytest

from shared_services.booking.operations import cancel_bookable
from shared_services.catalogue.models import Modality, OfferStatus
from tests.support.bookings import book, do
from tests.support.makers import (
    MONDAY,
    make_admin,
    make_hub,
    make_manager,
    make_offer,
    make_person,
    make_session,
)
from tests.support.queries import count_queries


def ids(answer):
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json["items"]]


class TestOffers:
    def test_a_stranger_reads_what_is_published_by_title(self, stranger):
        hub = make_hub("Hub du Nord")
        second = make_offer(hub, title="Élaborer un CV", themes=("emploi",))
        first = make_offer(hub, title="Découvrir Pix")
        make_offer(hub, status=OfferStatus.DRAFT)

        answer = stranger.get("/offers")

        assert ids(answer) == [first.id, second.id]
        assert answer.json["next"] is None
        item = answer.json["items"][1]
        assert item["hub"] == {"id": hub.id, "slug": hub.slug, "name": "Hub du Nord"}
        assert item["url"] == f"http://localhost/trainings/{second.id}"

    def test_each_filter_keeps_what_it_says(self, stranger):
        far = make_hub(departements=("974",))
        cv = make_offer(far, title="Élaborer un CV", modality=Modality.REMOTE, price_cents=4500)
        pix = make_offer(title="Découvrir Pix")
        make_session(pix, starts_on=date(2027, 2, 2))

        assert ids(stranger.get("/offers", q="elaborer")) == [cv.id]
        assert ids(stranger.get("/offers", departement="974")) == [cv.id]
        assert ids(stranger.get("/offers", hub=far.slug)) == [cv.id]
        assert ids(stranger.get("/offers", modality="remote")) == [cv.id]
        assert ids(stranger.get("/offers", free="true")) == [pix.id]
        assert ids(stranger.get("/offers", **{"from": "2027-02-02", "to": "2027-02-02"})) == [pix.id]
        assert ids(stranger.get("/offers", **{"from": "2027-02-03"})) == []
        assert ids(stranger.get("/offers", theme="nowhere")) == []

    def test_slice_by_slice_nothing_is_lost_nor_told_twice(self, stranger):
        hub = make_hub()
        made = [make_offer(hub, title=title).id for title in ("B", "A", "A", "C", "B")]

        assert sorted(item["id"] for item in stranger.everything("/offers", limit=2)) == sorted(made)
        assert len(stranger.everything("/offers", limit=5)) == 5

    def test_what_is_added_meanwhile_moves_nothing(self, stranger):
        hub = make_hub()
        make_offer(hub, title="B"), make_offer(hub, title="C")
        first = stranger.get("/offers", limit=1).json
        make_offer(hub, title="A")

        second = stranger.get("/offers", limit=1, cursor=first["next"]).json

        assert [first["items"][0]["title"], second["items"][0]["title"]] == ["B", "C"]

    @pytest.mark.parametrize("cursor", ["nonsense", "W10.AAAA", "a" * 900])
    def test_a_cursor_of_ones_own_making_is_refused(self, stranger, cursor):
        answer = stranger.get("/offers", cursor=cursor)

        assert (answer.status_code, answer.json["code"]) == (400, "bad_cursor")

    def test_the_cursor_of_another_list_is_refused(self, stranger):
        offer = make_offer()
        make_session(offer), make_session(offer)
        cursor = stranger.get("/sessions", limit=1).json["next"]

        assert stranger.get("/offers", cursor=cursor).json["code"] == "bad_cursor"

    def test_what_cannot_be_understood_is_named(self, stranger):
        answer = stranger.get("/offers", limit=0, departement="Lens", wrong="x", **{"from": "hier"})

        assert answer.status_code == 422
        assert answer.mimetype == "application/problem+json"
        assert set(answer.json["errors"]) == {"limit", "departement", "wrong", "from"}
        assert answer.json["errors"]["wrong"] == ["Ce champ n'existe pas."]

    def test_days_in_the_wrong_order_are_told(self, stranger):
        answer = stranger.get("/offers", **{"from": "2027-02-02", "to": "2027-02-01"})

        assert list(answer.json["errors"]) == ["to"]

    def test_it_costs_the_same_whatever_the_number(self, stranger):
        hub = make_hub()
        make_offer(hub, themes=("emploi",))
        with count_queries() as few:
            stranger.get("/offers")
        for _ in range(5):
            make_offer(themes=("emploi",))
        with count_queries() as many:
            stranger.get("/offers")

        assert len(many) == len(few) == 2


class TestOffer:
    def test_it_is_told_whole(self, stranger):
        offer = make_offer(bring="Un ordinateur")

        answer = stranger.get(f"/offers/{offer.id}").json

        assert answer["bring"] == "Un ordinateur"
        assert answer["duration_minutes"] == 420

    def test_a_draft_does_not_exist_but_for_its_hub(self, stranger, program_of):
        hub = make_hub()
        draft = make_offer(hub, status=OfferStatus.DRAFT)

        assert stranger.get(f"/offers/{draft.id}").status_code == 404
        assert program_of(make_person()).get(f"/offers/{draft.id}").status_code == 404
        assert program_of(make_manager(hub)).get(f"/offers/{draft.id}").status_code == 200
        assert program_of(make_admin()).get(f"/offers/{draft.id}").status_code == 200


class TestSessions:
    def test_the_soonest_first_with_their_places(self, stranger):
        offer = make_offer()
        later = make_session(offer, starts_on=date(2027, 3, 2))
        sooner = make_session(offer, starts_on=date(2027, 2, 2), capacity=2)
        book(sooner)

        items = stranger.get("/sessions").json["items"]

        assert [item["id"] for item in items] == [sooner.id, later.id]
        assert (items[0]["capacity"], items[0]["seats_left"]) == (2, 1)
        assert items[0]["starts_at"] == "2027-02-02T09:30:00+01:00"
        assert len(items[0]["half_days"]) == 2

    def test_hours_are_those_of_the_place(self, stranger):
        session = make_session(zone="Indian/Reunion")

        assert stranger.get(f"/sessions/{session.id}").json["starts_at"] == "2027-02-02T09:30:00+04:00"

    def test_only_what_is_to_come_and_public_is_listed(self, stranger, at):
        public = make_session()
        make_session(make_offer(status=OfferStatus.DRAFT))
        cancelled = make_session()
        do(cancel_bookable, cancelled, by=make_person(), reason="Trop peu d'inscrits")

        assert ids(stranger.get("/sessions")) == [public.id]
        assert stranger.get(f"/sessions/{cancelled.id}").json["status"] == "cancelled"
        with at(MONDAY + timedelta(days=60)):
            assert ids(stranger.get("/sessions")) == []

    def test_filters_of_dates_and_of_offers(self, stranger):
        pix, cv = make_offer(), make_offer(title="Élaborer un CV")
        one, full = make_session(pix), make_session(cv, capacity=1)
        book(full)

        assert ids(stranger.get("/sessions", offer_id=cv.id)) == [full.id]
        assert ids(stranger.get("/sessions", seats="true")) == [one.id]
        assert ids(stranger.get("/sessions", q="cv")) == [full.id]
        assert ids(stranger.get("/sessions", **{"from": "2027-02-03"})) == []

    def test_slice_by_slice_nothing_is_lost_nor_told_twice(self, stranger):
        offer = make_offer()
        made = [make_session(offer, starts_on=date(2027, 2, day)).id for day in (2, 2, 3, 2, 4)]

        read = [item["id"] for item in stranger.everything("/sessions", limit=2)]

        assert sorted(read) == sorted(made)
        assert len(read) == 5

    def test_the_link_to_join_is_told_to_nobody_here(self, stranger, program_of):
        hub = make_hub()
        session = make_session(
            make_offer(hub), place_name="", address="", video_link="https://visio.example/x"
        )

        for program in (stranger, program_of(make_manager(hub))):
            for path in ("/sessions", f"/sessions/{session.id}"):
                answer = program.get(path)
                assert "visio.example" not in answer.text
        assert stranger.get(f"/sessions/{session.id}").json["place"] is None

    def test_it_costs_the_same_whatever_the_number(self, stranger):
        make_session()
        with count_queries() as few:
            stranger.get("/sessions")
        for _ in range(5):
            make_session()
        with count_queries() as many:
            stranger.get("/sessions")

        assert len(many) == len(few) == 7
