import pytest

from tests.api.support import Program, token_of


@pytest.fixture
def stranger(client):
    return Program(client)


@pytest.fixture
def program_of(client):
    """`program_of(person)` holds a token of hers."""
    return lambda person, **headers: Program(client, token_of(person), **headers)
