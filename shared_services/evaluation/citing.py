"""Which texts and complaints an address names, to be cited by an action or withdrawn."""

from flask import request

MOST_CITED = 20
MOST_NUMBER = 2**63


def asked_numbers(name: str) -> list[int]:
    """Those under that name which a row may have, as many as an action may cite."""
    given = request.args.getlist(name)[:MOST_CITED]
    return [
        int(one)
        for one in given
        if one.isascii() and one.isdecimal() and len(one) < 20 and int(one) < MOST_NUMBER
    ]
