"""Offers and sessions for programs: what the public catalogue shows, and no more."""

from datetime import datetime
from typing import Any

from marshmallow import RAISE

from shared_services.accounts.current import person_or_none
from shared_services.booking.queries import seats_of
from shared_services.catalogue.policies import can_read_offer
from shared_services.core import clock
from shared_services.core.access import public
from shared_services.core.database import read_session
from shared_services.core.errors import NotFound
from shared_services.core.i18n import _l
from shared_services.finding.wish import Wish
from shared_services.kinds.trainings.policies import can_read_session
from shared_services.kinds.trainings.queries import get_offer, get_session, list_sessions

from .facts import Told, tell_offer, tell_session, tell_training
from .forms.answers import OfferDetailOut, OffersOut, SessionOut, SessionsOut
from .forms.asked import SessionsIn, WishIn
from .paging import read_cursor, write_cursor
from .queries import lists
from .v1 import blueprint

__all__ = ["blueprint"]


@blueprint.get("/offers")
@public
@blueprint.input(WishIn, location="query", arg_name="asked", unknown=RAISE)
@blueprint.output(OffersOut)
@blueprint.doc(
    summary=_l("Chercher des offres"),
    description=_l(
        "Les offres publiées, par titre. from, to et seats ne gardent que celles qui ont une telle date."
    ),
)
def offers(asked: dict[str, Any]) -> Told:
    """Published offers, by title."""
    key, most = read_cursor("offers", asked.pop("cursor", None)), asked.pop("limit")
    found = lists.list_offers(
        read_session(),
        _wish(asked),
        after=(key[0], key[1]) if key else None,
        most=most + 1,
        now=clock.now(),
    )
    shown = found[:most]
    more = write_cursor("offers", [shown[-1].sort_key, shown[-1].id]) if len(found) > most else None
    return {"items": [tell_offer(offer) for offer in shown], "next": more}


@blueprint.get("/offers/<int:offer_id>")
@public
@blueprint.output(OfferDetailOut)
@blueprint.doc(summary=_l("Lire une offre"))
def offer(offer_id: int) -> Told:
    """One offer whole. Raises NotFound, also for who may not read it."""
    found = get_offer(read_session(), offer_id)
    if not can_read_offer(read_session(), person_or_none(), found):
        raise NotFound
    return tell_training(found)


@blueprint.get("/sessions")
@public
@blueprint.input(SessionsIn, location="query", arg_name="asked", unknown=RAISE)
@blueprint.output(SessionsOut)
@blueprint.doc(
    summary=_l("Chercher des dates"),
    description=_l("Les sessions à venir des offres publiées, la plus proche d'abord."),
)
def sessions(asked: dict[str, Any]) -> Told:
    """Sessions to come, the soonest first."""
    db, offer_id = read_session(), asked.pop("offer_id", None)
    key, most = read_cursor("sessions", asked.pop("cursor", None)), asked.pop("limit")
    ids = lists.list_session_ids(
        db,
        _wish(asked),
        offer_id=offer_id,
        after=(datetime.fromisoformat(key[0]), key[1]) if key else None,
        most=most + 1,
        now=clock.now(),
    )
    shown = ids[:most]
    by_id = {session.id: session for session in list_sessions(db, shown)}
    seats = seats_of(db, shown)
    last = by_id[shown[-1]].starts_at if len(ids) > most else None
    return {
        "items": [tell_session(by_id[session_id], seats[session_id]) for session_id in shown],
        "next": write_cursor("sessions", [last.isoformat(), shown[-1]]) if last else None,
    }


@blueprint.get("/sessions/<int:session_id>")
@public
@blueprint.output(SessionOut)
@blueprint.doc(summary=_l("Lire une session"), description=_l("Même passée ou annulée\u00a0: status le dit."))
def session(session_id: int) -> Told:
    """One session with its places. Raises NotFound, also for who may not read it."""
    db = read_session()
    found = get_session(db, session_id)
    if not can_read_session(db, person_or_none(), found):
        raise NotFound
    return tell_session(found, seats_of(db, [found.id])[found.id])


def _wish(asked: dict[str, Any]) -> Wish:
    """The site's own search, by what the filters say."""
    return Wish(
        words=asked.get("q", ""),
        departement=asked.get("departement", ""),
        theme=asked.get("theme", ""),
        hub=asked.get("hub", ""),
        modality=asked.get("modality", ""),
        level=asked.get("level", ""),
        from_on=asked.get("from_on"),
        to_on=asked.get("to_on"),
        is_free=asked["free"],
        has_seats=asked["seats"],
    )
