from datetime import UTC, datetime

from shared_services.evaluation.timing import evening_of, morning_after, weeks_after

PARIS = "Europe/Paris"


def test_the_evening_is_six_or_the_end_when_that_is_later():
    noon, night = datetime(2027, 1, 5, 11, tzinfo=UTC), datetime(2027, 1, 5, 19, 30, tzinfo=UTC)

    assert evening_of(noon, PARIS) == datetime(2027, 1, 5, 17, tzinfo=UTC)
    assert evening_of(night, PARIS) == night


def test_nine_stays_nine_over_a_change_of_clocks():
    saturday = datetime(2027, 3, 27, 16, tzinfo=UTC)

    assert morning_after(saturday, PARIS) == datetime(2027, 3, 28, 7, tzinfo=UTC)
    assert weeks_after(saturday, PARIS, 12) == datetime(2027, 6, 19, 7, tzinfo=UTC)


def test_the_day_is_the_one_of_the_place():
    late = datetime(2027, 1, 5, 21, tzinfo=UTC)  # the sixth, at one in the morning, in La Réunion

    assert morning_after(late, "Indian/Reunion") == datetime(2027, 1, 7, 5, tzinfo=UTC)
