"""People and their accounts, for admins."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shared_services.accounts import operations
from shared_services.accounts.current import current_device, current_person
from shared_services.accounts.queries import list_devices, list_merged_into
from shared_services.booking.models import BookingStatus
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.i18n import _, _l
from shared_services.core.paging import paginate
from shared_services.network.policies import can_admin
from shared_services.network.queries import get_organisation, list_hubs

from .audit_telling import tell
from .forms import BlockForm, SeeAsForm
from .queries import audit as audit_queries
from .queries import people as people_queries
from .queries.people import PeopleWanted

blueprint = Blueprint("people_admin", __name__)

LONGEST_SEARCH = 100
ACTS_SHOWN = 15
ROLES = {
    "admin": _l("Administration"),
    "manager": _l("Gestion d'un hub"),
    "trainer": _l("Animation de sessions"),
    "referent": _l("Référent·e d'une structure"),
}
STATES = {
    "unconfirmed": _l("Adresse non confirmée"),
    "inactive": _l("Sans connexion depuis 90 jours"),
    "blocked": _l("Compte bloqué"),
}
COUNTED = {
    BookingStatus.PENDING: _l("En attente d'accord"),
    BookingStatus.CONFIRMED: _l("Confirmées"),
    BookingStatus.WAITLISTED: _l("En liste d'attente"),
    BookingStatus.OFFERED: _l("Places proposées"),
    BookingStatus.ATTENDED: _l("Présences"),
    BookingStatus.NO_SHOW: _l("Absences"),
    BookingStatus.CANCELLED: _l("Annulées"),
    BookingStatus.REFUSED: _l("Refusées"),
}


@blueprint.get("/admin/people")
@allowed(can_admin)
def people() -> str:
    """Who has an account; one wrong letter is forgiven when nothing answers exactly."""
    db, wanted = read_session(), _wanted()
    number = request.args.get("page", 1, type=int)
    page = paginate(db, people_queries.select_people(wanted), number=number)
    is_approximate = not page.total and bool(wanted.words) and "@" not in wanted.words
    if is_approximate:
        page = paginate(db, people_queries.select_people(wanted, slips=True), number=number)
    organisation = get_organisation(db, wanted.organisation_id) if wanted.organisation_id else None
    return render_template(
        "web/admin/people.html",
        page=page,
        wanted=wanted,
        organisation=organisation,
        is_approximate=is_approximate and page.total,
        belonging=people_queries.list_belonging(db, page.items),
        hubs=list_hubs(db),
        roles=ROLES,
        states=STATES,
    )


def _wanted() -> PeopleWanted:
    """What the address asks for; what it says wrongly is left out."""
    role, state = request.args.get("role", ""), request.args.get("state", "")
    return PeopleWanted(
        words=request.args.get("q", "").replace("\x00", "")[:LONGEST_SEARCH].strip(),
        role=role if role in ROLES else "",
        state=state if state in STATES else "",
        hub_id=request.args.get("hub", type=int),
        organisation_id=request.args.get("organisation", type=int),
    )


@blueprint.get("/admin/people/<int:person_id>")
@allowed(can_admin)
def person(person_id: int) -> str:
    """One account: where she belongs, what she booked, where she signed in, what happened to it."""
    return _page(person_id, BlockForm(formdata=None))


@blueprint.post("/admin/people/<int:person_id>/admin")
@allowed(can_admin)
def make_admin(person_id: int) -> Response:
    """Give her the whole platform."""
    with transaction() as db:
        operations.set_admin(db, person_id, True, by=current_person(), now=clock.now())
    return _done(person_id, _("Cette personne administre maintenant la plateforme."))


@blueprint.post("/admin/people/<int:person_id>/no-admin")
@allowed(can_admin)
def unmake_admin(person_id: int) -> Response:
    """Take the platform back; somebody always keeps it."""
    with transaction() as db:
        operations.set_admin(db, person_id, False, by=current_person(), now=clock.now())
    if person_id == current_person().id:
        flash(_("Vous n'administrez plus la plateforme."), "info")
        return redirect(url_for("web.home"), 303)
    return _done(person_id, _("Cette personne n'administre plus la plateforme."))


@blueprint.post("/admin/people/<int:person_id>/confirmation")
@allowed(can_admin)
def send_confirmation(person_id: int) -> Response:
    """Mail her the link that confirms her address once more."""
    with transaction() as db:
        operations.send_confirmation(db, person_id, by=current_person(), now=clock.now())
    return _done(person_id, _("Le message de confirmation part dans un instant."))


@blueprint.post("/admin/people/<int:person_id>/sign-out")
@allowed(can_admin)
def sign_out(person_id: int) -> Response:
    """Sign her out of every browser."""
    with transaction() as db:
        operations.close_all_devices(db, person_id, by=current_person(), now=clock.now())
    return _done(person_id, _("Tous ses appareils sont déconnectés."))


@blueprint.post("/admin/people/<int:person_id>/block")
@allowed(can_admin)
def block(person_id: int) -> Response | tuple[str, int]:
    """Close the account, with a reason that she is told."""
    form = BlockForm()
    if not form.validate():
        return _page(person_id, form), 422
    with transaction() as db:
        operations.block(db, person_id, reason=form.reason.data, by=current_person(), now=clock.now())
    return _done(person_id, _("Le compte est bloqué. La personne reçoit votre explication."))


@blueprint.post("/admin/people/<int:person_id>/unblock")
@allowed(can_admin)
def unblock(person_id: int) -> Response:
    """Open the account again."""
    with transaction() as db:
        operations.unblock(db, person_id, by=current_person(), now=clock.now())
    return _done(person_id, _("Le compte est débloqué. La personne est prévenue."))


@blueprint.post("/admin/people/<int:person_id>/see-as")
@allowed(can_admin)
def see_as(person_id: int) -> Response | tuple[str, int]:
    """See the site as she does for a quarter of an hour, reading only; she is told."""
    form = SeeAsForm()
    if not form.validate():
        return _page(person_id, BlockForm(formdata=None), form), 422
    with transaction() as db:
        operations.start_visit(
            db,
            person_id,
            device_id=current_device().id,
            reason=form.visit_reason.data,
            by=current_person(),
            now=clock.now(),
        )
    return redirect(url_for("web.home"), 303)


def _done(person_id: int, sentence: str) -> Response:
    flash(sentence, "success")
    return redirect(url_for("people_admin.person", person_id=person_id), 303)


def _page(person_id: int, form: BlockForm, see_as: SeeAsForm | None = None) -> str:
    db = read_session()
    known = people_queries.get_person(db, person_id)
    acts = audit_queries.list_about_person(db, person_id, most=ACTS_SHOWN)
    return render_template(
        "web/admin/person.html",
        person=known,
        form=form,
        see_as=see_as or SeeAsForm(formdata=None),
        affiliations=people_queries.list_all_affiliations(db, person_id),
        roles=people_queries.list_all_roles(db, person_id),
        bookings=people_queries.count_bookings(db, person_id),
        counted=COUNTED,
        devices=list_devices(db, person_id),
        acts=tell(db, acts),
        merged=list_merged_into(db, person_id),
        is_myself=known.id == current_person().id,
    )
