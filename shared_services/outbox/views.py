"""Messages read in the browser when no mail server is set."""

from flask import Blueprint

blueprint = Blueprint("outbox", __name__)
