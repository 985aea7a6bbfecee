"""Tools as the public and the aidants see them."""

from datetime import date
from io import BytesIO
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from shared_services.accounts.current import current_person, person_or_none
from shared_services.accounts.models import Person
from shared_services.booking.errors import AlreadyBooked, Full
from shared_services.booking.models import Booking, BookingStatus
from shared_services.booking.policies import can_change_booking, can_see_booking
from shared_services.booking.queries import get_booking
from shared_services.core import clock
from shared_services.core.access import allowed, public, signed_in
from shared_services.core.calendar_grid import read_day
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError, NotFound, existing
from shared_services.core.i18n import _, _l
from shared_services.core.pictures import MIMETYPE
from shared_services.core.references import clean_reference
from shared_services.network.queries import get_hub_alone
from shared_services.papers.models import PaperKind
from shared_services.papers.queries import find_paper
from shared_services.papers.sending import as_file

from . import policies, queries
from .alternatives import ways_on
from .finding import find_tools, read_wish
from .forms import AppealForm, ExtendForm, LoanForm
from .loans import queries as loan_queries
from .loans.pages import loan_page
from .models import CATEGORIES
from .operations import appeal, book_tool, book_tool_for_colleague, extend_loan
from .pages import tool_page
from .suspensions.pages import suspension_page
from .words import opening_days

blueprint = Blueprint("tools", __name__)

Answer = AnyResponse | tuple[str, int]
RECEIPTS = {
    BookingStatus.CONFIRMED: _l("C'est réservé. Un message part avec les jours, le lieu et les horaires."),
    BookingStatus.PENDING: _l("Votre demande est envoyée au hub. Le matériel vous est gardé en attendant."),
    BookingStatus.WAITLISTED: _l(
        "Vous êtes sur la liste d'attente pour ces jours-là. Un message part dès que c'est libre."
    ),
}


@blueprint.get("/tools")
@public
def tools() -> str:
    """Every tool of the hubs; with days asked for, how many are free then, and those first."""
    wish = read_wish(request.args)
    found = find_tools(read_session(), wish, now=clock.now())
    return render_template("kinds/tools/tools.html", wish=wish, found=found, categories=CATEGORIES)


@blueprint.get("/tools/<int:offer_id>")
@public
def show_tool(offer_id: int) -> str:
    """Everything about a tool, how many are left each day of a month, and the days to ask for."""
    return _page(offer_id, form=_asked())


@blueprint.post("/tools/<int:offer_id>/book")
@signed_in
def book(offer_id: int) -> Answer:
    """Book for the signed-in person, then show where the booking stands; full, show the ways on."""
    person, form = current_person(), LoanForm()
    tool_page(
        read_session(), offer_id, person, on=None, now=clock.now()
    )  # what she may not read is not there
    if not form.validate():
        return _page(offer_id, form=form), 422
    try:
        with transaction() as db:
            booking = _book(db, queries.get_tool_of(db, offer_id).id, form, by=person)
            reference, status = booking.reference, booking.status
    except AlreadyBooked as error:
        flash(_("Vous aviez déjà une réservation ici\u00a0: la voici."), "info")
        return redirect(url_for("booking.show", reference=error.facts["reference"]), 303)
    except Full as error:
        return _page(offer_id, form=form, refusal=error), error.status
    except DomainError as error:
        form.refuse(getattr(error, "field", ""), str(error))
        return _page(offer_id, form=form), error.status
    flash(str(RECEIPTS[status]), "success")
    return redirect(url_for("booking.show", reference=reference), 303)


@blueprint.route("/tools/loans/<reference>", methods=["GET", "POST"])
@allowed(can_change_booking)
def my_loan(reference: str) -> Answer | str:
    """What somebody has in hands, until when, and keeping it some days more."""
    form = ExtendForm()
    page = loan_page(read_session(), reference)
    if not form.validate_on_submit():
        shown = render_template("kinds/tools/my_loan.html", page=page, form=form)
        return (shown, 422) if form.is_submitted() else shown
    try:
        with transaction() as db:
            extend_loan(db, page.booking.id, _day(form.last.data), by=current_person(), now=clock.now())
    except DomainError as error:
        form.refuse(getattr(error, "field", ""), str(error))
        page = loan_page(read_session(), reference)
        return render_template("kinds/tools/my_loan.html", page=page, form=form), error.status
    flash(_("Le prêt est prolongé."), "success")
    return redirect(url_for("tools.my_loan", reference=reference), 303)


@blueprint.route("/tools/suspensions/<int:suspension_id>", methods=["GET", "POST"])
@allowed(policies.is_suspended_person)
def my_suspension(suspension_id: int) -> Answer | str:
    """Why she may not borrow, until when, and asking the hub to look again."""
    form = AppealForm()
    if not form.validate_on_submit():
        shown = _suspension(suspension_id, form)
        return (shown, 422) if form.is_submitted() else shown
    try:
        with transaction() as db:
            appeal(db, suspension_id, form.appeal.data or "", by=current_person(), now=clock.now())
    except DomainError as error:
        form.refuse("", str(error))
        return _suspension(suspension_id, form), error.status
    flash(_("Votre demande est envoyée au hub. Sa réponse vous parvient par e-mail."), "success")
    return redirect(url_for("tools.my_suspension", suspension_id=suspension_id), 303)


