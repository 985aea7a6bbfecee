import re
from typing import Any

import pytest
from flask import render_template
from sqlalchemy import select

from shared_services.accounts.passwords import hash_password
from shared_services.core.i18n import force_locale
from shared_services.outbox.models import OutboxMessage
from shared_services.outbox.registry import renderer_of
from tests.support.makers import make_person

PASSWORD = "la marelle de Lens"


@pytest.fixture
def alice(db: Any) -> Any:
    return make_person(email="alice@lens.example", password_hash=hash_password(PASSWORD))


@pytest.fixture
def newcomer(db: Any) -> Any:
    """Signed up, address not confirmed yet."""
    return make_person(
        "Nina",
        "Neuve",
        email="nina@lens.example",
        password_hash=hash_password(PASSWORD),
        email_confirmed_at=None,
    )


@pytest.fixture
def sent(db: Any) -> Any:
    """`sent()` lists the kinds of messages posted so far, with their recipients."""
    return lambda: [(m.kind, m.recipient) for m in messages(db)]


@pytest.fixture
def link_of(db: Any, app: Any) -> Any:
    """`link_of("reset_password")` is the path in the latest message of that kind, as it would be read."""

    def find(kind: str) -> str:
        message = next(m for m in reversed(messages(db)) if m.kind == kind)
        found = re.search(r"http://localhost(/\S+)", body_of(db, message))
        assert found
        return found[1]

    return find


def chosen_language(page: Any) -> Any:
    """What the form's list shows; the footer has a field of that name too."""
    options = page.by_id("language").iter("option")
    return next(option.get("value") for option in options if option.get("selected") is not None)


def messages(db: Any) -> list[OutboxMessage]:
    return list(db.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def body_of(db: Any, message: OutboxMessage, part: str = "body.txt") -> str:
    with force_locale(message.locale):
        letter = renderer_of(message.kind)(db, message.payload)
        return render_template(f"mail/{letter.template}/{part}", **letter.facts)
