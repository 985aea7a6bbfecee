from datetime import date

import pytest

from shared_services.core.database import transaction
from shared_services.evaluation.defaults import Audience
from shared_services.evaluation.results.breakdowns import break_down
from shared_services.evaluation.results.queries import list_rounds
from shared_services.kinds.trainings.models import session_trainer
from shared_services.network.models import OrganisationKind
from tests.support.makers import make_hub, make_offer, make_organisation, make_person, make_session
from tests.support.surveys import answered

HOT = Audience.HOT


@pytest.fixture
def hub(db):
    return make_hub()


def held(hub, number, *, offer=None, day=14, note=4, led_by=(), audience=HOT, **more):
    """A session that so many found that good."""
    session = make_session(offer or make_offer(hub), starts_on=date(2026, 12, day))
    with transaction() as db:
        for trainer in led_by:
            db.execute(session_trainer.insert().values(session_id=session.id, person_id=trainer.id))
    answered(
        session, *[{f"{audience.value}.satisfaction": note, **more} for _ in range(number)], audience=audience
    )
    return session


def read(db, hub, *, audience=HOT, rounds=None, offer=None):
    """Each title with its groups: name, number, mean; what is hidden has no number."""
    everything = list_rounds(db, [hub.id], audience)
    wanted = [one for one in everything if rounds is None or one.bookable_id in rounds]
    found = break_down(db, audience, everything, wanted, of_offer=offer is not None)
    return {
        title: {one.label: None if one.is_hidden else (one.n, one.mean) for one in groups}
        for title, groups in found
    }


class TestByOffer:
    def test_each_with_its_mean_and_the_small_one_without(self, db, hub):
        held(hub, 6, offer=make_offer(hub, title="Pix"), note=5)
        held(hub, 3, offer=make_offer(hub, title="Wifi"))

        assert read(db, hub)["Par offre"] == {"Pix": (6, 5.0), "Wifi": None}

    def test_its_sessions_the_small_one_with_the_one_before(self, db, hub):
        offer = make_offer(hub)
        sessions = [held(hub, n, offer=offer, day=day).id for day, n in [(10, 7), (11, 6), (12, 2)]]

        groups = read(db, hub, rounds=sessions, offer=offer)["Par session"]
        assert groups == {"2026-12-10": (7, 4.0), "2026-12-11": None, "2026-12-12": None}


class TestByTrainer:
    def test_of_two_who_led_together_each_has_it(self, db, hub):
        tom, ada = make_person("Tom", "Former"), make_person("Ada", "Former")
        held(hub, 5, led_by=[tom, ada])
        held(hub, 6, led_by=[tom], note=3)

        groups = read(db, hub)["Par formatrice ou formateur"]
        assert groups == {"Ada Former": (5, 4.0), "Tom Former": (11, 38 / 11)}

    def test_a_session_told_only_with_another_trainer_s_is_left_out(self, db, hub):
        tom, ada = make_person("Tom", "Former"), make_person("Ada", "Former")
        offer = make_offer(hub)
        held(hub, 6, offer=offer, day=10, led_by=[tom])
        held(hub, 6, offer=offer, day=11, led_by=[tom])
        held(hub, 2, offer=offer, day=12, led_by=[ada])

        groups = read(db, hub)["Par formatrice ou formateur"]
        assert groups == {"Ada Former": None, "Tom Former": (6, 4.0)}


class TestAcross:
    def test_by_kind_and_place_when_no_session_gives_a_few_away(self, db, hub):
        company = make_organisation(kind=OrganisationKind.COMPANY, departement_code="59")
        held(hub, 6)
        held(hub, 7, note=2, organisation=company)

        groups = read(db, hub)
        assert groups["Par type de structure"] == {
            "Collectivités territoriales": (6, 4.0),
            "Entreprises": (7, 2.0),
        }
        assert groups["Par département"] == {"Nord (59)": (7, 2.0), "Pas-de-Calais (62)": (6, 4.0)}

    def test_not_what_a_session_and_two_people_would_give_away(self, db, hub):
        company, offer = make_organisation(kind=OrganisationKind.COMPANY), make_offer(hub)
        held(hub, 6, offer=offer, day=10, organisation=company)
        session = make_session(offer, starts_on=date(2026, 12, 11))
        mixed = [{"hot.satisfaction": 4} for _ in range(9)]
        answered(session, *mixed, *[{"hot.satisfaction": 1, "organisation": company} for _ in range(2)])

        assert set(read(db, hub)["Par type de structure"].values()) == {None}

    def test_only_of_all_dates(self, db, hub):
        first = held(hub, 6, day=10)
        held(hub, 6, day=11)

        assert "Par type de structure" not in read(db, hub, rounds=[first.id])

    def test_trainers_are_not_compared_by_organisation(self, db, hub):
        tom = make_person("Tom", "Former")
        session = held(hub, 5, led_by=[tom])
        answered(session, {"trainer.satisfaction": 4}, audience=Audience.TRAINER)

        assert set(read(db, hub, audience=Audience.TRAINER)) == {"Par offre"}
