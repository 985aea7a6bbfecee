from datetime import date

import pytest

from shared_services.catalogue.models import OfferStatus
from shared_services.kinds.trainings.advice import hints_for
from tests.support.makers import (
    MONDAY,
    make_admin,
    make_hub,
    make_manager,
    make_offer,
    make_picture,
    make_session,
)

CLEAR = {
    "summary": "Une personne débute et s'inquiète du test ? Vous saurez la rassurer et lire ses résultats.",
    "methods": "Des exercices à deux.",
    "assessment": "Un quiz au début et à la fin.",
    "prerequisites": "Aucun.",
    "access_terms": "Jusqu'à 3 jours avant.",
}


def points(db, offer):
    return {hint.field: hint.is_met for hint in hints_for(db, offer, now=MONDAY)}


def test_what_surrounds_the_text_counts_too(db):
    offer = make_offer(duration_minutes=360)
    assert points(db, offer)["picture"] is False
    assert "duration" not in points(db, offer)

    make_picture(offer, is_accepted=False)
    make_session(offer)  # three hours in the morning, three in the afternoon

    assert points(db, offer)["picture"] is True
    assert points(db, offer)["duration"] is True


def test_sessions_that_are_over_are_not_compared(db):
    offer = make_offer()
    make_session(offer, starts_on=date(2026, 12, 1))

    assert "duration" not in points(db, offer)


@pytest.fixture
def manager(db, sign_in):
    hub = make_hub()
    browser = sign_in(make_manager(hub))
    browser.hub = hub
    return browser


def test_the_writer_reads_it_beside_the_form(manager):
    offer = make_offer(manager.hub, status=OfferStatus.DRAFT, **CLEAR)

    page = manager.get(f"/manage/trainings/{offer.id}").page

    assert "Pour une offre claire : 7 points sur 9" in page.text
    assert page.links["Une personne à qui parler d'accessibilité"] == "#accessibility_contact"
    assert page.links["Une image"] == f"/manage/offers/{offer.id}/picture"


def test_it_stands_in_the_way_of_nothing(db, manager):
    offer = make_offer(manager.hub, title="TOUT EST À REVOIR", status=OfferStatus.DRAFT)

    manager.post(f"/manage/offers/{offer.id}/submit")

    db.expire_all()
    assert offer.status == OfferStatus.SUBMITTED


def test_the_moderator_reads_the_same(sign_in):
    offer = make_offer(status=OfferStatus.SUBMITTED, **CLEAR)

    text = sign_in(make_admin()).get(f"/admin/moderation/{offer.id}").page.text

    assert "Pour une offre claire : 7 points sur 9" in text
