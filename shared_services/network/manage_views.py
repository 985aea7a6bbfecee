"""A hub's members and team, for its managers."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _

from . import operations, policies, queries
from .forms import KINDS, ReasonForm, RenewalForm, StaffForm
from .models import BondState, Membership, StaffRole

blueprint = Blueprint("network_manage", __name__)


@blueprint.get("/manage/<int:hub_id>/members")
@allowed(policies.can_manage_hub)
def members(hub_id: int) -> str:
    """Who asks, who is a member, who was."""
    db = read_session()
    return render_template(
        "network/manage/members.html",
        hub=queries.get_hub(db, hub_id),
        requests=queries.list_memberships_in(db, hub_id, BondState.REQUESTED),
        people=queries.list_requests_for_hub(db, hub_id),
        members=queries.list_memberships_in(db, hub_id, BondState.ACCEPTED),
        former=queries.list_memberships_in(db, hub_id, BondState.ENDED),
        kinds=KINDS,
    )


@blueprint.post("/manage/memberships/<int:membership_id>/accept")
@allowed(policies.can_decide_membership)
def accept_membership(membership_id: int) -> Response:
    """The organisation becomes a member."""
    with transaction() as db:
        membership = operations.accept_membership(db, membership_id, by=current_person(), now=clock.now())
        hub_id = membership.hub_id
    flash(_("La structure est membre du hub. Elle est prévenue."), "success")
    return redirect(url_for("network_manage.members", hub_id=hub_id), 303)


@blueprint.get("/memberships/<int:membership_id>")
@allowed(policies.can_see_membership)
def membership(membership_id: int) -> str:
    """What there is and was between an organisation and a hub, for both sides."""
    return _membership_page(membership_id)


@blueprint.post("/manage/memberships/<int:membership_id>/refuse")
@allowed(policies.can_decide_membership)
def refuse_membership(membership_id: int) -> Response | tuple[str, int]:
    """The organisation is told no, and why."""
    receipt = _("C'est refusé. La structure est prévenue.")
    return _with_reason(membership_id, operations.refuse_membership, receipt)


@blueprint.post("/manage/memberships/<int:membership_id>/end")
@allowed(policies.can_decide_membership)
def end_membership(membership_id: int) -> Response | tuple[str, int]:
    """The membership ends today; bookings already made stay."""
    receipt = _("L'adhésion est terminée. La structure est prévenue.")
    return _with_reason(membership_id, operations.end_membership, receipt)


def _with_reason(
    membership_id: int, verb: Callable[..., Membership], receipt: str
) -> Response | tuple[str, int]:
    form = ReasonForm()
    if not form.validate():
        return _membership_page(membership_id, reason_form=form), 422
    with transaction() as db:
        membership = verb(
            db, membership_id, by=current_person(), now=clock.now(), reason=form.reason.data or ""
        )
        hub_id = membership.hub_id
    flash(receipt, "info")
    return redirect(url_for("network_manage.members", hub_id=hub_id), 303)


@blueprint.post("/manage/memberships/<int:membership_id>/renew")
@allowed(policies.can_decide_membership)
def renew_membership(membership_id: int) -> Response | tuple[str, int]:
    """Agree on a new last day."""
    form = _renewal_form(queries.get_membership(read_session(), membership_id))
    if not form.validate():
        return _membership_page(membership_id, renewal_form=form), 422
    until = form.until.data
    if until is not None:
        with transaction() as db:
            operations.renew_membership(db, membership_id, until=until, by=current_person(), now=clock.now())
    flash(_("L'adhésion est renouvelée."), "success")
    return redirect(url_for("network_manage.membership", membership_id=membership_id), 303)


def _renewal_form(membership: Membership, **kw: Any) -> RenewalForm:
    return RenewalForm(clock.now().astimezone(ZoneInfo(membership.hub.time_zone)).date(), **kw)


def _membership_page(
    membership_id: int,
    *,
    reason_form: ReasonForm | None = None,
    renewal_form: RenewalForm | None = None,
) -> str:
    db = read_session()
    membership = queries.get_membership(db, membership_id)
    ties = queries.list_ties(db, membership.organisation_id, membership.hub_id)
    return render_template(
        "network/membership.html",
        membership=membership,
        acts=queries.list_acts_on(db, [tie.id for tie in ties]),
        may_decide=policies.can_decide_membership(db, current_person(), membership_id=membership_id),
        reason_form=reason_form or ReasonForm(formdata=None),
        renewal_form=renewal_form
        or _renewal_form(membership, formdata=None, data={"until": membership.valid_until}),
        last_day=_last_instant(membership),
        now=clock.now(),
    )


def _last_instant(membership: Membership) -> datetime | None:
    """The end of the last day agreed on, where the hub is."""
    if membership.valid_until is None:
        return None
    return datetime.combine(membership.valid_until, time.max, ZoneInfo(membership.hub.time_zone))


@blueprint.get("/manage/<int:hub_id>/team")
@allowed(policies.can_manage_hub)
def team(hub_id: int) -> str:
    """Managers and trainers of today."""
    return _team_page(hub_id, StaffForm())


@blueprint.post("/manage/<int:hub_id>/team")
@allowed(policies.can_manage_hub)
def add_trainer(hub_id: int) -> Response | tuple[str, int]:
    """Appoint a trainer by the e-mail of her account."""
    form = StaffForm()
    if form.validate_on_submit():
        try:
            with transaction() as db:
                operations.appoint_staff(
                    db, hub_id, form.email.data, StaffRole.TRAINER, by=current_person(), now=clock.now()
                )
        except DomainError as error:
            form.refuse("email", str(error))
        else:
            flash(_("La personne fait partie de l'équipe. Elle est prévenue."), "success")
            return redirect(url_for("network_manage.team", hub_id=hub_id), 303)
    return _team_page(hub_id, form), 422


@blueprint.post("/manage/<int:hub_id>/team/<int:role_id>/end")
@allowed(policies.can_manage_hub)
def end_role(hub_id: int, role_id: int) -> Response:
    """End a role of this hub; the last manager stays."""
    with transaction() as db:
        operations.end_role(db, hub_id, role_id, by=current_person(), now=clock.now())
        still_manages = policies.can_manage_hub(db, current_person(), hub_id=hub_id)
    flash(_("C'est fait."), "info")
    return redirect(
        url_for("network_manage.team", hub_id=hub_id) if still_manages else url_for("web.home"), 303
    )


def _team_page(hub_id: int, form: StaffForm) -> str:
    db = read_session()
    return render_template(
        "network/manage/team.html",
        hub=queries.get_hub(db, hub_id),
        roles=queries.list_current_roles(db, hub_id),
        form=form,
    )
