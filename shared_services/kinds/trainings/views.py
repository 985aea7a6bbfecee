"""Trainings as the public and the aidants see them."""

from flask import Blueprint

blueprint = Blueprint("trainings", __name__)
