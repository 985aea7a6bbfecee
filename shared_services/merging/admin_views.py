"""Accounts of one person, for admins: found, compared, made one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.accounts.models import Person
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import NotFound
from shared_services.core.i18n import _
from shared_services.network.policies import can_admin

from . import operations, queries

blueprint = Blueprint("merging_admin", __name__)

LONGEST_SEARCH = 100
TWINS_SHOWN = 10


@blueprint.get("/admin/people/<int:person_id>/twins")
@allowed(can_admin)
def twins(person_id: int) -> str:
    """Accounts with her very name, or found by the words."""
    db, person = read_session(), _get_open(person_id)
    words = request.args.get("q", "").replace("\x00", "")[:LONGEST_SEARCH].strip()
    found = list(db.scalars(queries.select_twins(person, words).limit(TWINS_SHOWN)))
    if not found and words and "@" not in words:
        found = list(db.scalars(queries.select_twins(person, words, slips=True).limit(TWINS_SHOWN)))
    return render_template("merging/twins.html", person=person, words=words, twins=found)


@blueprint.get("/admin/people/<int:person_id>/merge/<int:other_id>")
@allowed(can_admin)
def merge(person_id: int, other_id: int) -> str:
    """What becomes of both when they are made one."""
    if person_id == other_id:
        raise NotFound
    db = read_session()
    return render_template(
        "merging/merge_people.html",
        kept=_get_open(person_id),
        twin=_get_open(other_id),
        kept_counts=queries.count_rows_of(db, person_id),
        counts=queries.count_rows_of(db, other_id),
    )


@blueprint.post("/admin/people/<int:person_id>/merge/<int:other_id>")
@allowed(can_admin)
def merge_now(person_id: int, other_id: int) -> Response:
    """Make them one; both addresses are told."""
    with transaction() as db:
        operations.merge_people(db, person_id, other_id, by=current_person(), now=clock.now())
    flash(
        _("Les deux comptes n'en font plus qu'un. La personne est prévenue à ses deux adresses."), "success"
    )
    return redirect(url_for("people_admin.person", person_id=person_id), 303)


def _get_open(person_id: int) -> Person:
    """Raises NotFound for an account that is erased or merged."""
    person = read_session().get(Person, person_id)
    if person is None or person.erased_at is not None or person.merged_into_id is not None:
        raise NotFound
    return person
