"""What people and managers are told of absences that a hub counts. Words: templates/mail/no_show_*."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.accounts.queries import get_person
from shared_services.core.i18n import _l
from shared_services.core.links import absolute_url
from shared_services.network.notices import post_to_managers
from shared_services.network.queries import get_hub
from shared_services.outbox.letters import Dropped, Letter, Recipient
from shared_services.outbox.operations import post
from shared_services.outbox.registry import renders

from .. import queries
from ..facts import describe_booking
from ..models import Bookable, Booking, BookingStatus
from . import counting
from .models import NoShowReview

NO_LONGER_COUNTED = _l("L'absence ne compte plus, ou le hub a répondu avant l'envoi.")


def post_when_counted(db: Session, booking: Booking, bookable: Bookable, *, now: datetime) -> None:
    """Warn her when one more absence would change how she books, and tell her once it does."""
    if booking.status != BookingStatus.NO_SHOW or not bookable.is_dated:
        return
    db.flush()  # what was just noted counts
    hers = counting.count_no_shows(db, bookable.hub_id, [booking.person_id], now=now).get(booking.person_id)
    if hers is None or not (hers.are_one_short or hers.need_approval):
        return
    person = get_person(db, booking.person_id)
    post(
        db,
        "no_show_told",
        recipient=Recipient(person.email, person.locale),
        key=f"no_show_told:{booking.id}:{now.isoformat()}",
        payload={"booking_id": booking.id, "person_id": person.id, "posted_at": now.isoformat()},
        now=now,
    )


def post_review_asked(db: Session, review: NoShowReview, *, now: datetime) -> None:
    """To the hub's managers, each in her rhythm."""
    post_to_managers(
        db,
        review.hub_id,
        "no_show_review_asked",
        key=f"no_show_review_asked:{review.id}",
        payload={"review_id": review.id},
        now=now,
    )


def post_review_answered(db: Session, review: NoShowReview, *, now: datetime) -> None:
    """Whether those absences still count, and why."""
    person = get_person(db, review.person_id)
    post(
        db,
        "no_show_review_answered",
        recipient=Recipient(person.email, person.locale),
        key=f"no_show_review_answered:{review.id}",
        payload={"review_id": review.id, "person_id": person.id},
        now=now,
    )


@renders("no_show_told")
def render_told(db: Session, payload: dict[str, Any]) -> Letter:
    """Dropped when the sheet was corrected meanwhile, or a review took it away."""
    booking = queries.find_booking(db, payload["booking_id"])
    if booking is None or booking.status != BookingStatus.NO_SHOW:
        raise Dropped(str(NO_LONGER_COUNTED))
    posted_at = datetime.fromisoformat(payload["posted_at"])
    hub_id, person_id = booking.bookable.hub_id, booking.person_id
    hers = counting.count_no_shows(db, hub_id, [person_id], now=posted_at).get(person_id)
    if hub_id is None or hers is None or not (hers.are_one_short or hers.need_approval):
        raise Dropped(str(NO_LONGER_COUNTED))
    facts = describe_booking(db, booking)
    return Letter(
        template="no_show_told",
        reply_to=facts.hub_email,
        facts={
            "person": get_person(db, payload["person_id"]),
            "facts": facts,
            "zone": facts.time_zone,
            "missed": hers,
            "own_url": absolute_url("no_shows.mine", hub_id=hub_id),
        },
    )


@renders("no_show_review_asked")
def render_asked(db: Session, payload: dict[str, Any]) -> Letter:
    """Dropped when it was answered meanwhile."""
    review = counting.get_review(db, payload["review_id"])
    if review.answered_at is not None:
        raise Dropped(str(NO_LONGER_COUNTED))
    return _letter(db, payload, review, "no_show_review_asked")


@renders("no_show_review_answered")
def render_answered(db: Session, payload: dict[str, Any]) -> Letter:
    return _letter(db, payload, counting.get_review(db, payload["review_id"]), "no_show_review_answered")


def _letter(db: Session, payload: dict[str, Any], review: NoShowReview, template: str) -> Letter:
    hub = get_hub(db, review.hub_id)
    return Letter(
        template=template,
        reply_to=hub.email if payload["person_id"] == review.person_id else None,
        facts={
            "person": get_person(db, payload["person_id"]),
            "review": review,
            "hub": hub,
            "zone": hub.time_zone,
            "own_url": absolute_url("no_shows.mine", hub_id=hub.id),
            "desk_url": absolute_url("no_shows_manage.show_review", review_id=review.id),
        },
    )
