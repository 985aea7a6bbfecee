"""A hub's members and team, for its managers."""

from flask import Blueprint

blueprint = Blueprint("network_manage", __name__)
