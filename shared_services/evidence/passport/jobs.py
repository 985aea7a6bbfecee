"""What the scheduler does for passports."""

from datetime import datetime

from shared_services.core.database import transaction

from .operations import forget_shares


def forget_passport_shares(now: datetime) -> int:
    """Delete shares of passports 90 days after they stopped being good."""
    with transaction() as db:
        return forget_shares(db, now=now)
