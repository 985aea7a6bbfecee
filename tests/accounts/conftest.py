import re
from typing import Any

import pytest
from itsdangerous import URLSafeTimedSerializer

from shared_services.accounts.passwords import hash_password
from tests.support.makers import make_person
from tests.support.pages import PageClient

PASSWORD = "la marelle de Lens"


@pytest.fixture
def alice(db: Any) -> Any:
    return make_person(
        email="alice@lens.example", password_hash=hash_password(PASSWORD)
    )


def csrf_token_of(browser: PageClient) -> str:
    """The token that any form of this browser would carry."""
    with browser.session_transaction() as cookie:
        raw = cookie.setdefault("csrf_token", "0" * 40)
    key = browser.application.secret_key
    return str(URLSafeTimedSerializer(key, salt="wtf-csrf-token").dumps(raw))


@pytest.fixture
def send(client: PageClient) -> Any:
    """`send(path, **fields)` fetches the page, then posts its form as a browser would."""

    def fetch_and_post(
        path: str, *, browser: PageClient = client, to: str | None = None, **fields: str
    ) -> Any:
        page = browser.get(path).get_data(as_text=True)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert found, f"no form at {path}"
        return browser.post(to or path, data={"csrf_token": found[1], **fields})

    return fetch_and_post
