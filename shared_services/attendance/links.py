"""The link of the room: it names one half day of one session, and is good around that half day only."""

from shared_services.core.signing import BadLink, sign, unsign

PURPOSE = "attendance"


def room_token(session_id: int, half_day_id: int) -> str:
    return sign(PURPOSE, f"{session_id}:{half_day_id}")


def read_room_token(token: str) -> tuple[int, int]:
    """Session and half day. Raises BadLink when it was not made here."""
    numbers = unsign(PURPOSE, token).split(":")
    if len(numbers) != 2 or not all(number.isdecimal() for number in numbers):
        raise BadLink
    return int(numbers[0]), int(numbers[1])
