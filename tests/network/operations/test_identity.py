from shared_services.network.models import HubIdentity
from shared_services.network.operations import Identity, change_identity
from tests.support.bookings import do
from tests.support.makers import count, make_hub, make_person


def test_a_second_identity_takes_the_place_of_the_first(db):
    hub = make_hub()
    do(change_identity, hub, Identity(code="NORD", legal_name="Une"), by=make_person())
    row = do(change_identity, hub, Identity(code="NORD", legal_name="Deux"), by=make_person())

    assert row.legal_name == "Deux"
    assert count(db, HubIdentity) == 1
