"""Jobs, their last runs and the outbox, for admins."""

from flask import Blueprint

blueprint = Blueprint("scheduler_admin", __name__)
