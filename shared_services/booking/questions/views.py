"""A hub's questions, and a person's answers and needs."""

from io import BytesIO

from flask import Blueprint, Response, flash, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from shared_services.accounts.current import current_person
from shared_services.catalogue.kinds import offer_kind
from shared_services.catalogue.queries import get_offer
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _

from .. import operations, policies, queries
from ..pages import booking_page
from .forms import KINDS, QuestionForm, answers_form
from .models import QuestionKind
from .queries import (
    answers_of,
    count_answers,
    find_usual_need,
    get_file,
    get_question,
    list_questions,
    needs_of,
)

blueprint = Blueprint("questions", __name__)
manage = Blueprint("questions_manage", __name__)

Answer = AnyResponse | str | tuple[str, int]


@manage.route("/manage/offers/<int:offer_id>/questions", methods=["GET", "POST"])
@allowed(policies.can_manage_questions)
def questions(offer_id: int) -> Answer:
    """What is asked at each booking of an offer."""
    form, status = QuestionForm(), 200
    if form.validate_on_submit():
        try:
            with transaction() as db:
                operations.ask_question(
                    db,
                    offer_id,
                    label=form.label.data or "",
                    kind=QuestionKind(form.kind.data),
                    options="\n".join(form.lines()),
                    is_required=bool(form.is_required.data),
                    by=current_person(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.refuse("label", str(error))
            status = error.status
        else:
            flash(_("La question est posée aux prochaines réservations."), "success")
            return redirect(url_for("questions_manage.questions", offer_id=offer_id), 303)
    elif form.is_submitted():
        status = 422
    db = read_session()
    offer, asked = get_offer(db, offer_id), list_questions(db, offer_id)
    return render_template(
        "booking/manage/questions.html",
        offer=offer,
        pages=offer_kind(offer.kind),
        questions=asked,
        answered=count_answers(db, [question.id for question in asked]),
        kinds=KINDS,
        form=form,
    ), status


@manage.post("/manage/questions/<int:question_id>/retire")
@allowed(policies.can_manage_question)
def retire(question_id: int) -> AnyResponse:
    """Ask it no longer; its answers stay readable."""
    with transaction() as db:
        offer_id = get_question(db, question_id).offer_id
        operations.retire_question(db, question_id, by=current_person(), now=clock.now())
    flash(_("Cette question n'est plus posée. Les réponses données restent lisibles."), "success")
    return redirect(url_for("questions_manage.questions", offer_id=offer_id), 303)


@blueprint.route("/bookings/<reference>/answers", methods=["GET", "POST"])
@allowed(policies.is_own_booking)
def answers(reference: str) -> Answer:
    """Her answers and needs, to change until bookings close."""
    db, now = read_session(), clock.now()
    page = booking_page(db, reference, now=now)
    asked = list_questions(db, page.bookable.offer_id)
    known = {
        answer.question_id: answer for answer in answers_of(db, [page.booking.id]).get(page.booking.id, [])
    }
    usual = find_usual_need(db, current_person().id)
    need = needs_of(db, [page.booking.id]).get(page.booking.id, "")
    form = answers_form(asked, known=known, data={"need": need or usual, "keeps_need": bool(usual)})
    status = 200
    if form.validate_on_submit():
        try:
            with transaction() as db:
                booking = queries.get_booking(db, reference)
                operations.change_answers(db, booking.id, form.answers(), by=current_person(), now=now)
        except DomainError as error:
            form.refuse("", str(error))
            status = error.status
        else:
            flash(_("Vos réponses sont enregistrées."), "success")
            return redirect(url_for("booking.show", reference=reference), 303)
    elif form.is_submitted():
        status = 422
    page = booking_page(read_session(), reference, now=now)
    is_open = page.booking.is_live and not page.bookable.is_over(now)
    return render_template(
        "booking/answers.html", page=page, form=form, known=known, need=need, is_open=is_open
    ), status


@blueprint.get("/bookings/<reference>/files/<int:question_id>")
@allowed(policies.is_own_booking)
def file(reference: str, question_id: int) -> Response:
    """The file she sent."""
    return file_of(reference, question_id)


def file_of(reference: str, question_id: int) -> Response:
    """A file that answers a question, always to be saved, never shown by the browser. Raises NotFound."""
    db = read_session()
    answer, stored = get_file(db, queries.get_booking(db, reference).id, question_id)
    return send_file(
        BytesIO(stored.content), stored.media_type, as_attachment=True, download_name=answer.text, max_age=0
    )
