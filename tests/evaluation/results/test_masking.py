from itertools import product

from shared_services.evaluation.results.masking import LEAST, hidden_keys


def hidden(*sizes):
    """The sizes that are not told."""
    named = list(enumerate(sizes))
    return sorted(size for key, size in named if key in hidden_keys(named))


def test_groups_of_five_and_more_are_told():
    assert hidden(5, 12, 7) == []


def test_a_small_group_takes_the_next_smallest_along():
    assert hidden(20, 3, 8) == [3, 8]


def test_two_small_groups_that_are_five_together_protect_each_other():
    assert hidden(20, 3, 2) == [2, 3]


def test_two_small_groups_that_are_too_few_together_take_a_third():
    assert hidden(20, 1, 2, 9) == [1, 2, 9]


def test_a_group_without_answers_hides_nothing():
    assert hidden(0, 5, 9) == []


def test_what_is_hidden_never_comes_out_as_fewer_than_five():
    for sizes in product(range(9), repeat=4):
        unseen = hidden(*sizes)
        told = [n for n in sizes if n and n >= LEAST]
        assert all(n in unseen for n in sizes if 0 < n < LEAST)
        if unseen and len(unseen) < len([n for n in sizes if n]):
            assert len(unseen) >= 2
            assert sum(unseen) >= LEAST
        assert len(unseen) <= len([n for n in sizes if n])
        assert told or not [n for n in sizes if n >= LEAST]
