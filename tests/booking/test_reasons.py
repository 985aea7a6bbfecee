from shared_services.booking.reasons import TOO_FEW, in_french, say_reason
from shared_services.core.i18n import force_locale


def test_ours_is_read_in_the_readers_language_a_hubs_as_it_was_written(db):
    kept = in_french(TOO_FEW)

    with force_locale("en"):
        assert say_reason(kept) == "Not enough people had booked for the session to take place."
        assert say_reason("La salle est inondée") == "La salle est inondée"
    with force_locale("fr"):
        assert say_reason(kept) == kept
