"""The manager's desk: what needs me today, in order of urgency, with the action at hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.booking import operations as booking
from shared_services.booking.errors import IllegalMove
from shared_services.booking.kinds import kind_of
from shared_services.booking.models import Bookable, Booking, Verdict
from shared_services.booking.no_shows.counting import NoShows, count_no_shows, list_open_reviews
from shared_services.booking.no_shows.models import NoShowReview
from shared_services.catalogue.kinds import offer_kind
from shared_services.catalogue.models import Offer
from shared_services.catalogue.reports.models import OfferReport
from shared_services.catalogue.reports.queries import (
    AGAIN_AFTER,
    FRESH_FOR,
    list_open_reports,
    list_unchecked,
)
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.i18n import _, ngettext
from shared_services.evaluation.complaints.models import Complaint
from shared_services.evaluation.complaints.queries import list_late_complaints
from shared_services.network.models import Affiliation, Hub, Membership
from shared_services.network.policies import can_manage_hub
from shared_services.network.queries import get_hub_alone, list_requests_for_hub

from ..dated import Dated, page_at, with_seats
from . import queries

blueprint = Blueprint("desk", __name__)

LITTLE_TIME = timedelta(hours=24)
MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Desk:
    """What a manager finds in the morning, the most urgent first."""

    hub: Hub
    asked: list[Dated]
    pending: list[tuple[Dated, list[Booking]]]
    expiring: list[tuple[Dated, Booking]]
    thin: list[Dated]
    untaught: list[Dated]
    waiting: list[tuple[Dated, str]]
    unnoted: list[tuple[Dated, int]]
    organisations: list[Membership]
    people: list[Affiliation]
    reviews: list[NoShowReview]
    missed: dict[int, NoShows]
    offers: list[tuple[Offer, str]]
    complaints: list[Complaint]
    reports: list[OfferReport]
    unchecked: list[tuple[Offer, str]]
    coming: list[Dated]
    is_cut: bool

    @property
    def counts(self) -> dict[str, int]:
        """How many things there are in each group, by the anchor of the group."""
        return {
            "asked": len(self.asked),
            "pending": sum(len(bookings) for _date, bookings in self.pending),
            "expiring": len(self.expiring),
            "thin": len(self.thin),
            "untaught": len(self.untaught),
            "waiting": len(self.waiting),
            "unnoted": len(self.unnoted),
            "organisations": len(self.organisations),
            "people": len(self.people),
            "reviews": len(self.reviews),
            "offers": len(self.offers),
            "complaints": len(self.complaints),
            "reports": len(self.reports),
            "unchecked": len(self.unchecked),
        }


@blueprint.get("/manage/<int:hub_id>")
@allowed(can_manage_hub)
def desk(hub_id: int) -> str:
    """What needs me today, and what comes next; `shown` in the address: one group of it, whole."""
    found = read_desk(read_session(), hub_id, now=clock.now())
    shown = request.args.get("shown")
    shown = shown if found.counts.get(shown or "") else None
    return render_template("web/desk.html", desk=found, shown=shown, kind_of=kind_of)


@blueprint.post("/manage/<int:hub_id>/approve")
@allowed(can_manage_hub)
def approve(hub_id: int) -> Response:
    """Say yes to all that were ticked; one whose request has changed meanwhile stops none of the others."""
    found = queries.list_pending_of(read_session(), hub_id, request.form.getlist("booking")[:MOST_AT_ONCE])
    booking_ids = [one.id for one in found]
    done = sum(_approve_one(booking_id) for booking_id in booking_ids)
    if not booking_ids:
        flash(_("Cochez au moins une demande."), "warning")
    if done:
        flash(
            ngettext(
                "%(num)d demande est acceptée. La personne est prévenue.",
                "%(num)d demandes sont acceptées. Les personnes sont prévenues.",
                done,
            ),
            "success",
        )
    if late := len(booking_ids) - done:
        flash(
            ngettext(
                "%(num)d demande avait changé entre-temps\u00a0: rien n'a été fait pour elle.",
                "%(num)d demandes avaient changé entre-temps\u00a0: rien n'a été fait pour elles.",
                late,
            ),
            "warning",
        )
    return redirect(url_for("desk.desk", hub_id=hub_id, _anchor="pending"), 303)


def _approve_one(booking_id: int) -> bool:
    try:
        with transaction() as db:
            booking.approve(db, booking_id, by=current_person(), now=clock.now())
    except IllegalMove:
        return False
    return True


def read_desk(db: Session, hub_id: int, *, now: datetime) -> Desk:
    """The same number of statements whatever there is to do."""
    pending = queries.list_pending(db, hub_id)
    expiring = queries.list_places_to_answer(db, hub_id, now=now, within=LITTLE_TIME)
    unnoted = queries.list_without_attendance(db, hub_id, now=now)
    dates = queries.list_hub_dates(db, hub_id, now=now)
    asked = queries.list_asked(db, hub_id, now=now)
    of_bookings = [one.bookable for one in [*pending, *expiring]]
    known = _dated(db, [*dates, *asked], of_bookings, unnoted)
    coming = [known[date.id] for date in dates]
    soon = [date for date in coming if is_before(date, now + queries.SOON)]
    return Desk(
        hub=get_hub_alone(db, hub_id),
        asked=[known[date.id] for date in asked],
        pending=_by_date(pending, known),
        expiring=[(known[one.bookable_id], one) for one in expiring],
        thin=[date for date in soon if date.seats.is_thin and date.bookable.verdict != Verdict.ASKED],
        untaught=[date for date in coming if date.facts is not None and not date.facts.trainers],
        waiting=[(date, _twin_page(date)) for date in coming if date.seats.waiting > 0],
        unnoted=[(known[id_], number) for id_, (_bookable, number) in unnoted.items()],
        organisations=queries.list_membership_requests(db, hub_id),
        people=list_requests_for_hub(db, hub_id),
        reviews=list_open_reviews(db, hub_id),
        missed=count_no_shows(db, hub_id, [one.person_id for one in pending], now=now),
        offers=[
            (offer, page_at(offer_kind(offer.kind).edit_endpoint, {"offer_id": offer.id}))
            for offer in queries.list_unfinished_offers(db, hub_id)
        ],
        complaints=list_late_complaints(db, hub_id, now=now),
        reports=list_open_reports(db, hub_id),
        unchecked=[
            (offer, page_at(offer_kind(offer.kind).edit_endpoint, {"offer_id": offer.id}))
            for offer in list_unchecked(db, before=now - FRESH_FOR - AGAIN_AFTER, hub_id=hub_id)
        ],
        coming=coming[: queries.DATES_ON_DESK],
        is_cut=len(dates) == queries.MOST_DATES
        or any(len(rows) == queries.MOST_ROWS for rows in (pending, expiring, asked, unnoted)),
    )


def _dated(
    db: Session,
    dates: Sequence[Bookable],
    of_bookings: Sequence[Bookable],
    unnoted: dict[int, tuple[Bookable, int]],
) -> dict[int, Dated]:
    """Every date that the desk speaks of, once, by its number."""
    over = [bookable for bookable, _number in unnoted.values()]
    once = {bookable.id: bookable for bookable in (*dates, *of_bookings, *over)}
    return {date.bookable.id: date for date in with_seats(db, list(once.values()))}


def _by_date(pending: list[Booking], known: dict[int, Dated]) -> list[tuple[Dated, list[Booking]]]:
    """Requests under their date; the date whose first request expires first comes first."""
    order: dict[int, int] = {}
    for one in pending:
        order.setdefault(one.bookable_id, len(order))
    grouped = groupby(sorted(pending, key=lambda one: order[one.bookable_id]), lambda one: one.bookable_id)
    return [(known[bookable_id], list(bookings)) for bookable_id, bookings in grouped]


def _twin_page(date: Dated) -> str:
    return page_at(kind_of(date.bookable.kind).new_date_page, {"offer_id": date.bookable.offer_id})


def is_before(date: Dated, limit: datetime) -> bool:
    return date.bookable.starts_at is not None and date.bookable.starts_at <= limit
