import pytest

from shared_services.booking.models import Bookable, KeptSeats, Quota, QuotaPeriod, QuotaScope
from tests.support.bookings import book
from tests.support.makers import (
    count,
    local,
    make_hub,
    make_manager,
    make_membership,
    make_offer,
    make_organisation,
    make_session,
)


@pytest.fixture
def hub(db):
    return make_hub("Hub du Nord")


@pytest.fixture
def manager(hub, sign_in):
    return sign_in(make_manager(hub))


@pytest.fixture
def session(hub):
    return make_session(make_offer(hub))


class TestRules:
    def test_none_yet_says_what_holds_anyway(self, manager, hub):
        assert "une date à la fois pour chacune" in manager.get(f"/manage/{hub.id}/rules").page.text

    def test_a_rule_is_added_told_and_taken_back(self, manager, db, hub):
        path = f"/manage/{hub.id}/rules"
        manager.post(path, data={"scope": "person", "most": "3", "period": "quarter"})

        page = manager.get(path).page
        assert "Places par trimestre, pour une personne : 3 au plus" in page.text
        quota = db.query(Quota).one()
        assert (quota.scope, quota.period) == (QuotaScope.PERSON, QuotaPeriod.QUARTER)

        manager.post(f"{path}/{quota.id}/remove")
        assert count(db, Quota) == 0

    def test_the_same_rule_twice_is_refused_and_nothing_typed_is_lost(self, manager, db, hub):
        path = f"/manage/{hub.id}/rules"
        rule = {"scope": "organisation", "most": "3", "period": "year"}
        manager.post(path, data=rule)

        answer = manager.post(path, data=rule | {"most": "8"})

        assert answer.status_code == 409
        assert "Il y a déjà une règle pour cette période" in answer.page.text
        assert answer.page.values()["most"] == "8"

    def test_zero_places_is_no_rule(self, manager, db, hub):
        answer = manager.post(
            f"/manage/{hub.id}/rules", data={"scope": "person", "most": "0", "period": "year"}
        )

        assert answer.status_code == 422
        assert count(db, Quota) == 0


class TestSharing:
    def test_a_limit_per_organisation_and_none_again(self, manager, db, session):
        manager.post(f"/manage/bookables/{session.id}/limit", data={"limit-most": "2"})
        assert db.get(Bookable, session.id).organisation_limit == 2
        assert manager.get(f"/manage/bookables/{session.id}/sharing").page.values()["limit-most"] == "2"

        manager.post(f"/manage/bookables/{session.id}/limit", data={"limit-most": ""})
        db.expire_all()
        assert db.get(Bookable, session.id).organisation_limit is None

    def test_seats_are_kept_for_a_member_until_a_day_at_nine(self, manager, db, hub, session):
        member = make_organisation("Médiathèque de Lens")
        make_membership(member, hub)
        answer = manager.post(
            f"/manage/bookables/{session.id}/kept",
            data={"kept-units": "2", "kept-whom": member.id, "kept-until": "2027-01-20"},
        )

        assert answer.status_code == 303
        kept = db.query(KeptSeats).one()
        assert (kept.organisation_id, kept.units) == (member.id, 2)
        assert kept.until == local(kept.until.date(), 9)
        text = manager.get(f"/manage/bookables/{session.id}/sharing").page.text
        assert "2 places gardées pour Médiathèque de Lens jusqu'au mercredi 20 janvier à 9 h" in text

        manager.post(f"/manage/kept-seats/{kept.id}/free")
        assert count(db, KeptSeats) == 0

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"kept-until": "2027-06-01"}, "Choisissez un jour à venir"),
            ({"kept-until": "31/02/2027"}, "Cette date n'existe pas"),
            ({"kept-units": "50"}, "On ne peut pas garder plus de places qu'il n'y en a (12)."),
            ({"kept-units": "deux"}, "Écrivez un nombre entier."),
        ],
    )
    def test_what_cannot_be_is_said_beside_it(self, manager, db, session, typed, sentence):
        data = {"kept-units": "2", "kept-whom": "0", "kept-until": "2027-01-20"} | typed

        answer = manager.post(f"/manage/bookables/{session.id}/kept", data=data)

        assert answer.status_code == 422
        assert sentence in answer.page.text
        assert count(db, KeptSeats) == 0

    def test_the_roster_leads_there_and_lists_who_waits_by_rank(self, manager, db, hub):
        session = make_session(make_offer(hub), capacity=1)
        for _ in range(3):
            book(session)

        page = manager.get(f"/manage/sessions/{session.id}").page

        assert page.links["Partager les places"] == f"/manage/bookables/{session.id}/sharing"
        assert page.text.index("Liste d'attente · 1") < page.text.index("Liste d'attente · 2")
