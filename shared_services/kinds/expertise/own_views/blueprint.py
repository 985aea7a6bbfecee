"""The blueprint that the pages of this folder fill."""

from flask import Blueprint

blueprint = Blueprint("experts", __name__)
