from datetime import date

from shared_services.catalogue.models import OfferStatus
from shared_services.kinds.trainings.queries import get_session
from shared_services.kinds.trainings.twins import list_twins
from tests.support.makers import MONDAY, make_hub, make_offer, make_session


def twins(db, session):
    return [twin.id for twin in list_twins(db, get_session(db, session.id), now=MONDAY)]


def test_other_dates_of_the_offer_and_the_same_training_of_other_hubs(db):
    offer = make_offer(title="Accompagner un public débutant avec Pix")
    session = make_session(offer)
    elsewhere = make_session(make_offer(make_hub(), title="Accompagner avec Pix un public débutant"))
    same = make_session(offer, starts_on=date(2027, 2, 9))
    make_session(make_offer(title="Mots de passe sans souci"))

    assert twins(db, session) == [same.id, elsewhere.id]


def test_not_a_month_away_nor_past_nor_unpublished(db):
    offer = make_offer()
    session = make_session(offer)
    make_session(offer, starts_on=date(2027, 3, 9))
    make_session(offer, starts_on=date(2026, 12, 15))
    make_session(make_offer(status=OfferStatus.DRAFT))

    assert twins(db, session) == []
