"""Is the process alive, ready, and how is it doing."""

from flask import Blueprint

blueprint = Blueprint("health", __name__)
