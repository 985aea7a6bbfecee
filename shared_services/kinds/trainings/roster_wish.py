"""What staff want to see of a roster: a state, an organisation, words, in which order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared_services.booking.models import Booking
from shared_services.core.text import normalised

STATES = ("pending", "confirmed", "offered", "waitlisted", "attended", "no_show", "cancelled", "refused")
ORDERS = ("asked", "name", "organisation")
LONGEST_SEARCH = 100


@dataclass(frozen=True)
class RosterWish:
    """Empty means all. `organisation_id` 0 means none chosen."""

    state: str = ""
    organisation_id: int = 0
    words: str = ""
    order: str = "asked"

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "RosterWish":
        """From an address or a form; what is not known is ignored."""
        state, order, organisation = (given.get(name, "") for name in ("state", "order", "organisation"))
        return cls(
            state=state if state in STATES else "",
            organisation_id=int(organisation) if organisation.isascii() and organisation.isdigit() else 0,
            words=given.get("q", "").strip()[:LONGEST_SEARCH],
            order=order if order in ORDERS else "asked",
        )

    @property
    def address(self) -> dict[str, str]:
        """As it is written in the address of the page, without what is not asked."""
        organisation = str(self.organisation_id) if self.organisation_id else ""
        order = "" if self.order == "asked" else self.order
        values = {"state": self.state, "organisation": organisation, "q": self.words, "order": order}
        return {name: value for name, value in values.items() if value}

    @property
    def narrows(self) -> bool:
        return bool(self.state or self.organisation_id or self.words)

    def apply(self, bookings: Sequence[Booking]) -> list[Booking]:
        """Those it wants, in its order; `asked` is the order they come in."""
        found = [booking for booking in bookings if self._wants(booking)]
        if self.order == "name":
            return sorted(found, key=lambda booking: booking.person.sort_key)
        if self.order == "organisation":
            return sorted(found, key=lambda booking: (_organisation(booking), booking.person.sort_key))
        return found

    def _wants(self, booking: Booking) -> bool:
        if self.state and booking.status.value != self.state:
            return False
        if self.organisation_id and booking.organisation_id != self.organisation_id:
            return False
        read = normalised(f"{booking.person.name} {booking.person.email} {booking.reference}")
        return all(word in f"{read} {_organisation(booking)}" for word in normalised(self.words).split())


def _organisation(booking: Booking) -> str:
    return booking.organisation.sort_key if booking.organisation else ""
