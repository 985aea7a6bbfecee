"""What was answered, for a hub's managers and, about their own sessions, for those who led them."""

from flask import Blueprint, Response, render_template, request

from shared_services.accounts.current import current_person
from shared_services.booking.kinds import list_kinds
from shared_services.booking.queries import find_title, get_bookable
from shared_services.core.access import allowed, signed_in
from shared_services.core.database import read_session
from shared_services.core.errors import NotFound
from shared_services.core.spreadsheets import as_csv, file_name
from shared_services.network.policies import can_manage_hub
from shared_services.network.queries import get_hub

from .. import policies
from ..complaints.queries import count_to_do
from ..defaults import AUDIENCES, Audience
from . import queries
from .files import HEADER, list_lines
from .reading import Results, Scope, read_scope, results_of

blueprint = Blueprint("evaluation", __name__)

OF_A_SESSION = (Audience.HOT, Audience.COLD)


@blueprint.get("/manage/<int:hub_id>/evaluation")
@allowed(can_manage_hub)
def results(hub_id: int) -> str:
    """The answers of one audience: of the hub, an offer, a session or a year."""
    db = read_session()
    return render_template(
        "evaluation/manage/results.html",
        hub=get_hub(db, hub_id),
        results=_asked_for(hub_id),
        everything=queries.list_rounds(db, hub_id, _audience()),
        audiences=AUDIENCES,
        actions_to_do=count_to_do(db, hub_id),
    )


@blueprint.get("/manage/<int:hub_id>/evaluation.csv")
@allowed(can_manage_hub)
def export(hub_id: int) -> Response:
    """The same counts as a file, and the free texts. Raises NotFound when they are too few to be shown."""
    found = _asked_for(hub_id)
    if not found.is_shown:
        raise NotFound
    name = file_name("evaluation", found.audience.value, found.title, ending="csv")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(as_csv(HEADER, list_lines(found)), mimetype="text/csv", headers=headers)


@blueprint.get("/dates/<int:bookable_id>/evaluation")
@allowed(policies.can_see_results_of)
def session(bookable_id: int) -> str:
    """What the participants of one session said, at once and later."""
    db = read_session()
    bookable = get_bookable(db, bookable_id)
    asked = {one.asked_on for one in queries.list_rounds_about(db, [bookable_id], OF_A_SESSION)}
    scope, found = Scope("session", bookable_id), []
    for audience in OF_A_SESSION if asked else ():
        try:
            found.append(results_of(db, bookable.hub_id or 0, audience, scope))
        except NotFound:
            continue  # not asked yet
    return render_template(
        "evaluation/session.html",
        title=find_title(db, bookable),
        bookable=bookable,
        hub=get_hub(db, bookable.hub_id or 0),
        found=found,
    )


@blueprint.get("/teaching/evaluation")
@signed_in
def led() -> str:
    """The sessions that I led and of which people were asked, each with how many answered."""
    db = read_session()
    led_by_me = [
        bookable_id
        for kind in list_kinds()
        if kind.evaluated is not None
        for bookable_id in kind.evaluated.led_by(db, current_person().id)
    ]
    rounds = queries.list_rounds_about(db, led_by_me, [Audience.HOT])
    return render_template("evaluation/led.html", rounds=rounds)


def _audience() -> Audience:
    try:
        return Audience(request.args.get("audience", Audience.HOT.value))
    except ValueError:
        raise NotFound from None


def _asked_for(hub_id: int) -> Results:
    scope = read_scope(request.args.get("of", ""))
    return results_of(read_session(), hub_id, _audience(), scope)
