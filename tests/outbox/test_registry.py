import pytest

from shared_services.outbox.registry import renderer_of, renders


def test_two_renderers_of_one_kind_are_refused():
    @renders("kind_of_this_test")
    def first(db, payload):
        """Nothing."""

    with pytest.raises(ValueError, match="two renderers"):
        renders("kind_of_this_test")(first)
    assert renderer_of("kind_of_this_test") is first


def test_a_kind_that_nobody_renders_is_an_error():
    with pytest.raises(KeyError):
        renderer_of("never_registered")
