import pytest

from shared_services.booking.models import BookingStatus
from shared_services.core.audit import AuditEntry
from shared_services.web.history import MOVES, UNKNOWN, booking_move


class TestBookingMove:
    @pytest.mark.parametrize("status", BookingStatus)
    def test_every_status_has_words(self, client, status):
        assert status.value in MOVES
        assert booking_move(AuditEntry(action=status.value)) != str(UNKNOWN)

    def test_a_booking_says_where_it_began(self, db):
        assert "liste d'attente" in booking_move(AuditEntry(action="booked", to_state="waitlisted"))

    def test_an_unknown_act_is_still_told(self, db):
        assert booking_move(AuditEntry(action="painted")) == "Modifiée"

    def test_who_waited_in_vain_reads_her_rank(self, db):
        entry = AuditEntry(action="cancelled", details={"rank": 3})

        assert booking_move(entry) == "Liste d'attente close sans place libre, au rang 3"
