"""The moderation queue."""

from flask import Blueprint

blueprint = Blueprint("catalogue_admin", __name__)
