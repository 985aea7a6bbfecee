"""The basket of whoever reads the page: how many things are in it, for the top of every page."""

from flask import g

from shared_services.accounts.current import person_or_none
from shared_services.core.database import read_session

from .queries import count_lines


def basket_size() -> int:
    """Nothing, and no statement, for a stranger; else one statement a page."""
    if "basket_size" not in g:
        person = person_or_none()
        g.basket_size = count_lines(read_session(), person.id) if person is not None else 0
    size: int = g.basket_size
    return size
