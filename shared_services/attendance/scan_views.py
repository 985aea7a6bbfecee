"""What people signed with their hand, on paper or on a screen: read by the session's staff only."""

from io import BytesIO
from typing import Any

from flask import Blueprint, Response, flash, redirect, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _, ngettext
from shared_services.core.saying import say_day
from shared_services.papers.errors import PaperDeleted

from . import operations, policies, queries
from .forms import ScanForm
from .manage_views import sheet_html

blueprint = Blueprint("attendance_scans", __name__)

MOST_SENT = 25 * 1024 * 1024  # several photos of a telephone; elsewhere a request is lighter


@blueprint.url_value_preprocessor
def take_photos(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Said before anything reads the body, the token of the form included."""
    if endpoint == "attendance_scans.add_scans":
        request.max_content_length = MOST_SENT


@blueprint.post("/manage/sessions/<int:session_id>/attendance/scans")
@allowed(policies.can_keep_sheet)
def add_scans(session_id: int) -> AnyResponse | tuple[str, int]:
    """Photos or a PDF of the paper that people signed."""
    form = ScanForm()
    if not form.validate_on_submit():
        return sheet_html(session_id, scan=form), 422
    try:
        with transaction() as db:
            added = operations.add_scans(db, session_id, form.kept, by=current_person(), now=clock.now())
    except DomainError as error:
        form.refuse("pages", str(error))
        return sheet_html(session_id, scan=form), error.status
    flash(
        ngettext(
            "%(num)d page est gardée avec la feuille.", "%(num)d pages sont gardées avec la feuille.", added
        )
        if added
        else _("Ces pages étaient déjà gardées avec la feuille."),
        "success",
    )
    return redirect(url_for("attendance_manage.sheet", session_id=session_id, _anchor="paper"), 303)


@blueprint.get("/manage/sessions/<int:session_id>/attendance/scans/<int:scan_id>")
@allowed(policies.can_keep_sheet)
def scan(session_id: int, scan_id: int) -> Response:
    """One page, to download. Raises NotFound for a page of another sheet, PaperDeleted past its term."""
    found = queries.get_scan(read_session(), session_id, scan_id)
    if found.deleted_on is not None:
        raise PaperDeleted(day=say_day(found.deleted_on))
    ending = "pdf" if found.media_type == "application/pdf" else "webp"
    return send_file(
        BytesIO(found.content),
        mimetype=found.media_type,
        as_attachment=True,
        download_name=f"emargement-{session_id}-{found.id}.{ending}",
    )


@blueprint.get("/manage/sessions/<int:session_id>/attendance/signatures/<int:entry_id>.png")
@allowed(policies.can_keep_sheet)
def signature(session_id: int, entry_id: int) -> Response:
    """What a participant drew when she signed. Raises NotFound for another sheet's."""
    found = queries.get_drawn(read_session(), session_id, entry_id)
    headers = {"Cache-Control": "private, max-age=3600"}
    return Response(found.content, mimetype="image/png", headers=headers)
