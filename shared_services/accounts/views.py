"""Signing up, in and out; the profile."""

from flask import Blueprint

from shared_services.core.access import public

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/login")
@public
def login() -> str:
    """The sign-in page."""
    return "login"
