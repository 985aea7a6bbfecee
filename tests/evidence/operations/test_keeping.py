from shared_services.evidence.operations import hash_of


def test_the_same_said_in_another_order_is_the_same():
    assert hash_of({"a": 1, "b": ["é"]}) == hash_of({"b": ["é"], "a": 1})
    assert hash_of(180) != hash_of(360)
