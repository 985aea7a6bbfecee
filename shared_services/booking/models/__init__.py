"""The tables of the engine."""

from .bookables import Audience, Bookable, BookableStatus, CapacitySlot, StaffTime, Verdict
from .bookings import (
    HOLDING,
    LIVE,
    LIVE_BOOKING,
    Booking,
    BookingGroup,
    BookingStatus,
    CancelledBy,
    OverPeriod,
)
from .holds import Hold, KeptSeats
from .quotas import Quota, QuotaPeriod, QuotaScope

__all__ = [
    "HOLDING",
    "LIVE",
    "LIVE_BOOKING",
    "Audience",
    "Bookable",
    "BookableStatus",
    "Booking",
    "BookingGroup",
    "BookingStatus",
    "CancelledBy",
    "CapacitySlot",
    "Hold",
    "KeptSeats",
    "OverPeriod",
    "Quota",
    "QuotaPeriod",
    "QuotaScope",
    "StaffTime",
    "Verdict",
]
