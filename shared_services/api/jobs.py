"""What the scheduler does for the API at night."""

from datetime import datetime

from shared_services.core.database import transaction

from .idempotency import forget_answers
from .token_operations import forget_tokens


def forget_tokens_and_answers(now: datetime) -> int:
    """Delete tokens 90 days after they stopped being good, and kept answers after 24 hours."""
    with transaction() as db:
        return forget_tokens(db, now=now) + forget_answers(db, now=now)
