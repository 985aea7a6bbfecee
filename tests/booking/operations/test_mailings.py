import pytest

from shared_services.booking.mailing.errors import NobodyToWriteTo
from shared_services.booking.models import BookingStatus
from shared_services.booking.operations import Words, send_mailing
from tests.support.bookings import book, do
from tests.support.makers import kinds_posted, make_person, make_session

WAITING = Words("Objet", "Texte", [BookingStatus.WAITLISTED])


def test_only_those_in_the_states_chosen_are_written_to(db):
    session = make_session(capacity=1)
    for _ in range(3):
        book(session)

    mailing = do(send_mailing, session, WAITING, nonce="a" * 32, by=make_person())

    assert mailing.recipients == 2
    assert kinds_posted(db).count("mailing") == 2


def test_the_same_form_twice_writes_once(db):
    session = make_session(capacity=1)
    book(session)
    book(session)

    first = do(send_mailing, session, WAITING, nonce="a" * 32, by=make_person())
    again = do(send_mailing, session, WAITING, nonce="a" * 32, by=make_person())

    assert again.id == first.id
    assert kinds_posted(db).count("mailing") == 1


def test_to_nobody_nothing_is_written(db):
    with pytest.raises(NobodyToWriteTo):
        do(send_mailing, make_session(), WAITING, nonce="a" * 32, by=make_person())
