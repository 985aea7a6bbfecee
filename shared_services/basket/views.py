"""Dates first, then everything that is free; the basket; booking it at once."""

from urllib.parse import parse_qsl

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person, person_or_none
from shared_services.booking.audience import eligible_organisations
from shared_services.booking.basketing import Asked
from shared_services.booking.errors import OrganisationToChoose, Overlapping
from shared_services.booking.models import BookingStatus
from shared_services.booking.queries import get_bookable
from shared_services.catalogue.search import list_covered_departements
from shared_services.core import clock
from shared_services.core.access import allowed, public, signed_in
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError, NotFound
from shared_services.core.i18n import _, ngettext
from shared_services.core.redirects import same_site_path

from . import operations, policies
from .errors import BasketRefused
from .finding import Found, find_free, list_ways_on
from .models import BasketLine
from .pages import basket_page, receipt_page, title_of
from .wish import MOST_UNITS, all_sorts, read_free_wish

blueprint = Blueprint("basket", __name__)

Answer = Response | str | tuple[str, int]
ALL = "all"
LONGEST_CHOICE = 400


@blueprint.get("/free")
@public
def free() -> str:
    """The days first, then everything that is free then; the address can be kept and passed on."""
    db, now, person = read_session(), clock.now(), person_or_none()
    departements = list_covered_departements(db)
    wish = read_free_wish(request.args, request.args.getlist("what"), {one.code for one in departements})
    wrong = wish.wrong(now.date()) if wish.is_asked else None
    found, ways, is_searched = Found(), [], wish.is_asked and wrong is None
    if is_searched:
        found = find_free(db, wish.sought, person=person, now=now)
        if not found.count:
            ways = list_ways_on(db, wish, person=person, now=now)
    return render_template(
        "basket/free.html",
        wish=wish,
        wrong=wrong,
        is_searched=is_searched,
        found=found,
        ways=ways,
        departements=departements,
        sorts=all_sorts(),
        today=now.date(),
    )


@blueprint.get("/basket")
@signed_in
def show() -> str:
    """What is kept and until when, by hub, and the two ways to book it."""
    page = basket_page(read_session(), current_person(), now=clock.now())
    return render_template("basket/show.html", page=page, refusal=None)


@blueprint.post("/basket/lines")
@signed_in
def add() -> Answer:
    """Keep something for half an hour, then back to the search; ask what only she can say."""
    asked, back = _asked(), same_site_path(request.form.get("next")) or url_for("basket.show")
    try:
        with transaction() as db:
            line = operations.put_in_basket(db, asked, person=current_person(), now=clock.now())
            minutes = _minutes(line)
    except (OrganisationToChoose, Overlapping) as error:
        return _ask(asked, error, back=back)
    except NotFound:
        raise
    except DomainError as error:
        flash(str(error), "danger")
        return redirect(back, 303)
    kept = ngettext(
        "C'est dans votre panier, gardé pour vous %(num)d minute.",
        "C'est dans votre panier, gardé pour vous %(num)d minutes.",
        minutes,
    )
    flash(kept, "success")
    return redirect(back, 303)


@blueprint.post("/basket/lines/<int:line_id>/remove")
@allowed(policies.can_change_line)
def remove(line_id: int) -> Response:
    """Take it out; somebody else may have it at once."""
    with transaction() as db:
        operations.remove_line(db, line_id, now=clock.now())
    flash(_("C'est retiré de votre panier."), "success")
    return redirect(url_for("basket.show"), 303)


@blueprint.post("/basket/lines/<int:line_id>/keep")
@allowed(policies.can_change_line)
def keep(line_id: int) -> Response:
    """Keep it half an hour more, when it is still free."""
    try:
        with transaction() as db:
            line = operations.keep_again(db, line_id, person=current_person(), now=clock.now())
            minutes = _minutes(line)
    except DomainError as error:
        flash(str(error), "danger")
    else:
        kept = ngettext(
            "C'est de nouveau gardé pour vous, %(num)d minute.",
            "C'est de nouveau gardé pour vous, %(num)d minutes.",
            minutes,
        )
        flash(kept, "success")
    return redirect(url_for("basket.show"), 303)


