"""The register of complaints: read, answered, closed; and those that were told by telephone."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _
from shared_services.core.paging import paginate
from shared_services.network.policies import can_manage_hub
from shared_services.network.queries import get_hub

from . import operations, policies, queries
from .forms import CallerForm, CloseForm, ReplyForm
from .models import PROMISED, ComplaintOutcome

blueprint = Blueprint("complaints_manage", __name__)

Answer = Response | str | tuple[str, int]


@blueprint.get("/manage/<int:hub_id>/complaints")
@allowed(can_manage_hub)
def register(hub_id: int) -> str:
    """What waits for something, the oldest first; on request all of them."""
    db = read_session()
    is_all = request.args.get("all") == "yes"
    statement = queries.complaints_of_hub(hub_id, waiting=not is_all)
    return render_template(
        "evaluation/manage/complaints.html",
        hub=get_hub(db, hub_id),
        page=paginate(db, statement, number=request.args.get("page", 1, type=int)),
        is_all=is_all,
        promised_days=PROMISED.days,
        now=clock.now(),
    )


@blueprint.route("/manage/<int:hub_id>/complaints/new", methods=["GET", "POST"])
@allowed(can_manage_hub)
def enter(hub_id: int) -> Answer:
    """What somebody told by telephone, on paper, or at the counter."""
    form = CallerForm()
    del form.about
    if not form.validate_on_submit():
        page = render_template(
            "evaluation/manage/enter_complaint.html", hub=get_hub(read_session(), hub_id), form=form
        )
        return (page, 422) if form.is_submitted() else page
    with transaction() as db:
        complaint = operations.enter_complaint(
            db, hub_id, form.filed(), form.caller(), by=current_person(), now=clock.now()
        )
        complaint_id = complaint.id
    flash(_("La réclamation est au registre."), "success")
    return redirect(url_for("complaints_manage.show", complaint_id=complaint_id), 303)


@blueprint.get("/manage/complaints/<int:complaint_id>")
@allowed(policies.can_answer_complaint)
def show(complaint_id: int) -> str:
    """One complaint, with what can be done."""
    return _page(complaint_id)


@blueprint.post("/manage/complaints/<int:complaint_id>/take")
@allowed(policies.can_answer_complaint)
def take(complaint_id: int) -> Answer:
    """I look into it."""
    with transaction() as db:
        operations.take_complaint(db, complaint_id, by=current_person(), now=clock.now())
    flash(_("C'est noté : la réclamation est en cours."), "success")
    return redirect(url_for("complaints_manage.show", complaint_id=complaint_id), 303)


@blueprint.post("/manage/complaints/<int:complaint_id>/answer")
@allowed(policies.can_answer_complaint)
def answer(complaint_id: int) -> Answer:
    """Answer the person, once."""
    form = ReplyForm(prefix="answer-")
    if not form.validate():
        return _page(complaint_id, reply=form), 422
    try:
        with transaction() as db:
            words = form.words.data or ""
            complaint = operations.answer_complaint(
                db, complaint_id, words, by=current_person(), now=clock.now()
            )
            is_sent = bool(complaint.email)
    except DomainError as error:
        form.refuse("", str(error))
        return _page(complaint_id, reply=form), error.status
    flash(
        _("Votre réponse part par message.")
        if is_sent
        else _("Votre réponse est gardée. La personne n'a pas laissé d'adresse : appelez-la."),
        "success",
    )
    return redirect(url_for("complaints_manage.show", complaint_id=complaint_id), 303)


@blueprint.post("/manage/complaints/<int:complaint_id>/close")
@allowed(policies.can_answer_complaint)
def close(complaint_id: int) -> Answer:
    """Nothing more to do."""
    form = CloseForm(prefix="close-")
    if not form.validate():
        return _page(complaint_id, closing=form), 422
    try:
        with transaction() as db:
            outcome = ComplaintOutcome(form.outcome.data)
            operations.close_complaint(db, complaint_id, outcome, by=current_person(), now=clock.now())
    except DomainError as error:
        form.refuse("", str(error))
        return _page(complaint_id, closing=form), error.status
    flash(_("La réclamation est close."), "success")
    return redirect(url_for("complaints_manage.show", complaint_id=complaint_id), 303)


def _page(complaint_id: int, *, reply: ReplyForm | None = None, closing: CloseForm | None = None) -> str:
    return render_template(
        "evaluation/manage/complaint.html",
        complaint=queries.get_complaint(read_session(), complaint_id),
        reply=reply or ReplyForm(formdata=None, prefix="answer-"),
        closing=closing or CloseForm(formdata=None, prefix="close-"),
        now=clock.now(),
    )
