import pytest

from shared_services.evaluation.citing import asked_numbers


@pytest.mark.parametrize(
    ("address", "numbers"),
    [
        ("/?text=3&text=5&complaint=7", [3, 5]),
        ("/", []),
        ("/?text=&text=x&text=-1&text=²&text=٣&text=9", [9]),
        (f"/?text={2**63 - 1}&text={2**63}&text={10**30}", [2**63 - 1]),
        ("/?" + "&".join(f"text={number}" for number in range(30)), list(range(20))),
    ],
)
def test_only_numbers_that_a_row_may_have_and_no_more_than_an_action_cites(app, address, numbers):
    with app.test_request_context(address):
        assert asked_numbers("text") == numbers
