from dataclasses import dataclass

from shared_services.catalogue.models import Theme
from shared_services.catalogue.texts import as_content, put_text, tell, values_of
from shared_services.core.i18n import LazyString
from tests.support.makers import MONDAY

LABELS: dict[str, LazyString | str] = {"title": "Titre", "price_cents": "Prix", "theme_ids": "Thèmes"}


@dataclass(frozen=True, kw_only=True)
class ShortText:
    title: str
    price_cents: int
    theme_ids: tuple[int, ...]


def first_theme(db):
    return db.get(Theme, 1)


def test_what_was_put_is_what_is_read(db, offer):
    text = ShortText(title="Réparer un vélo", price_cents=500, theme_ids=(first_theme(db).id,))

    put_text(db, offer, text, found_by=[text.title], now=MONDAY)

    assert ShortText(**values_of(ShortText, offer)) == text
    assert (offer.sort_key, offer.updated_at) == ("reparer un velo", MONDAY)


def test_it_is_found_by_its_themes_in_both_languages(db, offer):
    theme = first_theme(db)

    put_text(
        db,
        offer,
        ShortText(title="Vélo", price_cents=0, theme_ids=(theme.id,)),
        found_by=["Vélo"],
        now=MONDAY,
    )

    assert theme.name_en.lower().split()[0] in offer.search_text


def test_what_is_no_text_is_told_in_words(app, db):
    theme = first_theme(db)
    content = as_content(ShortText(title="Vélo", price_cents=500, theme_ids=(theme.id,)))

    with app.test_request_context():
        told = tell(db, content, LABELS, {"price_cents": lambda cents: f"{cents} c"})

    assert [(one.label, one.text) for one in told] == [
        ("Titre", "Vélo"),
        ("Prix", "500 c"),
        ("Thèmes", theme.name_fr),
    ]
