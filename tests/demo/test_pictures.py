import io

import pytest
from PIL import Image
from sqlalchemy import select

from shared_services.catalogue.models import Offer, OfferStatus
from shared_services.catalogue.pictures.models import OfferPicture

pytestmark = pytest.mark.once


def test_some_offers_of_the_catalogue_have_a_drawing_with_its_words(loaded, db):
    loaded()

    rows = db.execute(select(Offer, OfferPicture).join(OfferPicture, OfferPicture.offer_id == Offer.id)).all()

    assert {offer.kind for offer, _picture in rows} == {"training", "tool"}
    for offer, picture in rows:
        assert offer.status == OfferStatus.PUBLISHED
        assert picture.accepted_at is not None
        assert picture.alternative.startswith("Dessin")
        assert Image.open(io.BytesIO(picture.large)).size == (picture.width, picture.height) == (1200, 800)
        assert Image.open(io.BytesIO(picture.small)).size == (480, 320)
