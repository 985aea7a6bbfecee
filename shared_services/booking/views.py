"""A person's bookings: the list, one booking, cancelling, answering an offered place."""

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from shared_services.accounts.current import current_person
from shared_services.accounts.models import Person
from shared_services.core import clock
from shared_services.core.access import allowed, public, signed_in
from shared_services.core.calendar_grid import Stretch
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError, NotFound
from shared_services.core.i18n import _, _l
from shared_services.core.local_time import HOME_ZONE, to_local
from shared_services.core.paging import paginate
from shared_services.core.signing import unsign

from . import operations, policies, queries
from .agenda import list_days
from .facts import describe_bookings
from .forms import AnswerForm, CancelForAnotherForm, CancelForm
from .messages import ANSWER_LINK, CANCEL_LINK, booking_calendar
from .models import Booking, BookingStatus, CancelledBy
from .pages import BookingPage, booking_page
from .waiting import ranks_of

blueprint = Blueprint("booking", __name__)
# Which day it is for a reader; the hours are those of each place.

RECEIPTS = {
    BookingStatus.CONFIRMED: _l(
        "Votre place est confirmée. Un message vient de partir avec tous les détails."
    ),
    BookingStatus.PENDING: _l(
        "Votre demande est envoyée au hub : la place vous est gardée jusqu'à sa réponse."
    ),
    BookingStatus.WAITLISTED: _l("C'est complet : vous êtes sur la liste d'attente."),
    BookingStatus.CANCELLED: _l("C'est noté. La place est proposée à la personne suivante."),
}


@blueprint.get("/bookings")
@signed_in
def my_bookings() -> str:
    """What is coming first, all of it, then what is over, in pages."""
    db, now, person_id = read_session(), clock.now(), current_person().id
    coming = list(db.scalars(queries.bookings_of_person(person_id, is_past=False, now=now)))
    past = paginate(
        db,
        queries.bookings_of_person(person_id, is_past=True, now=now),
        number=request.args.get("page", 1, type=int),
    )
    facts = describe_bookings(db, [*coming, *past.items])
    ranks = ranks_of(db, coming)
    return render_template("booking/my_bookings.html", coming=coming, past=past, facts=facts, ranks=ranks)


@blueprint.get("/bookings/agenda")
@signed_in
def agenda() -> str:
    """My own days by month or week, across kinds, and what is at the same hours."""
    today = to_local(clock.now(), HOME_ZONE).date()
    stretch = Stretch.read(request.args, today=today)
    days = list_days(read_session(), current_person().id, stretch.first, stretch.last, HOME_ZONE)
    return render_template(
        "booking/agenda.html", stretch=stretch, weeks=stretch.weeks(days), is_empty=not days
    )


@blueprint.get("/bookings/<reference>")
@allowed(policies.can_see_booking)
def show(reference: str) -> str:
    """Everything about one booking, its history included."""
    db, actor, page = read_session(), current_person(), _page(reference)
    return render_template(
        "booking/show.html",
        page=page,
        is_mine=page.booking.person_id == actor.id,
        can_change=policies.can_change_booking(db, actor, reference=reference),
        can_answer=policies.can_answer_booking(db, actor, reference=reference),
        can_swap=policies.can_swap_booking(db, actor, reference=reference),
        form=AnswerForm(),
    )


@blueprint.get("/bookings/<reference>.ics")
@allowed(policies.can_see_booking)
def calendar(reference: str) -> Response:
    """A confirmed booking as a calendar file. Raises NotFound for any other: the place is not hers."""
    page = _page(reference)
    if page.booking.status not in (BookingStatus.CONFIRMED, BookingStatus.ATTENDED):
        raise NotFound
    content = booking_calendar([(page.booking, page.facts)], page.booking.person, method="REQUEST")
    headers = {"Content-Disposition": f'attachment; filename="{reference}.ics"'}
    return Response(content, mimetype="text/calendar", headers=headers)


@blueprint.route("/bookings/<reference>/cancel", methods=["GET", "POST"])
@allowed(policies.can_change_booking)
def cancel(reference: str) -> AnyResponse | str | tuple[str, int]:
    """Ask once, then cancel; a referent says why."""
    return _cancel(reference, by=current_person(), done=url_for("booking.show", reference=reference))


@blueprint.post("/bookings/<reference>/accept")
@allowed(policies.can_answer_booking)
def accept(reference: str) -> AnyResponse:
    """Keep the offered place."""
    _answer(reference, by=current_person(), keeps=True)
    return redirect(url_for("booking.show", reference=reference), 303)


@blueprint.post("/bookings/<reference>/decline")
@allowed(policies.can_answer_booking)
def decline(reference: str) -> AnyResponse:
    """Leave the offered place to the next in line."""
    _answer(reference, by=current_person(), keeps=False)
    return redirect(url_for("booking.show", reference=reference), 303)


@blueprint.route("/links/cancel/<token>", methods=["GET", "POST"])
@public
def cancel_by_link(token: str) -> AnyResponse | str | tuple[str, int]:
    """The signed link of a message: no account needed, one page to confirm."""
    return _cancel(unsign(CANCEL_LINK, token), by=None, done=request.path)


@blueprint.route("/links/answer/<token>", methods=["GET", "POST"])
@public
def answer_by_link(token: str) -> AnyResponse | str:
    """The signed link of an offered place: one button to keep it, one to leave it."""
    reference = unsign(ANSWER_LINK, token)
    form = AnswerForm()
    if form.validate_on_submit():
        _answer(reference, by=None, keeps=request.form.get("answer") != "decline")
        return redirect(request.path, 303)
    return render_template("booking/answer_by_link.html", page=_page(reference), form=form)


def _page(reference: str) -> BookingPage:
    return booking_page(read_session(), reference, now=clock.now())


def _cancel(reference: str, *, by: Person | None, done: str) -> AnyResponse | str | tuple[str, int]:
    """`by` is who is signed in, None for the person's own signed link."""
    page = _page(reference)
    is_hers = by is None or by.id == page.booking.person_id
    form = CancelForm() if is_hers else CancelForAnotherForm()
    status = 200
    if form.validate_on_submit():
        try:
            _cancel_now(reference, form.reason.data or "", by=by)
        except DomainError as error:
            form.refuse("", str(error))
            status = error.status
        else:
            flash(_("C'est annulé. La place va à la personne suivante."), "success")
            return redirect(done, 303)
    elif form.is_submitted():
        status = 422
    return render_template("booking/cancel.html", page=_page(reference), form=form, is_hers=is_hers), status


def _cancel_now(reference: str, reason: str, *, by: Person | None) -> Booking:
    with transaction() as db:
        booking = queries.get_booking(db, reference)
        return operations.cancel(
            db,
            booking.id,
            by=by or booking.person,
            cancelled_by=CancelledBy.PARTICIPANT,
            reason=reason,
            now=clock.now(),
        )


def _answer(reference: str, *, by: Person | None, keeps: bool) -> None:
    with transaction() as db:
        booking = queries.get_booking(db, reference)
        verb = operations.accept if keeps else operations.decline
        booking = verb(db, booking.id, by=by or booking.person, now=clock.now())
        status = booking.status
    flash(RECEIPTS[status], "success")
