"""What people are told when two accounts become one. Words are in templates/mail."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.accounts.queries import get_person
from shared_services.core.i18n import _l
from shared_services.core.links import absolute_url
from shared_services.outbox.letters import Dropped, Letter, Recipient
from shared_services.outbox.operations import post
from shared_services.outbox.registry import renders

from .links import link_token

DONE_ALREADY = _l("Les comptes ont été réunis ou fermés avant l'envoi.")


def post_asked(db: Session, kept: Person, twin: Person, *, now: datetime) -> None:
    """The address of the account in excess gets a link: whoever opens it has both."""
    post(
        db,
        "merge_asked",
        recipient=Recipient(twin.email, twin.locale),
        key=f"merge_asked:{kept.id}:{twin.id}:{now.isoformat()}",
        payload={"kept_id": kept.id, "twin_id": twin.id, "asked_at": now.isoformat()},
        now=now,
    )


def post_merged(db: Session, kept: Person, twin: Person, *, dropped: int, now: datetime) -> None:
    """Both addresses learn it, should it not be her doing; one that was given free learns nothing."""
    for address in {kept.email, twin.email if twin.email_confirmed_at else kept.email}:
        post(
            db,
            "accounts_merged",
            recipient=Recipient(address, kept.locale),
            key=f"accounts_merged:{twin.id}:{address}",
            payload={"kept_id": kept.id, "twin_id": twin.id, "dropped": dropped},
            now=now,
        )


@renders("merge_asked")
def render_asked(db: Session, payload: dict[str, Any]) -> Letter:
    kept, twin = get_person(db, payload["kept_id"]), get_person(db, payload["twin_id"])
    if kept.erased_at or twin.erased_at or kept.merged_into_id or twin.merged_into_id:
        raise Dropped(str(DONE_ALREADY))
    asked_at = datetime.fromisoformat(payload["asked_at"])
    url = absolute_url("merging.merge_mine", token=link_token(kept.id, twin.id, asked_at))
    return Letter(template="merge_asked", facts={"kept": kept, "twin": twin, "url": url})


@renders("accounts_merged")
def render_merged(db: Session, payload: dict[str, Any]) -> Letter:
    kept, twin = get_person(db, payload["kept_id"]), get_person(db, payload["twin_id"])
    if kept.erased_at:
        raise Dropped(str(DONE_ALREADY))
    facts = {
        "kept": kept,
        "twin_email": twin.email if twin.email_confirmed_at else "",
        "dropped": payload["dropped"],
        "login_url": absolute_url("accounts.login"),
    }
    return Letter(template="accounts_merged", facts=facts)
