"""The list of themes, for admins."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _
from shared_services.network.policies import can_admin

from .. import queries
from ..errors import ThemeNameTaken
from ..models import Theme
from . import operations as themes
from .forms import MergeThemeForm, ThemeForm

blueprint = Blueprint("themes_admin", __name__)

Answer = Response | str | tuple[str, int]


@blueprint.route("/admin/themes", methods=["GET", "POST"], endpoint="themes")
@allowed(can_admin)
def list_page() -> Answer:
    """All of them in their order, and a new one."""
    form = ThemeForm()
    if form.validate_on_submit():
        try:
            with transaction() as db:
                themes.add_theme(db, form.facts(), by=current_person(), now=clock.now())
        except ThemeNameTaken as error:
            form.refuse("name_fr", str(error))
        else:
            flash(_("C'est enregistré."), "success")
            return redirect(url_for("themes_admin.themes"), 303)
    db = read_session()
    page = render_template(
        "catalogue/themes.html",
        themes=queries.list_themes(db),
        counts=queries.count_offers_by_theme(db),
        form=form,
    )
    return (page, 422) if form.is_submitted() else page


@blueprint.route("/admin/themes/<int:theme_id>", methods=["GET", "POST"])
@allowed(can_admin)
def theme(theme_id: int) -> Answer:
    """Its names and its place in the list."""
    known = themes.get_theme(queries.list_themes(read_session()), theme_id)
    form = ThemeForm(obj=known)
    if form.validate_on_submit():
        try:
            with transaction() as db:
                themes.edit_theme(db, theme_id, form.facts(), by=current_person(), now=clock.now())
        except ThemeNameTaken as error:
            form.refuse("name_fr", str(error))
        else:
            flash(_("C'est enregistré."), "success")
            return redirect(url_for("themes_admin.themes"), 303)
    page = _page(theme_id, form, None)
    return (page, 422) if form.is_submitted() else page


@blueprint.post("/admin/themes/<int:theme_id>/retire")
@allowed(can_admin)
def retire(theme_id: int) -> Response:
    """Propose it no more; the offers that have it keep it."""
    with transaction() as db:
        themes.set_retired(db, theme_id, True, by=current_person(), now=clock.now())
    flash(_("Ce thème n'est plus proposé. Les offres qui l'ont le gardent."), "success")
    return redirect(url_for("themes_admin.themes"), 303)


@blueprint.post("/admin/themes/<int:theme_id>/restore")
@allowed(can_admin)
def restore(theme_id: int) -> Response:
    """Propose it again."""
    with transaction() as db:
        themes.set_retired(db, theme_id, False, by=current_person(), now=clock.now())
    flash(_("Ce thème est de nouveau proposé."), "success")
    return redirect(url_for("themes_admin.themes"), 303)


@blueprint.post("/admin/themes/<int:theme_id>/merge")
@allowed(can_admin)
def merge(theme_id: int) -> Response | tuple[str, int]:
    """Give its offers to another theme and retire it."""
    known = queries.list_themes(read_session())
    form = MergeThemeForm(_others(known, theme_id))
    if form.validate():
        try:
            with transaction() as db:
                themes.merge_theme(db, theme_id, int(form.into.data), by=current_person(), now=clock.now())
        except DomainError as error:
            form.refuse("into", str(error))
        else:
            flash(_("Les offres ont changé de thème, et celui-ci n'est plus proposé."), "success")
            return redirect(url_for("themes_admin.themes"), 303)
    return _page(theme_id, ThemeForm(formdata=None, obj=themes.get_theme(known, theme_id)), form), 422


def _others(known: list[Theme], theme_id: int) -> list[Theme]:
    return [one for one in known if one.id != theme_id and one.retired_at is None]


def _page(theme_id: int, form: ThemeForm, merging: MergeThemeForm | None) -> str:
    db = read_session()
    known = queries.list_themes(db)
    return render_template(
        "catalogue/theme.html",
        theme=themes.get_theme(known, theme_id),
        count=queries.count_offers_by_theme(db).get(theme_id, 0),
        form=form,
        merging=merging or MergeThemeForm(_others(known, theme_id), formdata=None),
    )
