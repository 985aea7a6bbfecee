"""Writing to the people of a date: typed, read again as they will read it, sent once."""

from datetime import timedelta
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _, ngettext
from shared_services.core.limits import count_attempt
from shared_services.outbox.rendering import preview

from .. import operations, policies, queries
from ..facts import Facts, describe_all
from ..messages import mailing_letter
from ..models import BookingStatus
from .forms import MailingForm

blueprint = Blueprint("mailings", __name__)

Answer = Response | str | tuple[str, int]
MOST, WITHIN = 20, timedelta(hours=1)


@blueprint.get("/manage/dates/<int:bookable_id>/message")
@allowed(policies.can_manage_bookable)
def write(bookable_id: int) -> str:
    """A blank message to those who have a place."""
    data = {"nonce": uuid4().hex, "statuses": [BookingStatus.CONFIRMED.value]}
    return _page(bookable_id, MailingForm(formdata=None, data=data))


@blueprint.post("/manage/dates/<int:bookable_id>/message")
@allowed(policies.can_manage_bookable)
def send(bookable_id: int) -> Answer:
    """First the message as it will be read; then, on the second button, it leaves."""
    form = MailingForm()
    if not form.validate():
        return _page(bookable_id, form), 422
    if request.form.get("step") == "edit":
        return _page(bookable_id, form)
    if request.form.get("step") != "send":
        return _preview(bookable_id, form)
    try:
        number = _send(bookable_id, form)
    except DomainError as error:
        form.refuse("statuses" if error.code == "nobody_to_write_to" else "", str(error))
        return _page(bookable_id, form), error.status
    flash(
        ngettext("Le message part à %(num)d personne.", "Le message part à %(num)d personnes.", number),
        "success",
    )
    facts = _facts(bookable_id)
    return redirect(url_for(facts.manage_endpoint, **facts.manage_values, _anchor="mailings"), 303)


def _send(bookable_id: int, form: MailingForm) -> int:
    """How many people it leaves to. A form sent twice uses up one of the hour's messages, not two."""
    nonce, now = form.nonce.data or "", clock.now()
    if queries.find_mailing(read_session(), nonce) is None:
        hub_id = _facts(bookable_id).hub_id
        with transaction() as db:
            count_attempt(db, "mailing", str(hub_id), most=MOST, within=WITHIN, now=now)
    with transaction() as db:
        sent = operations.send_mailing(
            db, bookable_id, form.words(), nonce=nonce, by=current_person(), now=now
        )
        return sent.recipients


def _preview(bookable_id: int, form: MailingForm) -> Answer:
    """As the first of its readers will see it."""
    db, words = read_session(), form.words()
    bookings = queries.list_with_statuses(db, bookable_id, words.statuses)
    if not bookings:
        form.refuse("statuses", _("Personne n'est dans cet état aujourd'hui\u00a0: choisissez-en un autre."))
        return _page(bookable_id, form), 422
    letter = mailing_letter(db, bookings[0], subject=words.subject, body=words.body)
    subject, text = preview(letter, bookings[0].person.locale)
    return render_template(
        "booking/manage/mailing_preview.html",
        form=form,
        told=_facts(bookable_id),
        bookable_id=bookable_id,
        number=len({booking.person_id for booking in bookings}),
        subject=subject,
        text=text,
        letter=letter,
    )


def _page(bookable_id: int, form: MailingForm) -> str:
    return render_template("booking/manage/mailing.html", form=form, told=_facts(bookable_id))


def _facts(bookable_id: int) -> Facts:
    db = read_session()
    bookable = queries.get_bookable(db, bookable_id)
    return describe_all(db, [(bookable.kind, bookable.id)])[bookable.id]
