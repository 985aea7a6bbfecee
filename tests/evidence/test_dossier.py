from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from shared_services.booking.models import Bookable
from shared_services.core.database import transaction
from shared_services.core.errors import NotFound
from shared_services.core.i18n import force_locale
from shared_services.evidence.dossier import (
    head_of,
    lines_of,
    missing_of,
    open_dossier,
    said_days,
    said_half_days,
    said_place,
    section,
    told,
    worth_saying,
)
from shared_services.evidence.errors import IdentityMissing
from shared_services.evidence.operations import say_cofunded
from shared_services.network.models import HubIdentity
from tests.support.evidence import hold
from tests.support.experts import make_expert, make_expert_offer
from tests.support.makers import MONDAY, make_hub, make_offer, make_session, make_trainer

TODAY = date(2027, 2, 3)


@pytest.fixture(autouse=True)
def french(db):
    with force_locale("fr"):
        yield


def plain(text):
    return text.replace("\u00a0", " ")


class TestDossier:
    def test_it_has_begun_and_is_over_to_the_minute(self, db, session):
        dossier = open_dossier(db, session.id)
        start, end = dossier.session.half_days[0].starts_at, dossier.session.half_days[-1].ends_at

        assert [dossier.has_begun(start + timedelta(minutes=m)) for m in (-1, 0)] == [False, True]
        assert [dossier.is_over(end + timedelta(minutes=m)) for m in (-1, 0)] == [False, True]

    def test_it_is_closed_once_somebody_signed_the_sheet(self, db, session, alice, trainer):
        assert not open_dossier(db, session.id).is_closed
        hold(session, by=trainer, came=[alice])
        assert open_dossier(db, session.id).is_closed

    def test_its_day_is_that_of_the_place(self, db):
        island = make_hub(time_zone="Indian/Reunion")
        session = make_session(make_offer(island), time_zone="Indian/Reunion", starts_on=date(2027, 2, 2))

        dossier = open_dossier(db, session.id)
        assert (dossier.first_on, dossier.last_on) == (date(2027, 2, 2), date(2027, 2, 2))

    def test_only_sessions_of_trainings_have_one(self, db, hub):
        expert = make_expert(make_expert_offer(hub), make_trainer(hub))

        assert db.get(Bookable, expert.id) is not None
        for number in (expert.id, 0):
            with pytest.raises(NotFound):
                open_dossier(db, number)


class TestIdentity:
    @pytest.mark.parametrize(
        ("said", "missing"),
        [
            ({"legal_name": "", "siret": "1", "signatory_name": "Zoé"}, ["le nom de l'organisme"]),
            ({"legal_name": "Hub", "siret": None, "signatory_name": "Zoé"}, ["le SIRET"]),
            ({"legal_name": "Hub", "siret": "1", "signatory_name": ""}, ["la personne qui signe"]),
            ({"legal_name": "Hub", "siret": "1", "signatory_name": "Zoé"}, []),
        ],
    )
    def test_what_is_missing_is_named(self, said, missing):
        assert missing_of(HubIdentity(**said)) == missing

    def test_a_hub_that_never_said_anything_lacks_all(self, db):
        session = make_session(make_offer(make_hub()))

        with pytest.raises(IdentityMissing) as refused:
            open_dossier(db, session.id).check_identity()
        assert "le SIRET" in str(refused.value)

    def test_the_head_names_the_hub_beside_its_legal_name_once(self, db, session):
        maker = head_of(open_dossier(db, session.id), number="X-1", today=TODAY)["maker"]

        assert maker["name"] == "Association Hub du Nord"
        assert maker["rows"][:3] == ["Hub du Nord", "2 rue des Arts", "59000 Lille"]
        assert any("elle ne vaut pas agrément de l'État" in row for row in maker["rows"])

    def test_without_identity_the_head_has_the_hub_s_own_name(self, db):
        session = make_session(make_offer(make_hub("Hub du Sud")))
        maker = head_of(open_dossier(db, session.id), number="X-1", today=TODAY)["maker"]

        assert (maker["name"], len(maker["rows"])) == ("Hub du Sud", 1)


def test_papers_of_what_european_funds_pay_for_say_so(db, session, manager):
    said = "Action cofinancée par l'Union européenne"

    def rows():
        return head_of(open_dossier(db, session.id), number="1", today=TODAY)["maker"]["rows"]

    assert said not in rows()
    with transaction() as writing:
        say_cofunded(writing, session.id, is_cofunded=True, by=manager, now=MONDAY)
    assert rows()[-1] == said


class TestWords:
    def test_one_day_or_from_the_first_to_the_last(self):
        one = SimpleNamespace(first_on=date(2027, 2, 2), last_on=date(2027, 2, 2))
        two = SimpleNamespace(first_on=date(2027, 2, 2), last_on=date(2027, 2, 3))

        assert said_days(one).startswith("le mardi 2 février")
        assert said_days(two).startswith("du mardi 2 février")
        assert "au mercredi 3 février" in said_days(two)

    def test_half_days_are_told_one_by_one(self, db, session):
        first, second = said_half_days(open_dossier(db, session.id).session)

        assert "9 h 30" in plain(first)
        assert "12 h 30" in plain(first)
        assert first != second

    def test_what_has_no_place_is_at_a_distance(self, db, offer):
        remote = make_session(offer, place_name="", address="", video_link="https://visio.example/a")

        assert said_place(open_dossier(db, remote.id).session) == "À distance"

    def test_what_nobody_said_is_not_told(self):
        assert lines_of(" a \r\n\n b ") == ["a", "b"]
        assert told(("Nom", "Durand"), ("Fonction", "")) == [("Nom", "Durand")]
        assert worth_saying([section("Vide"), section("Dit", items=["a"])]) == [section("Dit", items=["a"])]
