from shared_services.evaluation.defaults import DEFAULTS, QUESTIONS, RECOMMENDATION, SATISFACTION, Audience


def test_each_audience_has_its_questions_and_each_key_is_its_own():
    assert set(DEFAULTS) == set(Audience)
    assert len(QUESTIONS) == sum(len(asked) for asked in DEFAULTS.values())
    assert all(key.startswith(f"{a.value}.") for a in DEFAULTS for key in [q.key for q in DEFAULTS[a]])


def test_what_offers_show_is_asked_of_everybody():
    assert QUESTIONS[SATISFACTION].is_common
    assert QUESTIONS[RECOMMENDATION].is_required
