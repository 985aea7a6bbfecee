"""What a person is told about her papers. Words: templates/mail/."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core.i18n import _l
from shared_services.core.links import absolute_url
from shared_services.outbox.letters import Dropped, Letter, Recipient
from shared_services.outbox.operations import post
from shared_services.outbox.registry import renders

from . import queries
from .models import Certificate

NO_LONGER_TRUE = _l("Le certificat a encore changé avant l'envoi.")


def post_replaced(
    db: Session, certificate: Certificate, person: Person, *, version: int, reason: str, now: datetime
) -> None:
    """Once a version."""
    post(
        db,
        "certificate_replaced",
        recipient=Recipient(person.email, person.locale),
        key=f"certificate_replaced:{certificate.number}:{version}",
        payload={"number": certificate.number, "version": version, "reason": reason},
        now=now,
    )


@renders("certificate_replaced")
def render_replaced(db: Session, payload: dict[str, Any]) -> Letter:
    """Raises Dropped when it was withdrawn or replaced again."""
    number, version = payload["number"], payload["version"]
    certificate = queries.find_certificate(db, number)
    if certificate is None or certificate.withdrawn_at is not None:
        raise Dropped(str(NO_LONGER_TRUE))
    booking, standing = queries.get_certified(db, certificate)
    if standing != version:
        raise Dropped(str(NO_LONGER_TRUE))
    return Letter(
        template="certificate_replaced",
        facts={
            "certificate": certificate,
            "version": version,
            "reason": payload["reason"],
            "papers_url": absolute_url("evidence.mine", reference=booking.reference),
            "verify_url": absolute_url("certificates.verify", number=number),
        },
    )
