from shared_services.demo.opinion_texts import read_opinions


def test_actions_cite_only_what_somebody_wrote_or_complained_of():
    texts = read_opinions()
    keys, words = {one.key for one in texts.complaints}, {*texts.helped, *texts.change}

    assert {key for one in texts.actions for key in one.complaints} <= keys
    assert {cited for one in texts.actions for cited in one.cites} <= words


def test_each_follows_from_what_came_before():
    texts = read_opinions()
    for one in texts.complaints:
        days = [day for day in (one.received, one.answered, one.closed) if day is not None]
        assert days == sorted(days, reverse=True)
        assert bool(one.who) != bool(one.caller)
    received = {one.key: one.received for one in texts.complaints}
    assert all(one.opened <= received[key] for one in texts.actions for key in one.complaints)
