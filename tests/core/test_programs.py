import pytest

from shared_services.core.programs import is_for_programs, takes_tokens_only


@pytest.mark.parametrize(
    ("path", "for_programs", "tokens_only"),
    [
        ("/api", True, False),
        ("/api/docs", True, False),
        ("/api/v1", True, True),
        ("/api/v1/offers", True, True),
        ("/api/v10", True, False),
        ("/apiary", False, False),
        ("/catalogue", False, False),
    ],
)
def test_by_the_address(app, path, for_programs, tokens_only):
    with app.test_request_context(path):
        assert (is_for_programs(), takes_tokens_only()) == (for_programs, tokens_only)


def test_without_a_request_nothing_is(db):
    assert not is_for_programs()
