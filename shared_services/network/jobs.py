"""What the scheduler does for the network at night."""

from datetime import datetime

from shared_services.core.database import transaction

from . import operations


def forget_old_invitations(now: datetime) -> int:
    """Delete invitations a year after they expired."""
    with transaction() as db:
        return operations.forget_invitations(db, now=now)
