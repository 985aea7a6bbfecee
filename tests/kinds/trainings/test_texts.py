import json
from dataclasses import fields

from shared_services.catalogue.texts import as_content
from shared_services.kinds.trainings import texts
from shared_services.kinds.trainings.operations import OfferText
from tests.support.makers import make_offer


def test_every_field_of_the_text_has_its_name():
    assert set(texts.LABELS) == {field.name for field in fields(OfferText)}


def test_a_text_comes_back_from_plain_values_as_it_was(db):
    offer = make_offer(price_cents=4550, bring="Un ordinateur")
    content = texts.content(db, offer.id)

    stored = json.loads(json.dumps(content))

    assert as_content(texts.from_content(stored)) == content


def test_each_field_is_told_in_words(db):
    offer = make_offer(price_cents=4550, duration_minutes=210)

    told = {one.name: one.text for one in texts.told(db, texts.content(db, offer.id))}

    assert (told["price_cents"], told["duration_minutes"]) == ("45,50\u00a0€", "3\u00a0h\u00a030")
    assert (told["level"], told["modality"]) == ("Tous niveaux", "En présence")
