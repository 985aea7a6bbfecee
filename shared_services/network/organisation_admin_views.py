"""Organisations, for admins: found, corrected, and made one where there are two of the same."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import NotFound
from shared_services.core.i18n import _
from shared_services.core.paging import paginate

from . import operations, policies, queries
from .errors import SiretTaken
from .forms import KINDS, CorrectionForm
from .models import BondState, Organisation

blueprint = Blueprint("organisations_admin", __name__)

LONGEST_SEARCH = 100
TWINS_SHOWN = 10


@blueprint.get("/admin/organisations")
@allowed(policies.can_admin)
def organisations() -> str:
    """All of them by name; those that look written twice come first."""
    db, words = read_session(), _words()
    number = request.args.get("page", 1, type=int)
    page = paginate(db, queries.search_organisations(words), number=number)
    if not page.total and words:
        page = paginate(db, queries.search_organisations(words, slips=True), number=number)
    ids = [organisation.id for organisation in page.items]
    hubs: dict[int, list[str]] = {}
    for membership in queries.list_memberships_of(db, ids):
        if membership.state == BondState.ACCEPTED:
            hubs.setdefault(membership.organisation_id, []).append(membership.hub.name)
    return render_template(
        "network/admin/organisations.html",
        page=page,
        words=words,
        people=queries.count_people(db, ids),
        hubs=hubs,
        duplicates=[] if words or page.number > 1 else queries.list_duplicates(db),
        kinds=KINDS,
    )


@blueprint.route("/admin/organisations/<int:organisation_id>", methods=["GET", "POST"])
@allowed(policies.can_admin)
def organisation(organisation_id: int) -> Response | str | tuple[str, int]:
    """Correct its facts; find its twin."""
    db = read_session()
    known = queries.get_organisation(db, organisation_id)
    form = _form(known)
    if form.validate_on_submit():
        try:
            with transaction() as db:
                operations.correct_organisation(
                    db, organisation_id, form.facts(), by=current_person(), now=clock.now()
                )
        except SiretTaken as error:
            form.refuse("siret", str(error))
        else:
            flash(_("C'est enregistré."), "success")
            return redirect(url_for("organisations_admin.organisation", organisation_id=organisation_id), 303)
    return _page(organisation_id, form), 422 if form.is_submitted() else 200


@blueprint.get("/admin/organisations/<int:organisation_id>/merge/<int:twin_id>")
@allowed(policies.can_admin)
def merge(organisation_id: int, twin_id: int) -> str:
    """What becomes of both when they are made one."""
    if organisation_id == twin_id:
        raise NotFound
    db = read_session()
    return render_template(
        "network/admin/merge_organisations.html",
        kept=queries.get_organisation(db, organisation_id),
        twin=queries.get_organisation(db, twin_id),
        counts=queries.count_rows_of(db, twin_id),
        kept_counts=queries.count_rows_of(db, organisation_id),
        kinds=KINDS,
    )


@blueprint.post("/admin/organisations/<int:organisation_id>/merge/<int:twin_id>")
@allowed(policies.can_admin)
def merge_now(organisation_id: int, twin_id: int) -> Response:
    """Make them one."""
    with transaction() as db:
        operations.merge_organisations(db, organisation_id, twin_id, by=current_person(), now=clock.now())
    flash(_("Les deux fiches n'en font plus qu'une."), "success")
    return redirect(url_for("organisations_admin.organisation", organisation_id=organisation_id), 303)


def _words() -> str:
    return request.args.get("q", "").replace("\x00", "")[:LONGEST_SEARCH].strip()


def _form(known: Organisation) -> CorrectionForm:
    facts = {name: getattr(known, name) for name in ("name", "city", "siret")}
    facts |= {"kind": known.kind.value, "departement": known.departement_code}
    return CorrectionForm(queries.list_departements(read_session()), data=facts)


def _page(organisation_id: int, form: CorrectionForm) -> str:
    """Twins are searched by the words typed, else by its own name and town."""
    db, words = read_session(), _words()
    known = queries.get_organisation(db, organisation_id)
    found = (
        list(db.scalars(queries.search_organisations(words, slips=True).limit(TWINS_SHOWN)))
        if words
        else queries.list_twins(db, known.name, known.city)
    )
    return render_template(
        "network/admin/organisation.html",
        organisation=known,
        form=form,
        words=words,
        twins=[twin for twin in found if twin.id != organisation_id],
        kinds=KINDS,
        memberships=queries.list_memberships_of(db, [organisation_id]),
        people=queries.count_people(db, [organisation_id]).get(organisation_id, 0),
    )
