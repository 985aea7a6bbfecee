"""The blueprint that the pages of this folder fill."""

from flask import Blueprint

blueprint = Blueprint("expertise_manage", __name__)
