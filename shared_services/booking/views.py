"""A person's bookings: the list, one booking, cancelling, answering an offered place."""

from flask import Blueprint

blueprint = Blueprint("booking", __name__)
