"""Answering a survey from the link of the mail, without signing in."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.tokens import hash_token
from shared_services.booking.kinds import kind_of
from shared_services.core import clock
from shared_services.core.access import private, public
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import existing
from shared_services.core.i18n import _
from shared_services.core.signing import BadLink, unsign

from . import operations, queries
from .forms import answer_form
from .messages import SURVEY_LINK
from .models import SurveyInvitation

blueprint = Blueprint("surveys", __name__, url_prefix="/surveys")

Answer = Response | str | tuple[str, int]


@blueprint.route("/<token>", methods=["GET", "POST"])
@public
@private
def answer(token: str) -> Answer:
    """The questions, then thanks. Raises BadLink, SurveyAnswered, SurveyExpired."""
    db, now = read_session(), clock.now()
    token_hash = hash_token(unsign(SURVEY_LINK, token))
    invitation = queries.find_invitation_of(db, token_hash)
    if invitation is None:  # deleted a year after it was sent
        raise BadLink
    operations.check_open(invitation, now)
    survey, bookable = invitation.round.survey, invitation.round.bookable
    form = answer_form(survey.audience, survey.asked, _objectives(invitation))
    is_sound = form.validate_on_submit()
    if form.is_submitted() and request.form.get("put", form.digest) != form.digest:
        form.refuse("", _("Le hub a changé les questions pendant que vous répondiez : relisez-les."))
        is_sound = False
    if not is_sound:
        page = render_template(
            "evaluation/answer.html",
            form=form,
            token=token,
            survey=survey,
            hub=survey.hub,
            bookable=bookable,
            year=invitation.round.year,
        )
        return (page, 422) if request.method == "POST" else page
    with transaction() as db:
        operations.answer_survey(db, token_hash, form.said(), now=now)
    return redirect(url_for("surveys.thanks"), 303)


@blueprint.get("/thanks")
@public
def thanks() -> str:
    """Answered. The same page for everybody: it does not know who comes from where."""
    return render_template("evaluation/thanks.html")


def _objectives(invitation: SurveyInvitation) -> list[str]:
    bookable = invitation.round.bookable
    if bookable is None or bookable.offer_id is None:
        return []
    evaluated = existing(kind_of(bookable.kind).evaluated)
    return evaluated.objectives(read_session(), bookable.offer_id)
