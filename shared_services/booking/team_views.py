"""A referent's pages: what her colleagues booked, who was trained in what, groups, swaps."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import allowed, signed_in
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _
from shared_services.core.paging import paginate
from shared_services.network.policies import can_speak_for_organisation
from shared_services.network.queries import get_organisation, list_organisations_referred, list_people_of

from . import operations, policies, queries
from .facts import describe_all, describe_bookings
from .forms import AnswerForm, SwapForm
from .models import Booking, BookingStatus
from .pages import booking_page
from .waiting import ranks_of

blueprint = Blueprint("team", __name__)


@blueprint.get("/team")
@signed_in
def home() -> Response:
    """The bookings of the organisation she speaks for, the first one when there are several."""
    referred = list_organisations_referred(read_session(), current_person().id)
    if not referred:
        return redirect(url_for("network.my_organisations"), 303)
    return redirect(url_for("team.bookings", organisation_id=referred[0].id), 303)


@blueprint.get("/organisations/<int:organisation_id>/bookings")
@allowed(can_speak_for_organisation)
def bookings(organisation_id: int) -> str:
    """Everything booked for the organisation: what is coming, or what is over; of one person or all."""
    db = read_session()
    person_id = request.args.get("person", type=int)
    is_past = request.args.get("when") == "past"
    statement = queries.bookings_of_organisation(
        organisation_id, person_id=person_id, is_past=is_past, now=clock.now()
    )
    page = paginate(db, statement, number=request.args.get("page", 1, type=int))
    return render_template(
        "booking/team_bookings.html",
        organisation=get_organisation(db, organisation_id),
        others=[o for o in list_organisations_referred(db, current_person().id) if o.id != organisation_id],
        people=list_people_of(db, organisation_id),
        person_id=person_id,
        is_past=is_past,
        page=page,
        facts=describe_bookings(db, page.items),
        ranks=ranks_of(db, page.items),
    )


@blueprint.get("/organisations/<int:organisation_id>/trained")
@allowed(can_speak_for_organisation)
def trained(organisation_id: int) -> str:
    """Who was trained in what, person by person."""
    db = read_session()
    attended = queries.list_attended_for(db, organisation_id)
    by_person: dict[int, list[Booking]] = {}
    for booking in attended:
        by_person.setdefault(booking.person_id, []).append(booking)
    return render_template(
        "booking/team_trained.html",
        organisation=get_organisation(db, organisation_id),
        people=list_people_of(db, organisation_id),
        by_person=by_person,
        facts=describe_bookings(db, attended),
    )


@blueprint.get("/bookings/groups/<int:group_id>")
@allowed(policies.can_see_group)
def show_group(group_id: int) -> str:
    """What became of each person of a group, and the answer it is asked for."""
    db = read_session()
    group, bookable = queries.get_group(db, group_id)
    members = queries.list_of_group(db, group_id)
    offered = [member for member in members if member.status == BookingStatus.OFFERED]
    speaks = bool(offered) and policies.can_answer_booking(
        db, current_person(), reference=offered[0].reference
    )
    return render_template(
        "booking/group.html",
        group=group,
        bookable=bookable,
        members=members,
        not_served=queries.list_not_served(db, group_id),
        facts=describe_all(db, [(bookable.kind, bookable.id)])[bookable.id],
        ranks=ranks_of(db, members),
        answers=offered[0] if offered and speaks and group.stays_together else None,
        form=AnswerForm(),
    )


@blueprint.route("/bookings/<reference>/swap", methods=["GET", "POST"])
@allowed(policies.can_swap_booking)
def swap(reference: str) -> Response | str | tuple[str, int]:
    """A colleague comes instead; the seat is kept."""
    db = read_session()
    booking = queries.get_booking(db, reference)
    form = SwapForm()
    form.person.choices = [
        SelectChoice(person.id, person.name)
        for person in list_people_of(db, booking.organisation_id or 0)
        if person.id != booking.person_id
    ]
    status = 200
    if form.validate_on_submit():
        try:
            _swap_now(reference, form)
        except DomainError as error:
            form.refuse("person", str(error))
            status = error.status
        else:
            flash(_("La place change de mains. Les deux personnes sont prévenues."), "success")
            return redirect(url_for("booking.show", reference=reference), 303)
    elif form.is_submitted():
        status = 422
    page = booking_page(db, reference, now=clock.now())
    return render_template("booking/swap.html", page=page, form=form), status


def _swap_now(reference: str, form: SwapForm) -> None:
    with transaction() as db:
        booking = queries.get_booking(db, reference)
        operations.swap_with_colleague(
            db,
            booking.id,
            form.person.data,
            by=current_person(),
            reason=form.reason.data or "",
            now=clock.now(),
        )
