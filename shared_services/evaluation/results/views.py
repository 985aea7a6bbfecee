"""What was answered, for a hub's managers and, about their own sessions, for those who led them."""

from dataclasses import replace

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from shared_services.accounts.current import current_person
from shared_services.booking.kinds import kind_of, list_kinds
from shared_services.booking.models import Bookable
from shared_services.booking.queries import find_title, get_bookable
from shared_services.core import clock
from shared_services.core.access import allowed, signed_in
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import NotFound
from shared_services.core.i18n import _, ngettext
from shared_services.core.local_time import to_local
from shared_services.core.spreadsheets import as_csv, file_name
from shared_services.network.models import Hub
from shared_services.network.policies import can_manage_hub
from shared_services.network.queries import get_hub

from .. import policies
from ..citing import asked_numbers
from ..complaints.queries import count_to_do, find_words
from ..defaults import AUDIENCES, Audience
from . import queries
from .files import HEADER, list_lines
from .forms import PeriodForm, last_year
from .operations import withdraw_words
from .reading import Results, Scope, read_scope, results_of, what_was_led, without_words

blueprint = Blueprint("evaluation", __name__)

OF_A_SESSION = (Audience.HOT, Audience.COLD)


@blueprint.get("/manage/<int:hub_id>/evaluation")
@allowed(can_manage_hub)
def results(hub_id: int) -> str | tuple[str, int]:
    """The answers of one audience over some time: of the hub, an offer or a session."""
    db = read_session()
    hub = get_hub(db, hub_id)
    period, is_sound = _period(hub)
    page = render_template(
        "evaluation/manage/results.html",
        hub=hub,
        period=period,
        results=_asked_for(hub, period if is_sound else None),
        everything=queries.list_rounds(db, [hub_id], _audience()),
        audiences=AUDIENCES,
        actions_to_do=count_to_do(db, hub_id),
    )
    return page if is_sound else (page, 422)


@blueprint.get("/manage/<int:hub_id>/evaluation.csv")
@allowed(can_manage_hub)
def export(hub_id: int) -> Response:
    """The same counts as a file, and the free texts. Raises NotFound when they are too few to be shown."""
    hub = get_hub(read_session(), hub_id)
    period, is_sound = _period(hub)
    found = _asked_for(hub, period if is_sound else None)
    if not found.is_shown:
        raise NotFound
    name = file_name("evaluation", found.audience.value, found.title, ending="csv")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(as_csv(HEADER, list_lines(found)), mimetype="text/csv", headers=headers)


@blueprint.route("/manage/<int:hub_id>/evaluation/texts", methods=["GET", "POST"])
@allowed(can_manage_hub)
def withdraw(hub_id: int) -> AnyResponse | str:
    """Texts named in the address tell of somebody: they are shown once more, then read by nobody."""
    db, asked = read_session(), asked_numbers("text")
    texts = {number: text for number, text in find_words(db, hub_id, asked).items() if text}
    if not texts:
        flash(_("Cochez d'abord les textes à retirer."), "warning")
        return redirect(url_for("evaluation.results", hub_id=hub_id), 303)
    if request.method == "GET":
        hub = get_hub(db, hub_id)
        return render_template("evaluation/manage/withdraw.html", hub=hub, texts=texts)
    with transaction() as writing:
        count = withdraw_words(writing, hub_id, asked, by=current_person(), now=clock.now())
    flash(ngettext("Le texte est retiré.", "%(num)d textes sont retirés.", count), "success")
    return redirect(url_for("evaluation.results", hub_id=hub_id), 303)


@blueprint.get("/dates/<int:bookable_id>/evaluation")
@allowed(policies.can_see_results_of)
def session(bookable_id: int) -> str:
    """What the participants of one session said, at once and later; their words to whom they are about."""
    db = read_session()
    bookable = get_bookable(db, bookable_id)
    asked = queries.list_rounds_about(db, [bookable_id], OF_A_SESSION)
    audiences = {one.audience for one in asked}
    scope, is_alone = Scope("session", bookable_id), _reads_words(bookable)
    found = [
        results_of(db, bookable.hub_id or 0, audience, scope)
        for audience in OF_A_SESSION
        if audience in audiences
    ]
    return render_template(
        "evaluation/session.html",
        title=find_title(db, bookable),
        bookable=bookable,
        hub=get_hub(db, bookable.hub_id or 0),
        found=found if is_alone else [without_words(one) for one in found],
        is_alone=is_alone,
    )


@blueprint.get("/teaching/evaluation")
@signed_in
def led() -> str:
    """The sessions that I led and of which people were asked, each with what they thought of it."""
    db = read_session()
    bookable_ids = [
        bookable_id
        for kind in list_kinds()
        if kind.evaluated is not None
        for bookable_id in kind.evaluated.led_by(db, current_person().id)
    ]
    return render_template("evaluation/led.html", led=what_was_led(db, bookable_ids))


def _reads_words(bookable: Bookable) -> bool:
    """The hub's managers, and who led it alone: texts about a session of two may be about the other."""
    db, person = read_session(), current_person()
    if can_manage_hub(db, person, hub_id=bookable.hub_id or 0):
        return True
    evaluated = kind_of(bookable.kind).evaluated
    return evaluated is not None and len(evaluated.leaders(db, [bookable.id])[bookable.id]) == 1


def _period(hub: Hub) -> tuple[PeriodForm, bool]:
    """What the address says; the last twelve months when it says nothing. A session is told whole."""
    is_said = bool({"since", "until"} & set(request.args)) and _scope().kind != "session"
    today = to_local(clock.now(), hub.time_zone).date()
    form = PeriodForm(request.args if is_said else None, data=last_year(today))
    return form, not is_said or form.validate()


def _audience() -> Audience:
    try:
        return Audience(request.args.get("audience", Audience.HOT.value))
    except ValueError:
        raise NotFound from None


def _scope() -> Scope:
    return read_scope(request.args.get("of", ""))


def _asked_for(hub: Hub, period: PeriodForm | None) -> Results:
    """Over the period; a session is told whenever it was."""
    scope = _scope()
    if period is not None and scope.kind != "session":
        scope = replace(scope, since=period.since.data, until=period.until.data)
    return results_of(read_session(), hub.id, _audience(), scope)
