"""Hubs and their managers, for admins."""

from flask import Blueprint

blueprint = Blueprint("network_admin", __name__)
