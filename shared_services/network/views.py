"""Hubs, organisations, and joining them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import allowed, public, signed_in
from shared_services.core.database import read_session, transaction
from shared_services.core.i18n import _
from shared_services.core.paging import paginate

from . import operations, policies, queries
from .errors import SiretTaken
from .forms import KINDS, OrganisationForm

blueprint = Blueprint("network", __name__)


@blueprint.get("/hubs")
@public
def hubs() -> str:
    """All hubs and their territories."""
    return render_template("network/hubs.html", hubs=queries.list_hubs(read_session()))


@blueprint.post("/hubs/<slug>/my-name")
@signed_in
def show_my_name(slug: str) -> Response:
    """Somebody of the team agrees, or no longer, to be named on the hub's page."""
    is_shown = request.form.get("is_shown") == "yes"
    with transaction() as db:
        hub = queries.get_hub_by_slug(db, slug)
        count = operations.show_in_team(
            db, hub.id, is_shown=is_shown, person=current_person(), now=clock.now()
        )
    if count:
        flash(_("Votre nom est sur cette page.") if is_shown else _("Votre nom n'est plus sur cette page."))
    return redirect(url_for("network.show_hub", slug=slug), 303)


@blueprint.post("/hubs/<slug>/join/<int:organisation_id>")
@allowed(policies.can_speak_for_organisation)
def join_hub(slug: str, organisation_id: int) -> Response:
    """A referent asks for her organisation to become a member."""
    with transaction() as db:
        hub = queries.get_hub_by_slug(db, slug)
        operations.request_membership(db, organisation_id, hub.id, by=current_person(), now=clock.now())
    flash(_("La demande est envoyée au hub. Vous recevrez sa réponse par message."), "success")
    return redirect(url_for("network.show_hub", slug=slug), 303)


@blueprint.get("/organisations")
@signed_in
def find_organisation() -> str:
    """Find one's organisation by its name or town."""
    db = read_session()
    words = " ".join(request.args.get("q", "").replace("\0", "").split())[:100]
    number = request.args.get("page", 1, type=int)
    page = paginate(db, queries.search_organisations(words), number=number) if words else None
    if page is not None and page.total == 0:
        page = paginate(db, queries.search_organisations(words, slips=True), number=number)
    mine = {a.organisation_id: a for a in queries.list_affiliations_of(db, current_person().id) if a.is_live}
    return render_template("network/find_organisation.html", words=words, page=page, mine=mine, kinds=KINDS)


@blueprint.route("/organisations/new", methods=["GET", "POST"])
@signed_in
def new_organisation() -> Response | str | tuple[str, int]:
    """Propose an organisation that is not in the list; likely twins are shown first."""
    db = read_session()
    form = OrganisationForm(queries.list_departements(db), queries.list_hubs(db))
    twins = []
    if form.validate_on_submit():
        if request.form.get("checked_twins") != "yes":
            mine = {
                a.organisation_id for a in queries.list_affiliations_of(db, current_person().id) if a.is_live
            }
            found = queries.list_twins(db, form.name.data, form.city.data)
            twins = [organisation for organisation in found if organisation.id not in mine]
        if not twins:
            try:
                return _create(form)
            except SiretTaken as error:
                form.refuse("siret", str(error))
    status = 422 if form.is_submitted() and not twins else 200
    return render_template("network/new_organisation.html", form=form, twins=twins), status


def _create(form: OrganisationForm) -> Response:
    with transaction() as db:
        operations.create_organisation(
            db, form.facts(), hub_id=int(form.hub.data), by=current_person(), now=clock.now()
        )
    flash(_("Votre structure est proposée au hub. Vous recevrez sa réponse par message."), "success")
    return redirect(url_for("network.my_organisations"), 303)


@blueprint.post("/organisations/<int:organisation_id>/join")
@signed_in
def join_organisation(organisation_id: int) -> Response:
    """Ask to belong to an organisation; asking twice changes nothing."""
    with transaction() as db:
        operations.request_affiliation(db, organisation_id, person=current_person(), now=clock.now())
    flash(_("Votre demande est envoyée. Vous recevrez la réponse par message."), "success")
    return redirect(url_for("network.my_organisations"), 303)


@blueprint.get("/my-organisations")
@signed_in
def my_organisations() -> str:
    """Where I belong; for a referent, who asks to join and who is there."""
    db = read_session()
    person = current_person()
    referred = queries.list_organisations_referred(db, person.id)
    affiliations = queries.list_affiliations_of(db, person.id)
    memberships = queries.list_memberships_of(db, [a.organisation_id for a in affiliations if a.is_live])
    return render_template(
        "network/my_organisations.html",
        affiliations=affiliations,
        memberships=memberships,
        referred=referred,
        colleagues=queries.list_colleagues(db, [organisation.id for organisation in referred]),
        kinds=KINDS,
    )


@blueprint.post("/affiliations/<int:affiliation_id>/accept")
@allowed(policies.can_decide_affiliation)
def accept_affiliation(affiliation_id: int) -> Response:
    """The person belongs to the organisation from now on."""
    with transaction() as db:
        operations.accept_affiliation(db, affiliation_id, by=current_person(), now=clock.now())
    flash(_("C'est accepté. La personne est prévenue."), "success")
    return _back()


@blueprint.post("/affiliations/<int:affiliation_id>/refuse")
@allowed(policies.can_decide_affiliation)
def refuse_affiliation(affiliation_id: int) -> Response:
    """The person is told no."""
    with transaction() as db:
        operations.refuse_affiliation(db, affiliation_id, by=current_person(), now=clock.now())
    flash(_("C'est refusé. La personne est prévenue."), "info")
    return _back()


@blueprint.post("/affiliations/<int:affiliation_id>/end")
@allowed(policies.can_end_affiliation)
def end_affiliation(affiliation_id: int) -> Response:
    """The person leaves the organisation; her bookings stay."""
    with transaction() as db:
        operations.end_affiliation(db, affiliation_id, by=current_person(), now=clock.now())
    flash(_("C'est fait. Les réservations déjà prises restent."), "info")
    return _back()


@blueprint.post("/affiliations/<int:affiliation_id>/referent")
@allowed(policies.can_decide_affiliation)
def set_referent(affiliation_id: int) -> Response:
    """Give or take back the referent's part."""
    wanted = request.form.get("is_referent") == "yes"
    with transaction() as db:
        operations.make_referent(db, affiliation_id, is_referent=wanted, by=current_person(), now=clock.now())
    flash(_("C'est fait."), "success")
    return _back()


def _back() -> Response:
    """To the organisation or the hub's members, where the answer was given; else to one's own page."""
    organisation_id = request.form.get("organisation_id", type=int)
    if organisation_id is not None:
        return redirect(url_for("network.show_organisation", organisation_id=organisation_id), 303)
    hub_id = request.form.get("hub_id", type=int)
    if hub_id is not None:
        return redirect(url_for("network_manage.members", hub_id=hub_id), 303)
    return redirect(url_for("network.my_organisations"), 303)
