import pytest

from shared_services.catalogue.pictures.forms import PictureForm


@pytest.mark.parametrize("words", ["IMG_2041.jpg", "photo-finale.WEBP", "a.png"])
def test_the_name_of_a_file_is_no_alternative(app, words):
    with app.test_request_context():
        form = PictureForm(meta={"csrf": False}, data={"alternative": words})

        assert not form.validate()
        assert "ce que l'image montre" in form.alternative.errors[0]


def test_a_sentence_that_names_a_format_is_one(app):
    with app.test_request_context():
        form = PictureForm(
            meta={"csrf": False}, data={"alternative": "Un fichier photo.jpg ouvert à l'écran."}
        )

        assert form.validate()
