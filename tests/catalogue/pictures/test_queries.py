from datetime import timedelta

import pytest

from shared_services.catalogue.models import OfferStatus
from shared_services.catalogue.pictures.queries import (
    find_picture_to_show,
    find_pictures,
    get_file,
    get_waiting_picture,
    list_waiting_pictures,
    pictures_of,
)
from shared_services.core.errors import NotFound
from tests.support.makers import LONG_AGO, make_offer, make_picture
from tests.support.queries import count_queries


def test_an_offer_without_pictures_has_none(db):
    found = find_pictures(db, make_offer().id)

    assert (found.shown, found.waiting, found.latest) == (None, None, None)


@pytest.mark.parametrize(
    ("status", "which"), [(OfferStatus.PUBLISHED, "shown"), (OfferStatus.DRAFT, "waiting")]
)
def test_readers_see_what_was_accepted_and_writers_what_will_be(db, status, which):
    offer = make_offer(status=status)
    made = {"shown": make_picture(offer), "waiting": make_picture(offer, is_accepted=False)}

    assert find_picture_to_show(db, offer).id == made[which].id


def test_only_accepted_ones_are_on_cards_in_one_statement(db):
    shown = make_picture(make_offer())
    waiting = make_picture(make_offer(), is_accepted=False)

    ids = [shown.offer_id, waiting.offer_id, 0]

    with count_queries() as asked:
        found = pictures_of(db, ids)

    assert {offer_id: picture.id for offer_id, picture in found.items()} == {shown.offer_id: shown.id}
    assert len(asked) == 1


def test_the_file_goes_with_its_own_digest(db):
    picture = make_picture(make_offer())

    assert get_file(db, picture.id, picture.digest, is_large=False)[1] == b"small"
    assert get_file(db, picture.id, picture.digest, is_large=True)[1] == b"large"
    with pytest.raises(NotFound):
        get_file(db, picture.id, "0" * 32, is_large=True)


def test_what_waits_on_published_offers_the_oldest_first(db):
    recent = make_picture(make_offer(), is_accepted=False)
    old = make_picture(make_offer(), is_accepted=False, sent_at=LONG_AGO - timedelta(days=1))
    make_picture(make_offer(status=OfferStatus.SUBMITTED), is_accepted=False)
    make_picture(make_offer())

    assert [picture.id for _offer, picture in list_waiting_pictures(db)] == [old.id, recent.id]


def test_another_one_than_the_one_that_waits_is_not_found(db):
    picture = make_picture(make_offer())

    with pytest.raises(NotFound):
        get_waiting_picture(db, picture.offer_id, picture.id)
