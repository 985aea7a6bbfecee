from shared_services.core.pictures import Picture
from shared_services.network.models import HubLogo
from shared_services.network.operations import remove_logo, set_logo
from tests.support.bookings import do
from tests.support.makers import count, make_hub, make_person


def test_a_second_logo_takes_the_place_of_the_first(db):
    hub = make_hub()
    do(set_logo, hub, Picture(b"one", 1, 1), by=make_person())
    logo = do(set_logo, hub, Picture(b"two", 2, 3), by=make_person())

    assert (logo.content, logo.width, logo.height) == (b"two", 2, 3)
    assert count(db, HubLogo) == 1


def test_taking_it_away_twice_is_no_harm(db):
    hub = make_hub()
    do(set_logo, hub, Picture(b"one", 1, 1), by=make_person())
    do(remove_logo, hub, by=make_person())
    do(remove_logo, hub, by=make_person())

    assert count(db, HubLogo) == 0
