"""A referent books a session for her colleagues."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.booking.models import BookingStatus
from shared_services.booking.operations import Outcome
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import ngettext

from . import operations
from .colleagues_page import ColleaguesPage, colleagues_page
from .forms import ColleaguesForm
from .policies import can_book_for_colleagues

blueprint = Blueprint("training_colleagues", __name__)


@blueprint.get("/sessions/<int:session_id>/colleagues")
@allowed(can_book_for_colleagues)
def choose(session_id: int) -> str:
    """Who comes: the people of one organisation, with what is known about each."""
    page = _page(session_id)
    return _shown(page, ColleaguesForm(page.who_can_come, formdata=None))


@blueprint.post("/sessions/<int:session_id>/colleagues")
@allowed(can_book_for_colleagues)
def book(session_id: int) -> Response | tuple[str, int]:
    """Book for those ticked, then show what became of each."""
    page = _page(session_id)
    form = ColleaguesForm(page.who_can_come)
    if not form.validate():
        return _shown(page, form), 422
    try:
        with transaction() as db:
            outcome = operations.book_colleagues(
                db,
                session_id,
                person_ids=form.people.data or [],
                organisation_id=page.organisation.id,
                by=current_person(),
                stays_together=form.mode.data == "together",
                join_waiting_list=bool(form.waits.data),
                now=clock.now(),
            )
            receipt, group_id = _receipt(outcome), outcome.group.id
    except DomainError as error:
        form.refuse("people", str(error))
        return _shown(page, form), error.status
    flash(receipt, "success")
    return redirect(url_for("team.show_group", group_id=group_id), 303)


def _page(session_id: int) -> ColleaguesPage:
    wanted = request.values.get("organisation_id", type=int)
    return colleagues_page(read_session(), session_id, current_person(), wanted, now=clock.now())


def _shown(page: ColleaguesPage, form: ColleaguesForm) -> str:
    return render_template("kinds/trainings/colleagues.html", page=page, form=form)


def _receipt(outcome: Outcome) -> str:
    placed = outcome.count(BookingStatus.CONFIRMED, BookingStatus.PENDING)
    waiting = outcome.count(BookingStatus.WAITLISTED)
    parts = []
    if placed or not waiting:
        parts.append(ngettext("%(num)d place réservée.", "%(num)d places réservées.", placed))
    if waiting:
        parts.append(
            ngettext(
                "%(num)d personne sur la liste d'attente.",
                "%(num)d personnes sur la liste d'attente.",
                waiting,
            )
        )
    return " ".join(parts)
