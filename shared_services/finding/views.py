"""A person's kept searches."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import allowed, public, signed_in
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _
from shared_services.core.signing import unsign

from . import operations, policies, saved_queries
from .forms import RHYTHMS, SearchForm, StopForm
from .messages import STOP_LINK
from .models import Rhythm
from .wish import address, canonical, from_canonical, read_wish

blueprint = Blueprint("finding", __name__)

Answer = Response | str | tuple[str, int]


@blueprint.get("/searches")
@signed_in
def searches() -> str:
    """My kept searches: run, change, delete."""
    found = saved_queries.list_searches(read_session(), current_person().id)
    addresses = {search.id: address(from_canonical(search.query)) for search in found}
    return render_template("finding/searches.html", searches=found, addresses=addresses, rhythms=RHYTHMS)


@blueprint.route("/searches/new", methods=["GET", "POST"])
@signed_in
def save() -> Answer:
    """Keep the search that the address of this page holds."""
    wish, _wrong = read_wish(request.args)
    form, status = SearchForm(data={"name": request.args.get("name", "")[:80]}), 200
    if form.validate_on_submit():
        try:
            with transaction() as db:
                operations.save_search(
                    db,
                    canonical(wish),
                    name=form.name.data or "",
                    rhythm=Rhythm(form.rhythm.data),
                    by=current_person(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.refuse("name", str(error))
            status = error.status
        else:
            flash(_("La recherche est gardée. Vous la retrouvez ici."), "success")
            return redirect(url_for("finding.searches"), 303)
    elif form.is_submitted():
        status = 422
    page = render_template("finding/save.html", form=form, back=address(wish))
    return page, status


@blueprint.route("/searches/<int:search_id>", methods=["GET", "POST"])
@allowed(policies.can_change_search)
def change(search_id: int) -> Answer:
    """Another name, another rhythm."""
    search = saved_queries.get_search(read_session(), search_id)
    form = SearchForm(data={"name": search.name, "rhythm": search.rhythm.value})
    if form.validate_on_submit():
        with transaction() as db:
            operations.change_search(
                db,
                search_id,
                name=form.name.data or "",
                rhythm=Rhythm(form.rhythm.data),
                by=current_person(),
                now=clock.now(),
            )
        flash(_("La recherche est changée."), "success")
        return redirect(url_for("finding.searches"), 303)
    return render_template(
        "finding/change.html", form=form, search=search
    ), 422 if form.is_submitted() else 200


@blueprint.post("/searches/<int:search_id>/delete")
@allowed(policies.can_change_search)
def delete(search_id: int) -> Response:
    """Forget it."""
    with transaction() as db:
        operations.delete_search(db, search_id, by=current_person(), now=clock.now())
    flash(_("La recherche est supprimée."), "success")
    return redirect(url_for("finding.searches"), 303)


@blueprint.route("/links/search/<token>", methods=["GET", "POST"])
@public
def stop(token: str) -> Answer:
    """The signed link of an alert: one button to receive no more."""
    search = saved_queries.get_search(read_session(), int(unsign(STOP_LINK, token)))
    form = StopForm()
    if form.validate_on_submit():
        with transaction() as db:
            operations.stop_alert(db, search.id, now=clock.now())
        return redirect(request.path, 303)
    return render_template(
        "finding/stop.html", form=form, search=search, is_stopped=search.rhythm == Rhythm.NONE
    )
