"""What the scheduler does for accounts at night."""

from datetime import datetime, timedelta

from shared_services.core.database import transaction
from shared_services.core.limits import forget_attempts

from . import operations

LINKS_KEPT = timedelta(days=7)
DEVICES_KEPT = timedelta(days=90)
UNCONFIRMED_KEPT = timedelta(days=30)


def forget_expired_tokens(now: datetime) -> int:
    """Delete links a week after they expired, devices unused for 90 days, attempts after a day.

    And accounts that nobody confirmed within 30 days.
    """
    with transaction() as db:
        return (
            operations.forget_links(db, expired_before=now - LINKS_KEPT)
            + operations.forget_devices(db, unused_since=now - DEVICES_KEPT)
            + operations.forget_unconfirmed(db, created_before=now - UNCONFIRMED_KEPT, now=now)
            + operations.forget_email_changes(db, now=now)
            + forget_attempts(db, now=now)
        )


def end_support_visits(now: datetime) -> int:
    """Write down the end of the visits of support that nobody ended."""
    with transaction() as db:
        return operations.end_visits_over(db, now=now)
