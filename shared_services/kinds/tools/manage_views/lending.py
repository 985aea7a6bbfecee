"""A hub's rules of lending, and those who may not borrow for a while."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _
from shared_services.network.policies import can_manage_hub
from shared_services.network.queries import get_hub_alone

from .. import operations, policies
from ..forms import AnswerForm, LendingRulesForm
from ..forms.lending import LIFT
from ..loans import queries as loan_queries
from ..suspensions import queries as suspension_queries
from ..suspensions.pages import suspension_page
from .blueprint import blueprint

Answer = Response | str | tuple[str, int]


@blueprint.route("/manage/<int:hub_id>/tools/rules", methods=["GET", "POST"])
@allowed(can_manage_hub)
def lending_rules(hub_id: int) -> Answer:
    """How many visits a day, how late is too late, and who is suspended today."""
    db = read_session()
    form = LendingRulesForm(data=LendingRulesForm.filled_with(loan_queries.find_rules(db, hub_id)))
    if not form.validate_on_submit():
        shown = render_template(
            "kinds/tools/manage/lending_rules.html",
            hub=get_hub_alone(db, hub_id),
            form=form,
            suspensions=suspension_queries.list_suspensions(db, hub_id),
        )
        return (shown, 422) if form.is_submitted() else shown
    with transaction() as db:
        operations.set_lending_rules(
            db,
            hub_id,
            visits_a_day=form.visits_a_day.data,
            late_days=form.late_days.data,
            by=current_person(),
            now=clock.now(),
        )
    flash(_("C'est enregistré. Ces règles valent pour les prochaines demandes."), "success")
    return redirect(url_for("tools_manage.lending_rules", hub_id=hub_id), 303)


@blueprint.route("/manage/suspensions/<int:suspension_id>", methods=["GET", "POST"])
@allowed(policies.can_manage_suspension)
def show_suspension(suspension_id: int) -> Answer:
    """Why somebody may not borrow, what she says about it, and the hub's decision."""
    form = AnswerForm()
    if not form.validate_on_submit():
        shown = _page(suspension_id, form)
        return (shown, 422) if form.is_submitted() else shown
    is_lifted = form.decision.data == LIFT
    try:
        with transaction() as db:
            suspension = operations.answer_suspension(
                db,
                suspension_id,
                lift=is_lifted,
                answer=form.answer.data or "",
                by=current_person(),
                now=clock.now(),
            )
            hub_id = suspension.hub_id
    except DomainError as error:
        form.refuse("", str(error))
        return _page(suspension_id, form), error.status
    flash(
        _("La suspension est levée. La personne est prévenue.")
        if is_lifted
        else _("La suspension est maintenue. La personne est prévenue."),
        "success",
    )
    return redirect(url_for("tools_manage.lending_rules", hub_id=hub_id), 303)


def _page(suspension_id: int, form: AnswerForm) -> str:
    page = suspension_page(read_session(), suspension_id)
    return render_template("kinds/tools/manage/suspension.html", page=page, form=form)
