"""What the tests of the catalogue share."""

import pytest


@pytest.fixture
def look(client):
    """`look("/catalogue?q=…")` gives the words of the page."""
    return lambda path="/catalogue": client.get(path).page.text
