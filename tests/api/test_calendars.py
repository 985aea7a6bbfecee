from icalendar import Calendar

from shared_services.api.calendars import calendar_of_hub
from shared_services.network.queries import get_hub
from tests.support.makers import MONDAY, make_hub, make_offer, make_session


def test_hours_are_those_of_the_place_and_its_zone_is_described(app, db):
    hub = make_hub(time_zone="Indian/Reunion")
    make_session(make_offer(hub), zone="Indian/Reunion")

    with app.test_request_context():
        content = calendar_of_hub(db, get_hub(db, hub.id), now=MONDAY)

    calendar = Calendar.from_ical(content)
    first = calendar.walk("VEVENT")[0]
    assert (first["dtstart"].dt.hour, first["dtstart"].dt.minute) == (9, 30)
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Indian/Reunion"]
    assert str(calendar["x-wr-calname"]) == hub.name
