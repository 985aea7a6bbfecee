"""The blueprint of the pages where managers write pathways."""

from flask import Blueprint

blueprint = Blueprint("pathways_manage", __name__)
