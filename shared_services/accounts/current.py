"""The person of this request, read from the device token in the session cookie."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask, Response, g, session
from flask_login import LoginManager, current_user

from shared_services.core import clock
from shared_services.core.database import read_session, transaction
from shared_services.core.programs import takes_tokens_only

from . import operations, passwords, queries
from .models import Device, Person
from .tokens import hash_token

LIVES = timedelta(days=30)


@dataclass(frozen=True)
class SupportView:
    """An admin is looking at the site as somebody else does."""

    visit_id: int
    admin_id: int
    person_name: str
    expires_at: datetime


def init_login(app: Flask) -> None:
    """Let flask-login find the person of a cookie. The cookie's user id is the device's token."""
    passwords.use_cheap_parameters(app.testing)
    manager = LoginManager(app)
    manager.session_protection = None  # our device rows do this better
    manager.user_loader(_load)
    app.after_request(_note_device_seen)


def _load(token: str) -> Person | None:
    if takes_tokens_only():
        return None
    now = clock.now()
    found = queries.find_device_in_use(read_session(), hash_token(token), since=now - LIVES, now=now)
    if found is None:
        return None
    device, visit = found
    g.device = device
    g.device_was_seen_at = device.last_seen_at
    if visit is not None and device.person.is_admin and visit.person.may_be_seen_as:
        g.support_visit = SupportView(visit.id, device.person.id, visit.person.name, visit.expires_at)
        return visit.person
    return device.person


def _note_device_seen(response: Response) -> Response:
    """After the answer, so that no view finds its own reads forgotten."""
    now = clock.now()
    seen_at = g.pop("device_was_seen_at", None)
    if seen_at is not None and operations.is_worth_noting(seen_at, now=now):
        token_hash = hash_token(session.get("_user_id", ""))
        with transaction() as db:
            operations.note_device_seen(db, token_hash=token_hash, now=now)
    return response


def start_session(token: str) -> None:
    """Sign this browser in, in a new session: nothing set before signing in survives it."""
    session.clear()
    session["_user_id"] = token
    session["_fresh"] = True
    session.permanent = True


def end_session() -> None:
    """Sign this browser out; the next form needs a new session."""
    session.clear()


def current_person() -> Person:
    """The signed-in person. Only call it behind @signed_in or @allowed."""
    person: Person = current_user._get_current_object()
    return person


def current_device() -> Device:
    """The signed-in device. Only call it behind @signed_in or @allowed."""
    current_person()
    device: Device = g.device
    return device


def support_view() -> SupportView | None:
    """Who is really there, when an admin looks at the site as the current person does."""
    if not current_user.is_authenticated:
        return None
    view: SupportView | None = g.get("support_visit")
    return view


def person_or_none() -> Person | None:
    """The signed-in person, or None for a stranger on a public page."""
    return current_person() if current_user.is_authenticated else None


__all__ = [
    "SupportView",
    "current_device",
    "current_person",
    "end_session",
    "hash_token",
    "init_login",
    "person_or_none",
    "start_session",
    "support_view",
]
