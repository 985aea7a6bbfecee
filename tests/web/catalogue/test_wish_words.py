from datetime import date

from shared_services.catalogue.models import Level
from shared_services.core.i18n import force_locale
from shared_services.finding.wish import Wish
from shared_services.web.catalogue.wish_words import WRONG, Choices, list_nearest, list_ways_on, plain_day
from tests.support.makers import MONDAY, make_hub, make_offer


def test_each_condition_has_its_words(app, db):
    make_offer(make_hub("Hub du Nord", departements=("62",)))
    choices = Choices.read(db)
    hub = choices.hubs[0].slug
    wish = Wish(words="pix", departement="62", around="neighbours", hub=hub, weekday="2", part="morning")

    with app.test_request_context():
        said = {choices.label(wish, name) for name in wish.conditions()}

    place = "Pas-de-Calais et ses voisins"
    assert said == {"«\u00a0pix\u00a0»", place, "Le mardi", "Le matin seulement", "Hub du Nord"}


def test_whatever_cannot_be_understood_has_its_sentence():
    assert set(WRONG) == set(Wish.__dataclass_fields__) - {"words"}


def test_days_are_written_as_people_say_them(app):
    with app.test_request_context():
        assert plain_day(date(2027, 2, 1)) == "1er février 2027"
        with force_locale("en"):
            assert plain_day(date(2027, 2, 1)) == "1 February 2027"


def test_a_way_that_finds_nothing_is_not_proposed(app, db):
    make_offer(make_hub(departements=("13",)), title="Pix", level=Level.BASICS)
    wish = Wish(words="pix", departement="62", around="neighbours", level="advanced")

    with app.test_request_context():
        assert list_ways_on(db, wish, Choices.read(db), now=MONDAY) == []
        assert list_nearest(db, Wish(words="pix"), now=MONDAY) == []
