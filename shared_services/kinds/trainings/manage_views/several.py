"""One act on several people of a session at once: accept, refuse, cancel, move."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.booking import operations as booking
from shared_services.booking.models import CancelledBy
from shared_services.booking.queries import list_roster
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _, ngettext

from .. import policies
from ..forms import SeveralForm
from ..roster_wish import RosterWish
from .blueprint import blueprint
from .roster import roster_html, several_form

Answer = Response | tuple[str, int]
Act = Callable[[Session, int], Any]
MOST_AT_ONCE = 200


@blueprint.post("/manage/sessions/<int:session_id>/several")
@allowed(policies.can_manage_session)
def act_on_several(session_id: int) -> Answer:
    """Each person is a transaction of her own: one that cannot be done stops none of the others."""
    form = several_form(session_id)
    chosen = _chosen(session_id)
    if not form.validate() or not chosen:
        if not chosen:
            form.refuse("", _("Cochez au moins une personne de la liste."))
        return roster_html(session_id, several=form), 422
    done = _do_to_all(chosen, _act(form))
    if done:
        flash(
            ngettext("C'est fait pour %(num)d personne.", "C'est fait pour %(num)d personnes.", done),
            "success",
        )
    address: dict[str, Any] = RosterWish.read(request.form).address
    url = url_for("trainings_manage.roster", session_id=session_id, _anchor="people", **address)
    return redirect(url, 303)


def _chosen(session_id: int) -> dict[int, str]:
    """The ids and names of those who were ticked and belong to this session."""
    ticked = set(request.form.getlist("booking")[:MOST_AT_ONCE])
    roster = list_roster(read_session(), session_id)
    return {one.id: one.person.name for one in roster if one.reference in ticked}


def _do_to_all(chosen: dict[int, str], act: Act) -> int:
    """How many it was done to; for each of the others, her name and why not."""
    done = 0
    for booking_id, name in chosen.items():
        try:
            with transaction() as db:
                act(db, booking_id)
            done += 1
        except DomainError as error:
            flash(_("%(name)s\u00a0: %(why)s", name=name, why=str(error)), "warning")
    return done


def _act(form: SeveralForm) -> Act:
    by, now, reason = current_person(), clock.now(), form.reason.data or ""
    acts: dict[str, Act] = {
        "approve": lambda db, id_: booking.approve(db, id_, by=by, now=now),
        "refuse": lambda db, id_: booking.refuse(db, id_, by=by, reason=reason, now=now),
        "cancel": lambda db, id_: booking.cancel(
            db, id_, by=by, cancelled_by=CancelledBy.HUB, reason=reason, now=now
        ),
        "move": lambda db, id_: booking.move_booking(
            db, id_, form.to_session.data or 0, by=by, reason=reason, now=now
        ),
    }
    return acts[form.act.data]
