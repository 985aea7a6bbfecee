"""Hubs, organisations, and joining them."""

from flask import Blueprint

blueprint = Blueprint("network", __name__)
