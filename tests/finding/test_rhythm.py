from datetime import UTC, datetime

from shared_services.finding.models import Rhythm
from shared_services.finding.rhythm import next_alert
from tests.support.makers import MONDAY


def test_each_day_at_eight_on_the_clock_of_the_place():
    assert next_alert(Rhythm.DAILY, "Europe/Paris", now=MONDAY) == datetime(2027, 1, 5, 7, tzinfo=UTC)
    assert next_alert(Rhythm.DAILY, "America/Martinique", now=MONDAY) == datetime(2027, 1, 4, 12, tzinfo=UTC)


def test_each_monday_at_eight():
    assert next_alert(Rhythm.WEEKLY, "Europe/Paris", now=MONDAY) == datetime(2027, 1, 11, 7, tzinfo=UTC)


def test_eight_is_eight_in_summer_too():
    june = datetime(2027, 6, 1, 12, tzinfo=UTC)

    assert next_alert(Rhythm.DAILY, "Europe/Paris", now=june) == datetime(2027, 6, 2, 6, tzinfo=UTC)


def test_never_without_alert():
    assert next_alert(Rhythm.NONE, "Europe/Paris", now=MONDAY) is None
