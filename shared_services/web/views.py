"""Home, static pages and the choice of language."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import person_or_none
from shared_services.core.access import public
from shared_services.core.database import transaction
from shared_services.core.i18n import LANGUAGES
from shared_services.core.redirects import same_site_path
from shared_services.core.site import settings

blueprint = Blueprint("web", __name__)


@blueprint.get("/")
@public
def home() -> str:
    """The three doors, a search, and the next sessions."""
    return render_template("web/home.html")


@blueprint.post("/language")
@public
def set_language() -> Response:
    """Remember the language: in the account of a signed-in person, else in this browser."""
    language = request.form.get("language")
    if language in LANGUAGES:
        person = person_or_none()
        if person is None:
            session["language"] = language
        else:
            with transaction() as db:
                db.merge(person).locale = str(language)
    return redirect(same_site_path(request.form.get("next")) or url_for("web.home"), 303)


@blueprint.get("/help")
@public
def help() -> str:  # noqa: A001
    """How to book, cancel, wait; whom to ask."""
    return render_template("web/help.html")


@blueprint.get("/accessibility")
@public
def accessibility() -> str:
    """What works for whom, what does not yet, and whom to tell."""
    return render_template("web/accessibility.html")


@blueprint.get("/privacy")
@public
def privacy() -> str:
    """What is kept about people, why, how long, and their rights."""
    return render_template("web/privacy.html")


@blueprint.get("/legal")
@public
def legal() -> str:
    """Who publishes and hosts the site."""
    facts = settings()
    return render_template("web/legal.html", site_url=facts.site_url, contact_email=facts.mail_from)
