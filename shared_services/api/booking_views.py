"""Bookings for programs: the lists of a person, one booking, booking, cancelling."""

import json
from typing import Any

from flask import Response, request, url_for
from marshmallow import RAISE

from shared_services.accounts.current import current_person
from shared_services.booking import operations
from shared_services.booking.models import CancelledBy
from shared_services.core import clock
from shared_services.core.access import allowed, signed_in
from shared_services.core.database import read_session, transaction
from shared_services.core.i18n import _l
from shared_services.network.queries import list_organisations_referred

from . import doors, idempotency, policies
from .errors import ReasonNeeded
from .facts import Told, tell_bookings
from .forms.answers import BookingOut, BookingsOut
from .forms.asked import BookingIn, BookingsIn, CancelIn, KeyIn
from .paging import read_cursor, write_cursor
from .pathway_views import blueprint
from .queries import lists
from .v1 import takes_json

__all__ = ["blueprint"]


@blueprint.get("/bookings")
@signed_in
@blueprint.input(BookingsIn, location="query", arg_name="asked", unknown=RAISE)
@blueprint.output(BookingsOut)
@blueprint.doc(
    summary=_l("Lire ses réservations"),
    description=_l("Les vôtres et celles des structures dont vous êtes référent, la dernière d'abord."),
)
def bookings(asked: dict[str, Any]) -> Told:
    """Mine, and those of the organisations I speak for; the newest first."""
    db, person = read_session(), current_person()
    key, most = read_cursor("bookings", asked.get("cursor")), asked["limit"]
    referred = list_organisations_referred(db, person.id) if asked["whose"] != "mine" else []
    found = lists.list_bookings(
        db,
        person_id=person.id if asked["whose"] != "organisations" else None,
        organisation_ids=[organisation.id for organisation in referred],
        status=asked.get("status"),
        bookable_id=asked.get("bookable_id"),
        before=key[0] if key else None,
        most=most + 1,
    )
    shown = found[:most]
    more = write_cursor("bookings", [shown[-1].id]) if len(found) > most else None
    return {"items": tell_bookings(db, shown), "next": more}


@blueprint.get("/bookings/<reference>")
@allowed(policies.can_read_by_token)
@blueprint.output(BookingOut)
@blueprint.doc(summary=_l("Lire une réservation"))
def booking(reference: str) -> Told:
    """One booking, for whom the site shows it to."""
    db = read_session()
    return tell_bookings(db, [lists.get_booking(db, reference)])[0]


@blueprint.post("/bookings")
@signed_in
@takes_json
@blueprint.input(KeyIn, location="headers", arg_name="headers")
@blueprint.input(BookingIn, location="json", arg_name="asked")
@blueprint.output(BookingOut, status_code=201)
@blueprint.doc(
    summary=_l("Réserver"),
    description=_l(
        "Par les mêmes règles que le site. Plus de place\u00a0: 409, code full, à moins de join_waiting_list."
    ),
    responses={404: "", 409: "", 415: "", 413: "", 403: ""},
)
def book(headers: dict[str, str], asked: dict[str, Any]) -> Response:
    """Book, once for one key; then say where the booking stands."""
    person_id, key, now = current_person().id, headers.get("key"), clock.now()
    with transaction() as db:
        known = idempotency.claim(db, person_id, key, request.get_json(), now=now) if key else None
        if known is not None:
            return _created(known, is_replayed=True)
        booked = doors.book(db, asked, by=current_person(), now=now)
        answer = _answer(tell_bookings(db, [lists.get_booking(db, booked.reference)])[0])
        if key:
            idempotency.keep(db, person_id, key, answer)
    return _created(answer, is_replayed=False)


@blueprint.delete("/bookings/<reference>")
@allowed(policies.can_cancel_by_token)
@blueprint.input(CancelIn, location="query", arg_name="asked", unknown=RAISE)
@blueprint.output(BookingOut)
@blueprint.doc(
    summary=_l("Annuler une réservation"),
    description=_l("La place va à la personne suivante. Réponse\u00a0: la réservation, annulée."),
    responses={409: "", 403: ""},
)
def cancel(reference: str, asked: dict[str, Any]) -> Told:
    """Give the place up. Raises ReasonNeeded for a colleague's, and what booking.cancel raises."""
    with transaction() as db:
        found, person = lists.get_booking(db, reference), current_person()
        if found.person_id != person.id and not asked["reason"].strip():
            raise ReasonNeeded
        operations.cancel(
            db,
            found.id,
            by=person,
            cancelled_by=CancelledBy.PARTICIPANT,
            reason=asked["reason"].strip(),
            now=clock.now(),
        )
        return tell_bookings(db, [lists.get_booking(db, reference)])[0]


def _answer(told: Told) -> str:
    """The body, as it is sent now and would be sent again."""
    return json.dumps(BookingOut().dump(told), ensure_ascii=False)


def _created(answer: str, *, is_replayed: bool) -> Response:
    response = Response(answer, 201, mimetype="application/json")
    response.headers["Location"] = url_for("api.booking", reference=json.loads(answer)["reference"])
    if is_replayed:
        response.headers["Idempotent-Replayed"] = "true"
    return response
