import pytest
from sqlalchemy import select

from shared_services.catalogue.errors import SameTheme, ThemeNameTaken
from shared_services.catalogue.models import Offer, Theme
from shared_services.catalogue.queries import list_proposed_themes
from shared_services.catalogue.themes import operations as themes
from shared_services.core.audit import AuditEntry
from shared_services.core.database import transaction
from shared_services.core.errors import NotFound
from tests.support import makers
from tests.support.makers import MONDAY


@pytest.fixture
def admin(db):
    return makers.make_admin()


def do(verb, *args, by):
    with transaction() as db:
        return verb(db, *args, by=by, now=MONDAY)


def facts(name="Thème neuf", position=0):
    return themes.ThemeFacts(name_fr=name, name_en="New theme", position=position)


def acts(db):
    return list(db.scalars(select(AuditEntry.action).where(AuditEntry.subject_kind == "theme")))


def of(db, offer):
    db.expire_all()
    return {theme.id for theme in db.scalars(select(Theme).join(Offer.themes).where(Offer.id == offer.id))}


def test_a_theme_has_its_address_for_good(db, admin):
    theme = do(themes.add_theme, facts("L'été numérique"), by=admin)
    do(themes.edit_theme, theme.id, facts("Autrement"), by=admin)

    assert (theme.slug, theme.name_fr) == ("l-ete-numerique", "Autrement")
    assert acts(db) == ["theme_added", "theme_edited"]


def test_two_do_not_have_the_same_name_nor_the_same_address(db, admin):
    theme = do(themes.add_theme, facts("Thème neuf"), by=admin)
    with pytest.raises(ThemeNameTaken):
        do(themes.add_theme, facts("THEME NEUF"), by=admin)
    do(themes.edit_theme, theme.id, facts("Autrement"), by=admin)
    with pytest.raises(ThemeNameTaken):
        do(themes.add_theme, facts("Thème neuf"), by=admin)


def test_a_retired_one_is_proposed_only_where_it_is(db, admin):
    theme = do(themes.add_theme, facts(), by=admin)
    offer = makers.make_offer(themes=(theme.slug,))
    for _ in range(2):
        do(themes.set_retired, theme.id, True, by=admin)

    assert theme.id not in {one.id for one in list_proposed_themes(db)}
    assert theme.id in {one.id for one in list_proposed_themes(db, offer.id)}
    do(themes.set_retired, theme.id, False, by=admin)
    assert theme.id in {one.id for one in list_proposed_themes(db)}
    assert acts(db) == ["theme_added", "theme_retired", "theme_restored"]


def test_merging_gives_its_offers_to_the_other_once(db, admin):
    old = do(themes.add_theme, facts("Ancien"), by=admin)
    new = do(themes.add_theme, facts("Nouveau"), by=admin)
    one, both = makers.make_offer(themes=("ancien",)), makers.make_offer(themes=("ancien", "nouveau"))

    assert do(themes.merge_theme, old.id, new.id, by=admin) == 2

    assert of(db, one) == of(db, both) == {new.id}
    assert old.retired_at == MONDAY
    with pytest.raises(SameTheme):
        do(themes.merge_theme, new.id, new.id, by=admin)
    with pytest.raises(NotFound):
        do(themes.merge_theme, new.id, 999_999, by=admin)
