"""My personal tokens: which exist, a new one, shown once, taking one back."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import allowed, private, signed_in
from shared_services.core.database import read_session, transaction
from shared_services.core.i18n import _, ngettext

from . import policies, token_operations
from .forms.tokens import TokenForm
from .queries.tokens import list_good_tokens

blueprint = Blueprint("tokens", __name__)


@blueprint.get("/account/tokens")
@private
@signed_in
def tokens() -> str:
    """Which programs may act as me, until when, last used when."""
    return _page(TokenForm(formdata=None), token=None)


@blueprint.post("/account/tokens")
@private
@signed_in
def create() -> str | tuple[str, int]:
    """The new token is in the answer and nowhere else: not in a redirect, not in a cookie."""
    form = TokenForm()
    if not form.validate():
        return _page(form, token=None), 422
    with transaction() as db:
        token = token_operations.create_token(
            db, name=form.name.data, days=int(form.days.data), person=current_person(), now=clock.now()
        )
    return _page(TokenForm(formdata=None), token=token)


@blueprint.post("/account/tokens/<int:token_id>/revoke")
@allowed(policies.can_revoke_token)
def revoke(token_id: int) -> Response:
    """This token opens nothing from now on."""
    with transaction() as db:
        token_operations.revoke_token(db, token_id, by=current_person(), now=clock.now())
    flash(_("Ce jeton n'ouvre plus rien."), "success")
    return redirect(url_for("tokens.tokens"), 303)


@blueprint.post("/account/tokens/revoke")
@signed_in
def revoke_all() -> Response:
    """No token of mine opens anything from now on."""
    with transaction() as db:
        count = token_operations.revoke_all(db, person=current_person(), now=clock.now())
    flash(ngettext("%(num)d jeton révoqué.", "%(num)d jetons révoqués.", count), "success")
    return redirect(url_for("tokens.tokens"), 303)


def _page(form: TokenForm, *, token: str | None) -> str:
    now = clock.now()
    good = list_good_tokens(read_session(), current_person().id, now=now)
    return render_template("api/tokens.html", form=form, token=token, tokens=good)
