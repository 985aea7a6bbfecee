from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from shared_services.evaluation.results.masking import (
    LEAST,
    Part,
    Share,
    cells,
    hidden_groups,
    told_within,
)


def cut(*sizes, offer="pix"):
    """How many answers each cell has, of sessions of one offer with so many."""
    parts = [Part(number, offer, n) for number, n in enumerate(sizes)]
    return [sum(sizes[key] for key in cell) for cell in cells(parts)]


def hidden(*sizes):
    """The sizes that are not told, of groups that share one whole."""
    gone = hidden_groups([Share(number, ("all",), n) for number, n in enumerate(sizes)])
    return sorted(n for number, n in enumerate(sizes) if number in gone)


class TestCells:
    def test_a_session_of_five_and_more_is_told_by_itself(self):
        assert cut(5, 12, 7) == [5, 12, 7]

    def test_small_ones_wait_for_the_next(self):
        assert cut(3, 1, 4, 6) == [8, 6]

    def test_the_last_small_ones_go_with_the_one_before(self):
        assert cut(6, 9, 2, 1) == [6, 12]

    def test_where_nobody_answered_nothing_is_told_nor_hidden(self):
        assert cut(0, 5, 0) == [5]
        assert cut() == []

    def test_offers_that_never_have_five_are_told_together_when_they_do(self):
        parts = [Part(1, "pix", 8), Part(2, "wifi", 3), Part(3, "clés", 2)]
        assert cells(parts) == [{1}, {2, 3}]
        assert cells(parts[:2]) == [{1}]


class TestToldWithin:
    def test_a_cell_that_lies_half_outside_is_not_told(self):
        parts = [Part(number, "pix", 3) for number in range(4)]
        assert told_within(parts, {0, 1, 2}) == {0, 1}
        assert told_within(parts, {1, 2}) == set()


class TestHiddenGroups:
    def test_groups_of_five_and_more_are_told(self):
        assert hidden(5, 12, 7) == []

    def test_a_small_group_takes_the_next_smallest_along(self):
        assert hidden(20, 3, 8) == [3, 8]

    def test_two_small_groups_that_are_five_together_protect_each_other(self):
        assert hidden(20, 3, 2) == [2, 3]

    def test_two_small_groups_that_are_too_few_together_take_a_third(self):
        assert hidden(20, 1, 2, 9) == [1, 2, 9]

    def test_a_group_that_is_a_told_session_and_two_people_more_is_not_told(self):
        told = [("companies", ("monday",), 6), ("companies", ("tuesday",), 2), ("others", ("tuesday",), 9)]
        assert hidden_groups([Share(*one) for one in told]) == {"companies", "others"}

    def test_nor_one_that_leaves_two_people_of_a_told_session(self):
        told = [("companies", ("monday",), 9), ("others", ("monday",), 2), ("others", ("tuesday",), 8)]
        assert hidden_groups([Share(*one) for one in told]) == {"companies", "others"}


# The properties below are about what the pages offer, all of it at once.

sessions = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 9), st.sampled_from(["maud", "tom", "both"])),
    max_size=9,
)


def everything_offered(parts, leaders):
    """Every set of sessions that some page tells: hub, offer, session, trainer, over any time."""
    keys = [part.key for part in parts]
    of = [set(keys), *({key} for key in keys)]
    of += [{part.key for part in parts if part.offer == offer} for offer in "abc"]
    of += [
        {key for key, who in zip(keys, leaders, strict=True) if who in (one, "both")}
        for one in ("maud", "tom")
    ]
    windows = [set(keys[first:last]) for first, last in combinations(range(len(keys) + 1), 2)]
    return [frozenset(told_within(parts, wanted & window)) for wanted in of for window in windows]


@given(sessions)
def test_no_filters_put_together_single_out_fewer_than_five(made):
    """Whatever is added or subtracted cannot tell apart answers that every figure counts together."""
    parts = [Part(number, offer, n) for number, (offer, n, _who) in enumerate(made)]
    told = set(everything_offered(parts, [who for _offer, _n, who in made]))
    together = {}
    for part in parts:
        if part.n and any(part.key in one for one in told):
            seen_in = frozenset(one for one in told if part.key in one)
            together[seen_in] = together.get(seen_in, 0) + part.n
    assert all(n >= LEAST for n in together.values())


@given(sessions)
def test_nothing_is_held_back_that_could_be_told(made):
    parts = [Part(number, offer, n) for number, (offer, n, _who) in enumerate(made)]
    total = sum(part.n for part in parts)
    kept_back = total - sum(
        part.n for part in parts if part.key in told_within(parts, set(range(len(parts))))
    )
    assert kept_back < LEAST


answers = st.lists(
    st.tuples(st.sampled_from("ABC"), st.integers(0, 3), st.sampled_from("xy"), st.integers(1, 8)),
    min_size=1,
    max_size=9,
)


@given(answers)
def test_no_group_and_what_is_told_elsewhere_put_together_single_out_fewer_than_five(made):
    """Each told group, and all hidden ones, against every union of cells, and of kinds."""
    for division in (1, 2):  # what is told elsewhere is never small
        for part, n in sizes_by(made, division).items():
            if n < LEAST:
                made = [*made, ("D", part, "x", LEAST) if division == 1 else ("D", 0, part, LEAST)]
    hidden = hidden_groups([Share(group, (cell, kind), n) for group, cell, kind, n in made])
    told = [{group} for group in {one[0] for one in made} - hidden]
    for division in (1, 2):
        whole = sizes_by(made, division)
        for groups in [*told, hidden]:
            own = sizes_by([one for one in made if one[0] in groups], division)
            for length in range(len(whole) + 1):
                for union in combinations(whole, length):
                    check_difference(own, {part: whole[part] for part in union})


def sizes_by(made, division):
    found = {}
    for one in made:
        found[one[division]] = found.get(one[division], 0) + one[-1]
    return found


def check_difference(group, union):
    """When one holds the other, what is between them is nobody or enough."""
    within = sum(group.get(part, 0) for part in union)
    size, total = sum(group.values()), sum(union.values())
    if within == total:
        assert size - total == 0 or size - total >= LEAST
    if within == size:
        assert total - size == 0 or total - size >= LEAST
