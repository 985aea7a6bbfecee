"""The papers of a session for its staff: what is made, what is missing, the audit folder."""

from datetime import datetime

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from shared_services.accounts.current import current_person
from shared_services.core import audit, clock
from shared_services.core.access import allowed, private
from shared_services.core.database import read_session, transaction
from shared_services.core.i18n import _, ngettext
from shared_services.kinds.trainings.policies import can_manage_session, can_see_roster, manages
from shared_services.kinds.trainings.queries import get_session
from shared_services.papers.sending import as_file

from . import operations, queries
from .dossier import open_dossier
from .filling import make_all, survey
from .folder import build_folder, folder_name
from .pages import session_page

blueprint = Blueprint("evidence_manage", __name__)

# What is about everybody, by the last word of its address.
OF_ALL = {
    "programme": operations.issue_programme,
    "sheet": operations.issue_sheet,
    "signed-sheet": operations.issue_signed_sheet,
}


@blueprint.get("/manage/sessions/<int:session_id>/papers")
@allowed(can_see_roster)
def papers(session_id: int) -> str:
    """Of everybody, of each person, and what the hub must still say of itself."""
    db = read_session()
    page = session_page(db, session_id)
    is_manager = manages(db, current_person(), page.dossier.hub.id)
    return render_template(
        "evidence/papers.html",
        page=page,
        is_manager=is_manager,
        is_cofunded=queries.is_cofunded(db, session_id),
    )


@blueprint.post("/manage/sessions/<int:session_id>/papers")
@allowed(can_see_roster)
def make(session_id: int) -> AnyResponse:
    """Make what is missing and what is no longer true."""
    now = clock.now()
    before = _standing(session_id)
    _fill(session_id, now)
    count = len(_standing(session_id) - before)
    if count:
        told = ngettext("%(num)d papier est fait.", "%(num)d papiers sont faits.", count)
    else:
        told = _("Tous les papiers qui peuvent l'être étaient déjà faits.")
    flash(told, "success")
    return redirect(url_for("evidence_manage.papers", session_id=session_id), 303)


@blueprint.get("/manage/sessions/<int:session_id>/papers/<any(programme, sheet, 'signed-sheet'):paper>.pdf")
@allowed(can_see_roster)
@private
def of_all(session_id: int, paper: str) -> Response:
    """The paper as it is now, made when it is not yet. Raises SheetNotClosed, SheetAlreadyClosed."""
    with transaction() as db:
        made = OF_ALL[paper](db, session_id, now=clock.now())
        row, made = queries.get_session_paper(db, session_id, made.id)
        return as_file(made, row.name)


@blueprint.get("/manage/sessions/<int:session_id>/papers/<int:paper_id>.pdf")
@allowed(can_see_roster)
def one(session_id: int, paper_id: int) -> Response:
    """Any paper as it was made, any version. Raises NotFound for a paper of another session."""
    row, paper = queries.get_session_paper(read_session(), session_id, paper_id)
    return as_file(paper, row.name)


@blueprint.post("/manage/sessions/<int:session_id>/cofunding")
@allowed(can_manage_session)
def cofunding(session_id: int) -> AnyResponse:
    """European funds help to pay, or do not: it decides how long papers are kept."""
    is_cofunded = request.form.get("cofunded") == "yes"
    with transaction() as db:
        operations.say_cofunded(db, session_id, is_cofunded=is_cofunded, by=current_person(), now=clock.now())
    flash(
        _("Noté : les papiers de cette session sont gardés dix ans.")
        if is_cofunded
        else _("Noté : les certificats sont gardés trois ans, les autres papiers six."),
        "success",
    )
    return redirect(url_for("evidence_manage.papers", session_id=session_id, _anchor="folder"), 303)


@blueprint.get("/manage/sessions/<int:session_id>/papers/folder.zip")
@allowed(can_see_roster)
@private
def folder(session_id: int) -> AnyResponse:
    """The audit folder; what is missing is made first. Leaves a line in the trail."""
    now = clock.now()
    _fill(session_id, now)
    with transaction() as db:
        session = get_session(db, session_id)
        audit.record(db, session, "folder_taken", by=current_person(), now=now)
    db = read_session()
    name = folder_name(open_dossier(db, session_id))
    file = build_folder(db, session_id, now=now)
    return send_file(file, mimetype="application/zip", as_attachment=True, download_name=name)


def _fill(session_id: int, now: datetime) -> None:
    make_all(survey(read_session(), session_id).needs(now=now), now=now)


def _standing(session_id: int) -> set[int]:
    return {paper.id for _row, paper in queries.list_papers(read_session(), session_id)}
