"""How a hub shares its places out: its quotas, and each date's limit and kept seats."""

from datetime import time

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _
from shared_services.core.local_time import to_utc
from shared_services.network.models import BondState
from shared_services.network.policies import can_manage_hub
from shared_services.network.queries import get_hub, list_memberships_in

from .. import operations, policies, queries
from ..facts import describe_all
from ..models import Bookable, QuotaPeriod, QuotaScope
from .forms import PERIODS, SCOPES, KeptSeatsForm, LimitForm, QuotaForm
from .quotas import list_quotas
from .shares import list_kept

blueprint = Blueprint("booking_manage", __name__)

Answer = Response | str | tuple[str, int]
MORNING = time(9, 0)


@blueprint.route("/manage/<int:hub_id>/rules", methods=["GET", "POST"])
@allowed(can_manage_hub)
def rules(hub_id: int) -> Answer:
    """At most so many places a person or an organisation; one rule for each scope and period."""
    form = QuotaForm()
    status = 200
    if form.validate_on_submit():
        try:
            with transaction() as db:
                operations.add_quota(
                    db,
                    hub_id,
                    scope=QuotaScope(form.scope.data),
                    period=QuotaPeriod(form.period.data),
                    most=form.most.data or 0,
                    by=current_person(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.refuse("period", str(error))
            status = error.status
        else:
            flash(_("La règle vaut à partir de maintenant. Les places déjà prises restent."), "success")
            return redirect(url_for("booking_manage.rules", hub_id=hub_id), 303)
    elif form.is_submitted():
        status = 422
    db = read_session()
    quotas = list_quotas(db, hub_id)
    return render_template(
        "booking/manage/rules.html",
        hub=get_hub(db, hub_id),
        quotas=quotas,
        form=form,
        scopes=SCOPES,
        periods=PERIODS,
    ), status


@blueprint.post("/manage/<int:hub_id>/rules/<int:quota_id>/remove")
@allowed(can_manage_hub)
def remove_rule(hub_id: int, quota_id: int) -> Response:
    """The rule no longer holds."""
    with transaction() as db:
        operations.remove_quota(db, hub_id, quota_id, by=current_person(), now=clock.now())
    flash(_("La règle est retirée."), "success")
    return redirect(url_for("booking_manage.rules", hub_id=hub_id), 303)


@blueprint.get("/manage/bookables/<int:bookable_id>/sharing")
@allowed(policies.can_manage_bookable)
def sharing(bookable_id: int) -> str:
    """The limit per organisation of one date, and the seats kept for some."""
    return _sharing_page(bookable_id)


@blueprint.post("/manage/bookables/<int:bookable_id>/limit")
@allowed(policies.can_manage_bookable)
def set_limit(bookable_id: int) -> Answer:
    """At most so many places an organisation; empty for no limit."""
    form = LimitForm(prefix="limit-")
    if not form.validate():
        return _sharing_page(bookable_id, limit=form), 422
    with transaction() as db:
        operations.limit_per_organisation(
            db, bookable_id, form.most.data, by=current_person(), now=clock.now()
        )
    flash(_("C'est noté."), "success")
    return redirect(url_for("booking_manage.sharing", bookable_id=bookable_id), 303)


@blueprint.post("/manage/bookables/<int:bookable_id>/kept")
@allowed(policies.can_manage_bookable)
def keep(bookable_id: int) -> Answer:
    """Keep seats for the hub's members, or for one of them, until a day at nine."""
    bookable = queries.get_bookable(read_session(), bookable_id)
    form = KeptSeatsForm(_members(bookable), prefix="kept-")
    if not form.validate() or form.until.data is None:
        return _sharing_page(bookable_id, kept=form), 422
    until = to_utc(form.until.data, MORNING, bookable.time_zone)
    try:
        with transaction() as db:
            operations.keep_seats(
                db,
                bookable_id,
                units=form.units.data or 0,
                organisation_id=form.whom.data or None,
                until=until,
                by=current_person(),
                now=clock.now(),
            )
    except DomainError as error:
        form.refuse("units" if error.code == "kept_beyond_capacity" else "until", str(error))
        return _sharing_page(bookable_id, kept=form), error.status
    flash(_("Ces places sont gardées."), "success")
    return redirect(url_for("booking_manage.sharing", bookable_id=bookable_id), 303)


@blueprint.post("/manage/kept-seats/<int:kept_id>/free")
@allowed(policies.can_manage_kept_seats)
def free(kept_id: int) -> Response:
    """Offer kept seats to everybody from now on."""
    with transaction() as db:
        bookable_id = queries.get_kept_seats(db, kept_id).bookable_id
        operations.free_kept_seats(db, kept_id, by=current_person(), now=clock.now())
    flash(_("Ces places sont ouvertes à tout le monde."), "success")
    return redirect(url_for("booking_manage.sharing", bookable_id=bookable_id), 303)


def _members(bookable: Bookable) -> list[tuple[int, str]]:
    members = list_memberships_in(read_session(), bookable.hub_id or 0, BondState.ACCEPTED)
    return [(member.organisation_id, member.organisation.name) for member in members]


def _sharing_page(
    bookable_id: int, *, limit: LimitForm | None = None, kept: KeptSeatsForm | None = None
) -> str:
    db, now = read_session(), clock.now()
    bookable = queries.get_bookable(db, bookable_id)
    return render_template(
        "booking/manage/sharing.html",
        bookable=bookable,
        facts=describe_all(db, [(bookable.kind, bookable.id)])[bookable.id],
        kept=list_kept(db, bookable, now=now),
        limit_form=limit
        or LimitForm(formdata=None, prefix="limit-", data={"most": bookable.organisation_limit}),
        kept_form=kept or KeptSeatsForm(_members(bookable), formdata=None, prefix="kept-"),
    )
