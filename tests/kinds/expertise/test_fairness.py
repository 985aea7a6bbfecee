from datetime import timedelta

from shared_services.kinds.expertise.fairness import whose_turn
from shared_services.kinds.expertise.models import Expert
from tests.support.makers import MONDAY

ANA, BEN, CEM = (Expert(id=number) for number in (1, 2, 3))


def test_the_least_booked_first():
    booked = {1: (60, MONDAY), 2: (30, MONDAY), 3: (45, MONDAY)}

    assert whose_turn([ANA, BEN, CEM], booked) is BEN


def test_as_much_booked_the_longest_idle():
    booked = {1: (60, MONDAY), 2: (60, MONDAY - timedelta(days=1)), 3: (60, MONDAY)}

    assert whose_turn([ANA, BEN, CEM], booked) is BEN


def test_who_never_had_any_before_all():
    assert whose_turn([ANA, BEN], {1: (0, MONDAY - timedelta(days=300)), 2: (0, None)}) is BEN


def test_all_alike_it_is_always_the_same():
    assert whose_turn([CEM, ANA, BEN], dict.fromkeys((1, 2, 3), (0, None))) is ANA
