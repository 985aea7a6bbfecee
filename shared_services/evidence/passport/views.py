"""My skills passport, its files, and the secret addresses that show it to others."""

import json
from collections.abc import Callable
from datetime import date, timedelta

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from shared_services.accounts.current import current_person, support_view
from shared_services.accounts.tokens import hash_token
from shared_services.core import clock
from shared_services.core.access import allowed, private, public, signed_in
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _
from shared_services.core.limits import count_attempt, network_of
from shared_services.core.links import absolute_url
from shared_services.core.local_time import HOME_ZONE, to_local
from shared_services.papers.sending import PDF

from . import operations, policies
from .errors import ShareEnded
from .export import as_data, as_pdf, said_progress, said_totals
from .forms import ShareForm
from .models import PassportShare
from .queries import get_share_of, list_good_shares
from .reading import Passport, read_passport

blueprint = Blueprint("passport", __name__)

MOST_READS, WITHIN = 60, timedelta(hours=1)
NAME = "passeport-de-competences"


@blueprint.get("/passport")
@signed_in
def show() -> str:
    """What I learned, and who sees it."""
    return _page(ShareForm(formdata=None))


@blueprint.post("/passport")
@private
@signed_in
def share() -> str | tuple[str, int]:
    """The new address is in the answer and nowhere else: not in a redirect, not in a cookie."""
    form = ShareForm()
    if not form.validate():
        return _page(form), 422
    try:
        with transaction() as db:
            token = operations.share_passport(
                db, label=form.label.data, days=int(form.days.data), person=current_person(), now=clock.now()
            )
    except DomainError as error:
        form.refuse("", str(error))
        return _page(form), error.status
    return _page(ShareForm(formdata=None), address=absolute_url("passport.shared", token=token))


@blueprint.post("/passport/shares/<int:share_id>/revoke")
@allowed(policies.is_own_share)
def revoke(share_id: int) -> AnyResponse:
    """This address shows nothing from now on."""
    with transaction() as db:
        operations.revoke_share(db, share_id, by=current_person(), now=clock.now())
    flash(_("Cette adresse ne montre plus rien."), "success")
    return redirect(url_for("passport.show"), 303)


@blueprint.get("/passport.<any(json, pdf):form>")
@signed_in
def take(form: str) -> Response:
    """My passport as a file."""
    return FILES[form](read_passport(read_session(), current_person()), _today())


@blueprint.get("/passport/<token>")
@private
@public
def shared(token: str) -> Response:
    """Somebody's passport, for whoever has its address. Raises ShareEnded, NotFound, TooManyAttempts."""
    share = _open(token)
    passport = read_passport(read_session(), share.person)
    html = render_template(
        "evidence/shared_passport.html",
        passport=passport,
        totals=said_totals(passport),
        progress=said_progress,
        token=token,
        share=share,
    )
    return _unlisted(make_response(html))


@blueprint.get("/passport/<token>/passport.<any(json, pdf):form>")
@private
@public
def take_shared(token: str, form: str) -> Response:
    """The same as a file. Raises what its page raises."""
    share = _open(token)
    return _unlisted(FILES[form](read_passport(read_session(), share.person), _today()))


def _page(form: ShareForm, *, address: str = "") -> str:
    db, person = read_session(), current_person()
    passport = read_passport(db, person)
    return render_template(
        "evidence/passport.html",
        passport=passport,
        totals=said_totals(passport),
        progress=said_progress,
        form=form,
        address=address,
        shares=list_good_shares(db, person.id, now=clock.now()),
    )


def _open(token: str) -> PassportShare:
    """Counted before it is looked for. With its person, whom a later transaction does not touch."""
    now, reader = clock.now(), network_of(request.remote_addr or "unknown")
    writes = support_view() is None  # who looks for support writes nothing
    if writes:
        with transaction() as db:
            count_attempt(db, "passport", reader, most=MOST_READS, within=WITHIN, now=now)
    share = get_share_of(read_session(), hash_token(token))
    if not share.is_good(now):
        raise ShareEnded
    if writes and share.last_opened_on != _today():
        with transaction() as db:
            operations.note_opened(db, share.id, today=_today())
        share = get_share_of(read_session(), share.token_hash)
    return share


def _today() -> date:
    return to_local(clock.now(), HOME_ZONE).date()


def _as_json(passport: Passport, today: date) -> Response:
    text = json.dumps(as_data(passport, today=today), ensure_ascii=False, indent=2)
    return _file(text, "application/json", "json")


def _as_pdf(passport: Passport, today: date) -> Response:
    return _file(as_pdf(passport, today=today), PDF, "pdf")


def _file(content: str | bytes, kind: str, ending: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{NAME}.{ending}"'}
    return Response(content, mimetype=kind, headers=headers)


FILES: dict[str, Callable[[Passport, date], Response]] = {"json": _as_json, "pdf": _as_pdf}


def _unlisted(answer: Response) -> Response:
    """No search engine shows it, no browser keeps it."""
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Cache-Control"] = "no-store"
    return answer
