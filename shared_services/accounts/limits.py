"""How often one may try: per account and per address.

An address may be a whole library behind one router, so it may do more than an account. A sign-in
that succeeds is taken back: only failures use up the allowance. Each is counted in a transaction of
its own, whatever comes of the attempt.
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from shared_services.core.limits import count_attempt, network_of, take_back_attempt

QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)

# What is tried → most per account, most per address, in that time.
ALLOWANCES = {
    "sign_in": (10, 100, QUARTER),
    "change_password": (10, 100, QUARTER),
    "change_email": (5, 30, HOUR),
    "sign_up": (5, 30, HOUR),
    "resend": (5, 30, HOUR),
    "reset": (5, 30, HOUR),
    "merge": (5, 30, HOUR),
}


def count(db: Session, what: str, *, email: str, address: str, now: datetime) -> None:
    """Count one try. Raises TooManyAttempts past the allowance of the account or of the address."""
    per_account, per_address, within = ALLOWANCES[what]
    count_attempt(
        db,
        f"{what}_account",
        _account(email),
        most=per_account,
        within=within,
        now=now,
    )
    count_attempt(
        db,
        f"{what}_address",
        network_of(address),
        most=per_address,
        within=within,
        now=now,
    )


def take_back(db: Session, what: str, *, email: str, address: str) -> None:
    """The try succeeded: it uses nothing up."""
    take_back_attempt(db, f"{what}_account", _account(email))
    take_back_attempt(db, f"{what}_address", network_of(address))


def _account(email: str) -> str:
    return email.strip().lower()
