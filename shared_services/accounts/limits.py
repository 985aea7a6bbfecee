"""How often one may try: per account and per address.

An address may be a whole library behind one router, so it may do more than an account. An attempt
that succeeds is taken back: only failures use up the allowance.
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from shared_services.core.limits import count_attempt, network_of, take_back_attempt

QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)


def _account(email: str) -> str:
    return email.strip().lower()


def count_sign_in(db: Session, *, email: str, address: str, now: datetime) -> None:
    """Ten tries an account, a hundred an address, each quarter of an hour."""
    count_attempt(db, "sign_in_account", _account(email), most=10, within=QUARTER, now=now)
    count_attempt(db, "sign_in_address", network_of(address), most=100, within=QUARTER, now=now)


def take_back_sign_in(db: Session, *, email: str, address: str) -> None:
    """The password was right: this try uses nothing up."""
    take_back_attempt(db, "sign_in_account", _account(email))
    take_back_attempt(db, "sign_in_address", network_of(address))
