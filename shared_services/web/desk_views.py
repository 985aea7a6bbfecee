"""The manager's desk: what needs me today."""

from flask import Blueprint

blueprint = Blueprint("desk", __name__)
