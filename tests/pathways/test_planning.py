from datetime import UTC, date, datetime, timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from shared_services.pathways.planning import (
    Option,
    Step,
    Wish,
    find_nearest,
    find_possible,
    find_soonest,
    follows,
    is_plan,
)

FIRST_DAY = date(2027, 2, 1)


def option(session_id, day, *, hour=9, hours=3, left=5, distance=0, is_hers=False):
    on = FIRST_DAY + timedelta(days=day)
    start = datetime(on.year, on.month, on.day, hour, tzinfo=UTC)
    return Option(
        session_id=session_id,
        spans=((start, start + timedelta(hours=hours)),),
        first_on=on,
        last_on=on,
        left=left,
        distance=distance,
        is_hers=is_hers,
    )


def ids(plan):
    return None if plan is None else [found.session_id for _module, found in plan]


def three(*, gap=0, most=None):
    return [
        Step(module_id=1, options=(option(11, 0), option(12, 10))),
        Step(module_id=2, options=(option(21, 0), option(22, 5), option(23, 20))),
        Step(
            module_id=3,
            options=(option(31, 6), option(32, 30)),
            minimum_gap_days=gap,
            maximum_gap_days=most,
        ),
    ]


def test_the_soonest_plan_takes_modules_one_after_the_other():
    assert ids(find_soonest(three(), Wish())) == [11, 22, 31]


def test_a_gap_leaves_time_between_two_modules():
    assert ids(find_soonest(three(gap=7), Wish())) == [11, 22, 32]


def test_a_gap_that_would_be_too_long_moves_the_module_before():
    assert ids(find_soonest(three(gap=2, most=12), Wish())) == [11, 23, 32]


def test_without_any_way_through_there_is_no_plan():
    assert find_soonest(three(gap=40), Wish()) is None
    assert find_nearest(three(gap=40), Wish()) is None


def test_a_full_session_is_taken_only_by_who_may_wait():
    steps = [Step(module_id=1, options=(option(11, 0, left=0), option(12, 3)))]

    assert ids(find_soonest(steps, Wish())) == [12]
    assert ids(find_soonest(steps, Wish(with_full=True))) == [11]


def test_nothing_is_proposed_when_she_is_elsewhere():
    steps = [Step(module_id=1, options=(option(11, 0), option(12, 3)))]
    busy = ((datetime(2027, 2, 1, 11, tzinfo=UTC), datetime(2027, 2, 1, 14, tzinfo=UTC)),)

    assert ids(find_soonest(steps, Wish(busy=busy))) == [12]


def test_the_place_she_has_stays_possible_although_it_is_full():
    steps = [Step(module_id=1, options=(option(11, 0, left=0, is_hers=True),))]

    assert ids(find_soonest(steps, Wish())) == [11]


def test_the_nearest_plan_prefers_short_ways_to_early_dates():
    steps = [
        Step(module_id=1, options=(option(11, 0, distance=2), option(12, 3))),
        Step(module_id=2, options=(option(21, 1), option(22, 9))),
    ]

    assert ids(find_soonest(steps, Wish())) == [11, 21]
    assert ids(find_nearest(steps, Wish())) == [12, 22]


def test_an_optional_module_is_taken_when_it_is_wanted_or_needed():
    steps = [
        Step(module_id=1, options=(option(11, 0),), is_required=False),
        Step(module_id=2, options=(option(21, 0), option(22, 5)), is_required=False),
        Step(module_id=3, options=(option(31, 6),)),
    ]
    needing = [*steps[:2], Step(module_id=3, options=(option(31, 6),), needs=frozenset({1, 2}))]
    either = [
        *steps[:2],
        Step(module_id=3, options=needing[2].options, needs=frozenset({1, 2}), needs_all=False),
    ]

    assert ids(find_soonest(steps, Wish())) == [31]
    assert ids(find_soonest(steps, Wish(wanted=frozenset({2})))) == [21, 31]
    assert ids(find_soonest(needing, Wish())) == [11, 22, 31]
    assert ids(find_soonest(either, Wish())) == [11, 31]
    assert ids(find_soonest(either, Wish(done=frozenset({2})))) == [31]


def test_only_what_goes_with_the_other_choices_is_possible():
    assert find_possible(three(), Wish(chosen={1: 12})) == {1: {11, 12}, 2: {23}, 3: {32}}
    assert find_possible(three(), Wish(chosen={2: 23})) == {1: {11, 12}, 2: {22, 23}, 3: {32}}


def test_a_choice_is_a_plan_or_not():
    assert is_plan(three(), Wish(chosen={1: 11, 2: 22, 3: 31}))
    assert not is_plan(three(), Wish(chosen={1: 12, 2: 22, 3: 31}))


