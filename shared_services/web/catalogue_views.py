"""The public catalogue."""

from flask import Blueprint

blueprint = Blueprint("web_catalogue", __name__)
