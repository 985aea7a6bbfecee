import pytest
from sqlalchemy.exc import IntegrityError

from tests.support.makers import make_offer, make_picture


@pytest.mark.parametrize(("width", "small"), [(1200, 480), (480, 480), (300, 300)])
def test_the_small_file_is_never_wider_than_the_large_one(db, width, small):
    assert make_picture(make_offer(), width=width).small_width == small


@pytest.mark.parametrize("is_accepted", [True, False])
def test_the_database_itself_refuses_a_twin(db, is_accepted):
    offer = make_offer()
    make_picture(offer, is_accepted=is_accepted)

    with pytest.raises(IntegrityError):
        make_picture(offer, is_accepted=is_accepted)


@pytest.mark.parametrize("wrong", [{"alternative": ""}, {"width": 0}, {"height": -1}])
def test_it_has_words_and_a_size(db, wrong):
    offer = make_offer()

    with pytest.raises(IntegrityError):
        make_picture(offer, **wrong)