@blueprint.get("/tools/loans/<reference>/agreement.pdf")
@allowed(can_see_booking)
def agreement(reference: str) -> Response:
    """As it was made. Raises NotFound while nothing was handed over, PaperDeleted past its term."""
    paper = existing(find_paper(read_session(), PaperKind.LOAN_AGREEMENT, clean_reference(reference) or ""))
    return as_file(paper, f"{paper.number}.pdf")


@blueprint.get("/tools/loans/<reference>/photos/<int:photo_id>.webp")
@allowed(can_see_booking)
def photo(reference: str, photo_id: int) -> Response:
    """How the units looked. Raises NotFound for a photo of another loan."""
    db = read_session()
    found = loan_queries.get_photo(db, get_booking(db, reference).id, photo_id)
    headers = {"Cache-Control": "private, max-age=3600"}
    return Response(found.content, mimetype=MIMETYPE, headers=headers)


@blueprint.get("/u/<int:unit_id>")
@public
def scanned(unit_id: int) -> AnyResponse | str:
    """Where the code of a label leads: managers to what can be done with it, a finder to its owner."""
    db, person = read_session(), person_or_none()
    unit = queries.get_unit(db, unit_id)
    if policies.manages(db, person, unit.hub_id):
        return redirect(url_for("tools_manage.unit_now", unit_id=unit_id), 302)
    hub = get_hub_alone(db, unit.hub_id)
    return render_template("kinds/tools/scanned.html", hub=hub, person=person, unit_id=unit_id)


@blueprint.get("/tools/lent/<int:tool_id>")
@public
def lent(tool_id: int) -> AnyResponse:
    """Where the bookable of that number is told."""
    tool = queries.get_tool(read_session(), tool_id)
    return redirect(url_for("tools.show_tool", offer_id=tool.offer_id), 302)


@blueprint.get("/tools/<int:offer_id>/manual.pdf")
@public
def manual(offer_id: int) -> Response:
    """The manual, to keep: never shown inside the site. Raises NotFound when there is none."""
    db = read_session()
    offer, found = queries.get_offer(db, offer_id), queries.find_manual(db, offer_id)
    if found is None or not policies.can_read_offer(db, person_or_none(), offer):
        raise NotFound
    return send_file(
        BytesIO(found.content), mimetype="application/pdf", as_attachment=True, download_name=found.name
    )


def _book(db: Session, tool_id: int, form: LoanForm, *, by: Person) -> Booking:
    """For herself, or for the colleague that a referent chose: her organisation's number, then hers."""
    asked: dict[str, Any] = {
        "first": _day(form.first.data),
        "last": _day(form.last.data),
        "units": form.units.data or 1,
        "join_waiting_list": "wait" in request.form,
        "now": clock.now(),
    }
    organisation_id, _dash, colleague_id = request.form.get("colleague", "").partition("-")
    if organisation_id.isdecimal() and colleague_id.isdecimal():
        return book_tool_for_colleague(
            db,
            tool_id,
            colleague_id=int(colleague_id),
            organisation_id=int(organisation_id),
            by=by,
            **asked,
        )
    chosen = request.form.get("organisation_id", type=int)
    return book_tool(db, tool_id, person=by, by=by, organisation_id=chosen, **asked)


def _asked() -> LoanForm:
    """The days that a link of the calendar, or of the list, names."""
    given: dict[str, Any] = {name: read_day(request.args.get(name, "")) for name in ("first", "last")}
    units = request.args.get("units", 1, type=int)
    return LoanForm(formdata=None, data=given | {"units": max(1, min(units, 1000))})


def _day(day: date | None) -> date:
    """A day of a form that was validated."""
    if day is None:
        raise ValueError("the form was not validated")
    return day


def _suspension(suspension_id: int, form: AppealForm) -> str:
    page = suspension_page(read_session(), suspension_id)
    return render_template("kinds/tools/my_suspension.html", page=page, form=form)


def _page(offer_id: int, *, form: LoanForm, refusal: DomainError | None = None) -> str:
    db, now = read_session(), clock.now()
    on = read_day(request.args.get("on", "")) or form.first.data
    page = tool_page(db, offer_id, person_or_none(), on=on, now=now)
    ways = None
    if refusal is not None:
        days = (_day(form.first.data), _day(form.last.data))
        ways = ways_on(db, page.tool, *days, form.units.data or 1, now=now)
    return render_template(
        "kinds/tools/show_tool.html",
        page=page,
        form=form,
        refusal=refusal,
        ways=ways,
        chosen=request.form.get("organisation_id", type=int),
        colleague=request.form.get("colleague", ""),
        open_on=opening_days(page.tool.weekdays),
    )
