"""A hub's trainings: offers, sessions, rosters."""

from flask import Blueprint

blueprint = Blueprint("trainings_manage", __name__)
