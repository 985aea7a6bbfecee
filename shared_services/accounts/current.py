"""The person of this request: read from the device token in the session cookie."""

import hashlib
from datetime import timedelta

from flask import Flask
from flask_login import LoginManager, current_user

from shared_services.core import clock
from shared_services.core.database import read_session

from . import queries
from .models import Person

LIVES = timedelta(days=30)


def hash_token(token: str) -> str:
    """SHA-256 in hexadecimal: tokens are random, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def init_login(app: Flask) -> None:
    """Let flask-login find the person of a cookie. The cookie's user id is the device's token."""
    manager = LoginManager(app)
    manager.user_loader(_load)


def _load(token: str) -> Person | None:
    return queries.find_person_of_device(
        read_session(), hash_token(token), since=clock.now() - LIVES
    )


def current_person() -> Person:
    """The signed-in person. Only call it behind @signed_in or @allowed."""
    person: Person = current_user._get_current_object()
    return person


def person_or_none() -> Person | None:
    """The signed-in person, or None for a stranger on a public page."""
    return current_person() if current_user.is_authenticated else None


__all__ = ["current_person", "hash_token", "init_login", "person_or_none"]
