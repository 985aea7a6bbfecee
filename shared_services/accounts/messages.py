"""What people are told about their account. Words are in templates/mail."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.core import clock
from shared_services.core.i18n import _l
from shared_services.core.links import absolute_url
from shared_services.core.signing import sign
from shared_services.outbox.letters import Dropped, Letter, Recipient
from shared_services.outbox.operations import post
from shared_services.outbox.registry import renders

from . import queries
from .models import Device, EmailChange, Person, SupportVisit, TokenPurpose
from .tokens import hash_token, link_token

CONFIRM_CHANGE, OBJECT_TO_CHANGE = "confirm-email-change", "object-to-email-change"
NO_LONGER_GOOD = _l("Le lien avait servi ou expiré avant l'envoi.")
BLOCK_CHANGED = _l("Le compte a été bloqué ou débloqué avant l'envoi.")
SIGNED_OUT = _l("Cet appareil a été déconnecté avant l'envoi.")
ERASED = _l("Le compte n'existe plus.")


def post_link(db: Session, person: Person, purpose: TokenPurpose, *, nonce: str, now: datetime) -> None:
    """Send a link; the row holds the nonce only, which is worth nothing without our secret key."""
    post(
        db,
        purpose.value,
        recipient=Recipient(person.email, person.locale),
        key=f"{purpose.value}:{person.id}:{nonce}",
        payload={"nonce": nonce},
        now=now,
    )


def post_already_registered(db: Session, person: Person, *, now: datetime) -> None:
    """Somebody signed up with an address that has its account; only its owner learns it."""
    _post_once(db, "already_registered", person, now=now)


def post_password_changed(db: Session, person: Person, *, now: datetime) -> None:
    """The password changed; its owner must know, should it not be her doing."""
    _post_once(db, "password_changed", person, now=now)


def post_blocked(db: Session, person: Person, *, now: datetime) -> None:
    """The account is blocked: its owner learns it, and why."""
    _post_once(db, "account_blocked", person, now=now)


def post_unblocked(db: Session, person: Person, *, now: datetime) -> None:
    _post_once(db, "account_unblocked", person, now=now)


def post_support_visit(db: Session, visit: SupportVisit, person: Person, *, now: datetime) -> None:
    """Support is looking at the site as she sees it: she learns who, why, and where to see more."""
    post(
        db,
        "support_visit",
        recipient=Recipient(person.email, person.locale),
        key=f"support_visit:{visit.id}",
        payload={"visit_id": visit.id},
        now=now,
    )


def post_new_device(db: Session, person: Person, device: Device, *, now: datetime) -> None:
    """A kind of browser never seen signed in; its owner must know, should it not be her doing."""
    db.flush()  # the message needs the device's id
    post(
        db,
        "new_device",
        recipient=Recipient(person.email, person.locale),
        key=f"new_device:{device.id}",
        payload={"device_id": device.id},
        now=now,
    )


def post_change_email(db: Session, change: EmailChange, person: Person, *, now: datetime) -> None:
    """The link that confirms goes to the new address alone."""
    _post_change(db, "change_email", change, Recipient(change.new_email, person.locale), now=now)


def post_email_change_asked(db: Session, change: EmailChange, person: Person, *, now: datetime) -> None:
    """The old address learns it, with a way to object."""
    _post_change(db, "email_change_asked", change, Recipient(change.old_email, person.locale), now=now)


def _post_change(db: Session, kind: str, change: EmailChange, recipient: Recipient, *, now: datetime) -> None:
    db.flush()  # the message needs the change's id
    key = f"{kind}:{change.id}"
    post(db, kind, recipient=recipient, key=key, payload={"change_id": change.id}, now=now)


def _post_once(db: Session, kind: str, person: Person, *, now: datetime) -> None:
    post(
        db,
        kind,
        recipient=Recipient(person.email, person.locale),
        key=f"{kind}:{person.id}:{now.isoformat()}",
        payload={"person_id": person.id},
        now=now,
    )


@renders("confirm_email")
def render_confirm_email(db: Session, payload: dict[str, Any]) -> Letter:
    return _link_letter(db, payload, TokenPurpose.CONFIRM_EMAIL, "accounts.confirm_email")


@renders("reset_password")
def render_reset_password(db: Session, payload: dict[str, Any]) -> Letter:
    return _link_letter(db, payload, TokenPurpose.RESET_PASSWORD, "accounts.reset_password")


@renders("already_registered")
def render_already_registered(db: Session, payload: dict[str, Any]) -> Letter:
    return _account_letter(db, payload, "already_registered")


@renders("password_changed")
def render_password_changed(db: Session, payload: dict[str, Any]) -> Letter:
    return _account_letter(db, payload, "password_changed")


@renders("account_blocked")
def render_blocked(db: Session, payload: dict[str, Any]) -> Letter:
    if queries.get_person(db, payload["person_id"]).blocked_at is None:
        raise Dropped(str(BLOCK_CHANGED))
    return _account_letter(db, payload, "account_blocked")


@renders("account_unblocked")
def render_unblocked(db: Session, payload: dict[str, Any]) -> Letter:
    if queries.get_person(db, payload["person_id"]).blocked_at is not None:
        raise Dropped(str(BLOCK_CHANGED))
    return _account_letter(db, payload, "account_unblocked")


@renders("support_visit")
def render_support_visit(db: Session, payload: dict[str, Any]) -> Letter:
    visit = queries.find_visit(db, payload["visit_id"])
    if visit is None or visit.person.erased_at:
        raise Dropped(str(ERASED))
    facts = {"visit": visit, "person": visit.person, "visits_url": absolute_url("accounts.support_visits")}
    return Letter(template="support_visit", facts=facts)


@renders("new_device")
def render_new_device(db: Session, payload: dict[str, Any]) -> Letter:
    device = queries.find_device(db, payload["device_id"])
    if device is None or device.revoked_at is not None:
        raise Dropped(str(SIGNED_OUT))
    return Letter(
        template="new_device",
        facts={
            "device": device,
            "url": absolute_url("accounts.devices"),
            "forgot_url": absolute_url("accounts.forgot_password"),
        },
    )


@renders("change_email")
def render_change_email(db: Session, payload: dict[str, Any]) -> Letter:
    change = queries.get_email_change(db, payload["change_id"])
    if change is None or change.confirmed_at or change.objected_at or change.person.erased_at:
        raise Dropped(str(NO_LONGER_GOOD))
    token = sign(CONFIRM_CHANGE, change.confirm_nonce)
    url = absolute_url("accounts.confirm_email_change", token=token)
    return Letter(template="change_email", facts={"change": change, "person": change.person, "url": url})


@renders("email_change_asked")
def render_email_change_asked(db: Session, payload: dict[str, Any]) -> Letter:
    change = queries.get_email_change(db, payload["change_id"])
    if change is None or change.objected_at or change.person.erased_at:
        raise Dropped(str(NO_LONGER_GOOD))
    url = absolute_url("accounts.object_to_email_change", token=sign(OBJECT_TO_CHANGE, change.object_nonce))
    return Letter(template="email_change_asked", facts={"person": change.person, "url": url})


def _link_letter(db: Session, payload: dict[str, Any], purpose: TokenPurpose, endpoint: str) -> Letter:
    token = link_token(purpose, payload["nonce"])
    link = queries.find_good_token(db, hash_token(token), purpose, now=clock.now())
    if link is None:
        raise Dropped(str(NO_LONGER_GOOD))
    return Letter(
        template=purpose.value,
        facts={"person": link.person, "link_url": absolute_url(endpoint, token=token)},
    )


def _account_letter(db: Session, payload: dict[str, Any], template: str) -> Letter:
    person = queries.get_person(db, payload["person_id"])
    if person.erased_at:
        raise Dropped(str(ERASED))
    return Letter(
        template=template,
        facts={
            "person": person,
            "login_url": absolute_url("accounts.login"),
            "forgot_url": absolute_url("accounts.forgot_password"),
        },
    )
