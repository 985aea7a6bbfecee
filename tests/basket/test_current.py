from tests.support.baskets import put
from tests.support.makers import make_person
from tests.support.queries import count_queries
from tests.support.tools import make_tool


def test_a_stranger_has_no_basket_and_asks_the_database_nothing_for_it(client):
    with count_queries() as sent:
        page = client.get("/help").page

    assert "Panier" not in page.whole_text
    assert not [statement for statement in sent if "basket_line" in statement]


def test_the_top_of_every_page_says_how_many_things_are_in_it(sign_in, db):
    person = make_person()
    browser = sign_in(person)
    assert "Panier 0" not in browser.get("/help").page.whole_text

    put(make_tool(), person)
    with count_queries() as sent:
        page = browser.get("/help").page

    assert "Panier 1 élément" in page.whole_text
    assert len([statement for statement in sent if "basket_line" in statement]) == 1
