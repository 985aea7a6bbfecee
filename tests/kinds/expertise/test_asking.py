from datetime import UTC, datetime

import pytest

from shared_services.kinds.expertise.asking import read_asking, read_start, say_start
from shared_services.kinds.expertise.models import Expert, ExpertOffer, Way
from shared_services.network.models import Organisation

OFFER = ExpertOffer(durations="30 60", ways="on_site phone", is_pool=True)
EXPERTS = [Expert(id=1), Expert(id=2)]
LENS = Organisation(id=7)


def read(given, *, experts=EXPERTS, organisations=(LENS,), offer=OFFER):
    return read_asking(given, offer, experts, organisations)


def test_a_slot_is_said_and_read():
    start = datetime(2027, 2, 2, 9, 30, tzinfo=UTC)

    assert say_start(start) == "20270202T0930"
    assert read_start(say_start(start)) == start


@pytest.mark.parametrize("text", ["", "demain", "20270230T0930", "20270202T2530", "2027-02-02T09:30"])
def test_what_is_no_slot_is_none(text):
    assert read_start(text) is None


def test_what_is_chosen_is_kept_in_the_address():
    asking = read({"minutes": "60", "way": "phone", "expert": "2"})

    assert asking.address() == {"minutes": 60, "way": "phone", "expert": 2, "organisation": 7}


def test_what_is_not_understood_is_what_the_offer_has_first():
    asking = read({"minutes": "45", "way": "train", "expert": "99", "organisation": "x", "on": "hier"})

    assert (asking.minutes, asking.way, asking.expert, asking.organisation) == (30, Way.ON_SITE, None, LENS)


def test_nobody_travels_to_who_comes_for_no_organisation():
    assert read({}, organisations=()).way == Way.PHONE


def test_outside_a_pool_somebody_is_chosen():
    alone = ExpertOffer(durations="30", ways="phone", is_pool=False)

    assert read({}, offer=alone).expert is EXPERTS[0]
    assert read({}, experts=EXPERTS[:1]).expert is EXPERTS[0]