def test_eight_modules_of_forty_sessions_are_planned_at_once():
    steps = [
        Step(
            module_id=number,
            is_required=number % 3 != 0,
            needs=frozenset({number - 1}) if number > 1 else frozenset(),
            maximum_gap_days=60,
            options=tuple(
                option(100 * number + day, number + 3 * day, distance=day % 3) for day in range(40)
            ),
        )
        for number in range(1, 9)
    ]

    assert len(find_soonest(steps, Wish()) or ()) == 8
    assert sum(map(len, find_possible(steps, Wish()).values())) > 200


# --- against every combination there is ---


@st.composite
def pathways(draw):
    steps = []
    for module_id in range(1, draw(st.integers(1, 4)) + 1):
        days = draw(st.lists(st.integers(0, 8), max_size=4))
        options = tuple(
            option(
                10 * module_id + number,
                day,
                hour=draw(st.sampled_from([8, 13])),
                left=draw(st.integers(0, 1)),
                distance=draw(st.integers(0, 2)),
            )
            for number, day in enumerate(days)
        )
        least = draw(st.integers(0, 2))
        steps.append(
            Step(
                module_id=module_id,
                options=options,
                is_required=draw(st.booleans()),
                needs=draw(st.frozensets(st.integers(1, module_id - 1), max_size=2))
                if module_id > 1
                else frozenset(),
                needs_all=draw(st.booleans()),
                minimum_gap_days=least,
                maximum_gap_days=draw(st.none() | st.integers(least, 5)),
            )
        )
    busy_from = datetime(2027, 2, 1 + draw(st.integers(0, 8)), draw(st.integers(6, 18)), tzinfo=UTC)
    numbers = [step.module_id for step in steps]
    wish = Wish(
        wanted=draw(st.frozensets(st.sampled_from(numbers), max_size=2)),
        done=draw(st.frozensets(st.sampled_from(numbers), max_size=1)),
        busy=draw(st.sampled_from([(), ((busy_from, busy_from + timedelta(hours=4)),)])),
        with_full=draw(st.booleans()),
    )
    return steps, wish


def every_plan(steps, wish):
    """One by one, by the words of the rules."""
    for combination in product(*([None, *step.options] for step in steps)):
        taken, last = set(wish.done), None
        for step, chosen in zip(steps, combination, strict=True):
            if step.module_id in wish.done:
                if chosen is not None:
                    break
                continue
            if chosen is None:
                if step.is_required or step.module_id in wish.wanted:
                    break
                continue
            met = [need in taken for need in step.needs]
            if met and not (all(met) if step.needs_all else any(met)):
                break
            if not follows(step, last, chosen) or (chosen.left < 1 and not wish.with_full):
                break
            ((start, end),) = chosen.spans
            if any(start < until and since < end for since, until in wish.busy):
                break
            last = chosen
            taken.add(step.module_id)
        else:
            yield [found for found in combination if found is not None]


def end(plan):
    return plan[-1].ends_at if plan else datetime.min.replace(tzinfo=UTC)


@settings(max_examples=400)
@given(pathways())
def test_the_suggested_plans_are_the_best_of_all(made):
    steps, wish = made
    plans = list(every_plan(steps, wish))

    soonest = min(plans, key=lambda p: (end(p), len(p), sum(o.distance for o in p), ids_of(p)), default=None)
    nearest = min(plans, key=lambda p: (sum(o.distance for o in p), end(p), len(p), ids_of(p)), default=None)

    assert ids(find_soonest(steps, wish)) == (None if soonest is None else ids_of(soonest))
    assert ids(find_nearest(steps, wish)) == (None if nearest is None else ids_of(nearest))


@settings(max_examples=200)
@given(pathways(), st.integers(0, 3), st.integers(0, 3))
def test_what_is_shown_as_possible_is_part_of_some_plan_and_nothing_else_is(made, module, number):
    steps, wish = made
    step = steps[module % len(steps)]
    if step.options and step.module_id not in wish.done:
        picked = step.options[number % len(step.options)]
        wish = Wish(**{**wish.__dict__, "chosen": {step.module_id: picked.session_id}})

    for shown in steps:
        others = {m: s for m, s in wish.chosen.items() if m != shown.module_id}
        expected = {
            found.session_id
            for plan in every_plan(steps, wish)
            for found in plan
            if found in shown.options and all(chosen in ids_of(plan) for chosen in others.values())
        }
        assert find_possible(steps, wish)[shown.module_id] == expected


def ids_of(plan):
    return [found.session_id for found in plan]
