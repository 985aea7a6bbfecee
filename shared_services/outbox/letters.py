"""What a message is made of."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Recipient:
    """One address and the language its owner reads, `fr` or `en`."""

    email: str
    locale: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A rendered fact: the folder of its words under templates/mail, what fills them, a calendar file,
    and for what one may stop receiving, where to.

    `reply_to` is where an answer goes when it is not to the site."""

    template: str
    facts: dict[str, Any] = field(default_factory=dict)
    calendar: bytes | None = None
    calendar_method: str = "REQUEST"
    unsubscribe_url: str = ""
    reply_to: str | None = None


class Dropped(Exception):
    """Raised by a renderer when the message is no longer true; its text says why, for the admin page."""
