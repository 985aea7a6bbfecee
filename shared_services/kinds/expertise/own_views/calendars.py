"""Calendars she keeps elsewhere: only when she is busy is read, never with what."""

from flask import flash, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.accounts.models import Person
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.i18n import _

from .. import operations, policies
from ..agenda import zone_of
from ..forms import AddressForm, FileForm
from .availability import Answer, change
from .blueprint import blueprint


@blueprint.post("/my-availability/calendars")
@allowed(policies.is_expert)
def add_calendar() -> Answer:
    """A calendar by its address; the scheduler reads it within the quarter of an hour."""
    form, zone = AddressForm(prefix="address-"), _zone()

    def write(db: Session, person: Person) -> None:
        operations.add_calendar(
            db, person, name=form.name.data or "", url=form.url.data or "", zone=zone, now=clock.now()
        )

    return change("address", form, write, _("L'agenda est ajouté. Il sera lu dans le quart d'heure."))


@blueprint.post("/my-availability/calendars/file")
@allowed(policies.is_expert)
def send_calendar() -> Answer:
    """A calendar as a file; sent again under its name it replaces what it said."""
    form, zone = FileForm(prefix="file-"), _zone()

    def write(db: Session, person: Person) -> None:
        operations.import_calendar(
            db, person, name=form.name.data or "", content=form.content, zone=zone, now=clock.now()
        )

    return change("file", form, write, _("L'agenda est lu\u00a0: ces moments-là ne sont plus proposés."))


@blueprint.post("/my-availability/calendars/<int:calendar_id>/remove")
@allowed(policies.is_expert)
def remove_calendar(calendar_id: int) -> Response:
    """Forget it, with its times."""
    with transaction() as db:
        operations.remove_calendar(db, calendar_id, by=current_person(), now=clock.now())
    flash(_("L'agenda et ses moments occupés sont effacés."), "success")
    return redirect(url_for("experts.availability"), 303)


def _zone() -> str:
    return zone_of(read_session(), current_person().id)
