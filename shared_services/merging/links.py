"""The link that shows that somebody has both accounts: signed, good for a day."""

from datetime import datetime, timedelta

from shared_services.core.signing import sign, unsign

PURPOSE = "merge-accounts"
LIVES = timedelta(hours=24)


def link_token(kept_id: int, twin_id: int, asked_at: datetime) -> str:
    return sign(PURPOSE, f"{kept_id} {twin_id} {asked_at.isoformat()}")


def read_token(token: str) -> tuple[int, int, datetime]:
    """The account to keep, the one in excess, and when it was asked for. Raises BadLink."""
    kept_id, twin_id, asked_at = unsign(PURPOSE, token).split(" ")
    return int(kept_id), int(twin_id), datetime.fromisoformat(asked_at)
