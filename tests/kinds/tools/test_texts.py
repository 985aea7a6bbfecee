from shared_services.catalogue.texts import as_content
from shared_services.kinds.tools import texts
from shared_services.kinds.tools.models import ToolCategory
from tests.support.makers import MONDAY
from tests.support.tools import make_tool_offer


def test_a_text_goes_out_in_plain_values_and_comes_back(db):
    offer = make_tool_offer(deposit_cents=15_000)

    content = texts.content(db, offer.id)

    assert (content["category"], content["deposit_cents"]) == ("tablets", 15_000)
    assert as_content(texts.from_content(content)) == content


def test_each_field_is_told_in_words(app, db):
    offer = make_tool_offer(deposit_cents=15_050, category=ToolCategory.GAMES)

    with app.test_request_context():
        told = {one.name: one.text for one in texts.told(db, texts.content(db, offer.id))}

    assert (told["category"], told["deposit_cents"]) == ("Jeux et mallettes", "150,50\u00a0€")
    assert told["price_cents"] == "aucun montant"


def test_an_edit_takes_the_place_of_the_text(db):
    offer = make_tool_offer()
    content = texts.content(db, offer.id) | {"title": "Autre nom", "category": "rooms"}

    texts.write(db, offer, content, MONDAY)

    assert (offer.title, offer.category) == ("Autre nom", ToolCategory.ROOMS)
    assert " autre nom " in offer.search_text
