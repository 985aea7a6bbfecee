from hypothesis import given
from hypothesis import strategies as st

from shared_services.catalogue.revisions.changes import Change, Piece, Told, list_changes, list_unchanged

BEFORE = [Told("title", "Titre", "Premiers pas avec Pix"), Told("price", "Prix", "gratuit")]
AFTER = [Told("title", "Titre", "Premiers pas sûrs avec Pix"), Told("price", "Prix", "gratuit")]


def test_only_what_changed_is_told_word_by_word():
    (change,) = list_changes(BEFORE, AFTER)

    assert change.label == "Titre"
    assert change.pieces == [
        (Piece.SAME, "Premiers pas "),
        (Piece.PUT_IN, "sûrs "),
        (Piece.SAME, "avec Pix"),
    ]


def test_the_rest_is_there_to_unfold():
    assert list_unchanged(BEFORE, AFTER) == [BEFORE[1]]


@given(st.text(), st.text())
def test_no_word_is_lost(before, after):
    pieces = Change("Texte", before, after).pieces

    def words_but(left_out):
        return " ".join(words for piece, words in pieces if piece != left_out).split()

    assert words_but(Piece.PUT_IN) == before.split()
    assert words_but(Piece.TAKEN_OUT) == after.split()
