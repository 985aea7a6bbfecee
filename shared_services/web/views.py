"""Home, static pages and the choice of language."""

from flask import Blueprint, render_template

from shared_services.core.access import public

blueprint = Blueprint("web", __name__)


@blueprint.get("/")
@public
def home() -> str:
    """The three doors, a search, and the next sessions."""
    return render_template("web/home.html")
