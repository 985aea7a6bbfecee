from shared_services.catalogue.texts import as_content
from shared_services.kinds.expertise import texts
from tests.support.experts import make_expert_offer
from tests.support.makers import MONDAY


def test_a_text_goes_out_in_plain_values_and_comes_back(db):
    offer = make_expert_offer(price_cents=4_500)

    content = texts.content(db, offer.id)

    assert content["price_cents"] == 4_500
    assert as_content(texts.from_content(content)) == content


def test_each_field_is_told_in_words(app, db):
    offer = make_expert_offer(price_cents=4_550)

    with app.test_request_context():
        told = {one.name: one.text for one in texts.told(db, texts.content(db, offer.id))}

    assert told["price_cents"] == "45,50\u00a0€"
    assert told["title"] == "Monter un plan de financement"


def test_an_edit_takes_the_place_of_the_text(db):
    offer = make_expert_offer()

    texts.write(db, offer, texts.content(db, offer.id) | {"title": "Autre nom"}, MONDAY)

    assert offer.title == "Autre nom"
    assert " autre nom " in offer.search_text
