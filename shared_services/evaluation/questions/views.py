"""A hub's surveys: when they leave, what they ask, and whom among its funders."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError, NotFound
from shared_services.core.i18n import _
from shared_services.network.policies import can_manage_hub
from shared_services.network.queries import get_hub

from .. import policies, queries
from ..defaults import AUDIENCES, DEFAULTS, Audience
from ..models import DEFAULT_WEEKS, SurveyQuestion
from . import operations
from .forms import ContactForm, NewQuestionForm, RhythmForm, WordingForm

blueprint = Blueprint("surveys_manage", __name__)

Answer = Response | str | tuple[str, int]


@blueprint.get("/manage/<int:hub_id>/surveys")
@allowed(can_manage_hub)
def surveys(hub_id: int) -> str:
    """The five surveys, and whom to ask among the funders."""
    return _list_page(hub_id)


@blueprint.post("/manage/<int:hub_id>/surveys/contacts")
@allowed(can_manage_hub)
def add_contact(hub_id: int) -> Answer:
    """One person more to ask each January."""
    form = ContactForm(prefix="contact-")
    if not form.validate():
        return _list_page(hub_id, form), 422
    name, email = form.name.data or "", form.email.data or ""
    try:
        with transaction() as db:
            operations.add_contact(db, hub_id, name=name, email=email, by=current_person(), now=clock.now())
    except DomainError as error:
        form.refuse("email", str(error))
        return _list_page(hub_id, form), error.status
    flash(_("Cette personne sera interrogée chaque année en janvier."), "success")
    return redirect(url_for("surveys_manage.surveys", hub_id=hub_id, _anchor="funders"), 303)


@blueprint.post("/manage/funder-contacts/<int:contact_id>/remove")
@allowed(policies.can_remove_contact)
def remove_contact(contact_id: int) -> Response:
    """Ask her no more."""
    hub_id = queries.get_contact(read_session(), contact_id).hub_id
    with transaction() as db:
        operations.remove_contact(db, contact_id, by=current_person(), now=clock.now())
    flash(_("Cette personne ne sera plus interrogée."), "success")
    return redirect(url_for("surveys_manage.surveys", hub_id=hub_id, _anchor="funders"), 303)


@blueprint.get("/manage/<int:hub_id>/surveys/<audience>")
@allowed(can_manage_hub)
def survey(hub_id: int, audience: str) -> str:
    """One survey as people read it, with what may be changed."""
    return _survey_page(hub_id, _read(audience))


@blueprint.post("/manage/<int:hub_id>/surveys/<audience>/own")
@allowed(can_manage_hub)
def make_own(hub_id: int, audience: str) -> Response:
    """Start from the questions of the house."""
    with transaction() as db:
        operations.ensure_survey(db, hub_id, _read(audience), now=clock.now())
    return _back(hub_id, audience, "questions")


@blueprint.post("/manage/<int:hub_id>/surveys/<audience>/rhythm")
@allowed(can_manage_hub)
def set_rhythm(hub_id: int, audience: str) -> Answer:
    """Send it or pause it; say when."""
    asked = _read(audience)
    form = _rhythm_form(asked)
    if not form.validate():
        return _survey_page(hub_id, asked, rhythm=form), 422
    with transaction() as db:
        operations.set_rhythm(
            db,
            hub_id,
            asked,
            is_active=bool(form.is_active.data),
            weeks_after=form.weeks_after.data if form.weeks_after else None,
            by=current_person(),
            now=clock.now(),
        )
    flash(_("C'est enregistré."), "success")
    return _back(hub_id, audience)


@blueprint.post("/manage/<int:hub_id>/surveys/<audience>/questions")
@allowed(can_manage_hub)
def add_question(hub_id: int, audience: str) -> Answer:
    """One question more, at the end."""
    asked, form = _read(audience), NewQuestionForm(prefix="new-")
    if not form.validate():
        return _survey_page(hub_id, asked, new=form), 422
    kind = form.asked_kind()
    try:
        with transaction() as db:
            if kind is not None:
                operations.add_question(
                    db,
                    hub_id,
                    asked,
                    kind=kind,
                    wording=form.wording.data or "",
                    choices="\n".join(form.lines()),
                    is_required=bool(form.is_required.data),
                    by=current_person(),
                    now=clock.now(),
                )
    except DomainError as error:
        form.refuse("", str(error))
        return _survey_page(hub_id, asked, new=form), error.status
    flash(_("La question est ajoutée. Elle figure dans les prochaines réponses."), "success")
    return _back(hub_id, audience, "questions")


@blueprint.route("/manage/survey-questions/<int:question_id>", methods=["GET", "POST"])
@allowed(policies.can_change_question)
def question(question_id: int) -> Answer:
    """Word a question of our own otherwise, while nobody has answered it."""
    found = queries.get_question(read_session(), question_id)
    asked = queries.get_survey(read_session(), found.survey_id)
    form = WordingForm(obj=found)
    form.of_kind = found.kind
    if not form.validate_on_submit():
        page = _question_page(found, asked.hub_id, asked.audience, form)
        return (page, 422) if form.is_submitted() else page
    hub_id, audience = asked.hub_id, asked.audience
    try:
        with transaction() as db:
            operations.change_question(
                db,
                question_id,
                wording=form.wording.data or "",
                choices="\n".join(form.lines()),
                is_required=bool(form.is_required.data),
                by=current_person(),
                now=clock.now(),
            )
    except DomainError as error:
        form.refuse("", str(error))
        return _question_page(queries.get_question(read_session(), question_id), hub_id, audience, form), (
            error.status
        )
    flash(_("La question est modifiée."), "success")
    return _back(hub_id, audience, "questions")


@blueprint.post("/manage/survey-questions/<int:question_id>/retire")
@allowed(policies.can_change_question)
def retire(question_id: int) -> Response:
    """Ask it no longer."""
    with transaction() as db:
        found = operations.retire_question(db, question_id, by=current_person(), now=clock.now())
        survey_id = found.survey_id
    flash(_("La question n'est plus posée. Ses réponses restent dans les résultats."), "success")
    return _back_to(survey_id)


@blueprint.post("/manage/survey-questions/<int:question_id>/restore")
@allowed(policies.can_change_question)
def restore(question_id: int) -> Response:
    """Ask it again."""
    with transaction() as db:
        found = operations.restore_question(db, question_id, by=current_person(), now=clock.now())
        survey_id = found.survey_id
    flash(_("La question est posée de nouveau."), "success")
    return _back_to(survey_id)


@blueprint.post("/manage/survey-questions/<int:question_id>/sooner")
@allowed(policies.can_change_question)
def sooner(question_id: int) -> Response:
    """Ask it one place sooner."""
    return _move(question_id, -1)


@blueprint.post("/manage/survey-questions/<int:question_id>/later")
@allowed(policies.can_change_question)
def later(question_id: int) -> Response:
    """Ask it one place later."""
    return _move(question_id, 1)


def _move(question_id: int, step: int) -> Response:
    """Back on the button that was pressed, or on the other one where the question can go no further."""
    with transaction() as db:
        survey_id = operations.move_question(
            db, question_id, step=step, by=current_person(), now=clock.now()
        ).survey_id
    survey = queries.get_survey(read_session(), survey_id)
    asked = [one.id for one in survey.asked]
    end = asked[0 if step < 0 else -1] if asked else None
    goes_later = (step > 0) != (question_id == end)
    return _back_to(survey_id, f"{'later' if goes_later else 'sooner'}-{question_id}")


def _read(audience: str) -> Audience:
    try:
        return Audience(audience)
    except ValueError:
        raise NotFound from None


def _rhythm_form(audience: Audience, **given: object) -> RhythmForm:
    form = RhythmForm(prefix="rhythm-", **given)
    if audience != Audience.COLD:
        del form.weeks_after
    return form


def _list_page(hub_id: int, form: ContactForm | None = None) -> str:
    db = read_session()
    return render_template(
        "evaluation/manage/surveys.html",
        hub=get_hub(db, hub_id),
        audiences=AUDIENCES,
        known=queries.list_surveys(db, hub_id),
        defaults=DEFAULTS,
        default_weeks=DEFAULT_WEEKS,
        contacts=queries.list_contacts(db, hub_id),
        form=form or ContactForm(formdata=None, prefix="contact-"),
    )


def _survey_page(
    hub_id: int,
    audience: Audience,
    *,
    rhythm: RhythmForm | None = None,
    new: NewQuestionForm | None = None,
) -> str:
    db = read_session()
    own = queries.find_survey(db, hub_id, audience)
    set_to = {
        "is_active": own.is_active if own else True,
        "weeks_after": (own.weeks_after if own else None) or DEFAULT_WEEKS,
    }
    questions = own.questions if own else []
    return render_template(
        "evaluation/manage/survey.html",
        hub=get_hub(db, hub_id),
        audience=audience,
        name=AUDIENCES[audience],
        own=own,
        questions=questions,
        answered=queries.list_answered(db, [one.id for one in questions]),
        defaults=DEFAULTS[audience],
        rhythm=rhythm or _rhythm_form(audience, formdata=None, data=set_to),
        new=new or NewQuestionForm(formdata=None, prefix="new-"),
    )


def _question_page(found: SurveyQuestion, hub_id: int, audience: Audience, form: WordingForm) -> str:
    db = read_session()
    return render_template(
        "evaluation/manage/question.html",
        question=found,
        is_frozen=bool(found.key) or bool(queries.list_answered(db, [found.id])),
        hub=get_hub(db, hub_id),
        audience=audience,
        form=form,
    )


def _back(hub_id: int, audience: str, anchor: str | None = None) -> Response:
    page = url_for("surveys_manage.survey", hub_id=hub_id, audience=audience, _anchor=anchor)
    return redirect(page, 303)


def _back_to(survey_id: int, anchor: str = "questions") -> Response:
    found = queries.get_survey(read_session(), survey_id)
    return _back(found.hub_id, found.audience.value, anchor)
