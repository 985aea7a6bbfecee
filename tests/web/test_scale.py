"""Every list of the site sends as many statements for a small network as for a large one."""

from benchmarks.pages import list_pages, open_browser
from shared_services.core.database import transaction
from shared_services.demo.load import load
from tests.conftest import opened_in_one_transaction
from tests.support.access_matrix import PlainClient
from tests.support.makers import MONDAY
from tests.support.queries import count_queries

SMALL, LARGE = 1, 3


def statements_by_page(app, scale):
    """How many statements each list sends once that many copies of the demo are there; all is undone."""
    with opened_in_one_transaction() as db:
        with transaction() as writing:
            load(writing, password_hash="not a hash", now=MONDAY, scale=scale)
        counts = {}
        for email, pages in list_pages(db).items():
            browser = open_browser(app, email)
            for name, path in pages.items():
                with count_queries() as sent:
                    assert browser.get(path).status_code == 200, path
                counts[name] = len(sent)
    return counts


def test_every_list_sends_the_same_number_of_statements(app, monkeypatch):
    monkeypatch.setattr(app, "test_client_class", PlainClient)  # pages are judged by their own tests
    with app.app_context():
        small = statements_by_page(app, SMALL)
        large = statements_by_page(app, LARGE)

    assert {name: (small[name], count) for name, count in large.items() if count != small[name]} == {}
