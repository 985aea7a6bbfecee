from datetime import timedelta

import pytest

from shared_services.core.signing import BadLink
from shared_services.merging.links import link_token, read_token
from tests.support.makers import MONDAY


def test_a_link_says_which_accounts_and_when_it_was_asked_for(db):
    assert read_token(link_token(4, 7, MONDAY + timedelta(hours=1))) == (4, 7, MONDAY + timedelta(hours=1))


def test_a_link_that_was_not_made_here_says_nothing(db):
    with pytest.raises(BadLink):
        read_token("4.7")