@blueprint.post("/basket/lines/<int:line_id>/wait")
@allowed(policies.can_change_line)
def wait(line_id: int) -> Response:
    """Wait for what is not free any more, at the end of its waiting list."""
    try:
        with transaction() as db:
            booking = operations.join_list(db, line_id, person=current_person(), now=clock.now())
            reference, waits = booking.reference, booking.status == BookingStatus.WAITLISTED
    except DomainError as error:
        flash(str(error), "danger")
        return redirect(url_for("basket.show"), 303)
    said = _("Vous êtes sur la liste d'attente. Un message part dès que c'est libre.")
    flash(said if waits else _("C'était libre : c'est réservé."), "success")
    return redirect(url_for("booking.show", reference=reference), 303)


@blueprint.post("/basket/book")
@signed_in
def book() -> Answer:
    """Book it all or nothing, or what is possible; then what became of it, hub by hub."""
    person, now = current_person(), clock.now()
    try:
        with transaction() as db:
            outcome = operations.check_out(
                db,
                person=person,
                all_or_nothing=request.form.get("how", ALL) == ALL,
                despite=request.form.getlist("despite", type=int),
                now=now,
            )
            references = [booking.reference for booking in outcome.bookings]
    except BasketRefused as error:
        page = basket_page(read_session(), person, now=now)
        return render_template("basket/show.html", page=page, refusal=error), error.status
    except DomainError as error:
        flash(str(error), "danger")
        return redirect(url_for("basket.show"), 303)
    if references:
        number = len(references)
        flash(
            ngettext("%(num)d réservation est faite.", "%(num)d réservations sont faites.", number), "success"
        )
    return redirect(url_for("basket.receipt", of=references), 303)


@blueprint.get("/basket/receipt")
@signed_in
def receipt() -> str:
    """Hub by hub: what is confirmed, what was asked for, what was refused and stays in the basket."""
    references = request.args.getlist("of")[: operations.MOST_LINES]
    found = receipt_page(read_session(), current_person(), references, now=clock.now())
    return render_template("basket/receipt.html", receipts=found)


def _asked() -> Asked:
    """What a button of the search, or of the question after it, sends. Raises NotFound for anything else."""
    bookable_id = request.form.get("bookable_id", type=int)
    if bookable_id is None or not 0 < bookable_id < 2**31:
        raise NotFound
    units = request.form.get("units", 1, type=int)
    try:
        given = dict(parse_qsl(_choice(), max_num_fields=10))
    except ValueError:
        raise NotFound from None
    return Asked(
        bookable_id=bookable_id,
        given=given,
        units=min(max(units, 1), MOST_UNITS),
        organisation_id=request.form.get("organisation_id", type=int),
        despite_overlap="despite" in request.form,
    )


def _choice() -> str:
    """When, in the words of the kind, as an address writes it."""
    return request.form.get("choice", "")[:LONGEST_CHOICE]


def _ask(asked: Asked, error: DomainError, *, back: str) -> Answer:
    """The one question that stands in the way: for which organisation, or whether to keep both."""
    db = read_session()
    bookable = get_bookable(db, asked.bookable_id)
    organisations = eligible_organisations(db, bookable, current_person())
    page = render_template(
        "basket/ask.html",
        title=title_of(db, asked, bookable.kind),
        asked=asked,
        choice=_choice(),
        error=error,
        organisations=organisations if isinstance(error, OrganisationToChoose) else [],
        back=back,
    )
    return page, error.status


def _minutes(line: BasketLine) -> int:
    """How long it is kept, from now on; no hour, which would be that of another place."""
    return max(1, round((line.held_until - clock.now()).total_seconds() / 60))
