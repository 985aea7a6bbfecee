"""Somebody makes her own two accounts one: asked from the one kept, agreed to from the other's mailbox."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from shared_services.accounts import limits, passwords
from shared_services.accounts.current import current_person
from shared_services.accounts.errors import SameAccount, WrongPassword
from shared_services.accounts.models import Person
from shared_services.accounts.operations import check_mergeable
from shared_services.accounts.queries import find_person_by_email, get_person
from shared_services.core import clock
from shared_services.core.access import signed_in
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _

from . import messages, operations, queries
from .errors import MergeLinkExpired, NotTheKeptAccount
from .forms import MergeForm
from .links import LIVES, read_token

blueprint = Blueprint("merging", __name__)

BESIDE = {WrongPassword: "current_password", SameAccount: "email"}


@blueprint.get("/account/merge")
@signed_in
def merge() -> str:
    """Ask for the other account to go into this one."""
    return render_template("merging/merge.html", form=MergeForm(formdata=None))


@blueprint.post("/account/merge")
@signed_in
def ask() -> Response | tuple[str, int]:
    """Mail a link to the other address; the page says the same whoever has it."""
    form, status = MergeForm(), 422
    if form.validate():
        try:
            _ask(form)
        except DomainError as error:
            form.refuse(BESIDE.get(type(error), ""), str(error))
            status = error.status
        else:
            flash(_("Si cette adresse a un compte, un message y est en route : son lien termine la réunion."))
            return redirect(url_for("accounts.profile"), 303)
    return render_template("merging/merge.html", form=form), status


def _ask(form: MergeForm) -> None:
    """Raises TooManyAttempts, WrongPassword, SameAccount."""
    kept, now, email = current_person(), clock.now(), form.email.data
    with transaction() as db:
        limits.count(db, "merge", email=kept.email, address=request.remote_addr or "unknown", now=now)
    if not passwords.is_right(kept.password_hash or "", form.current_password.data):
        raise WrongPassword
    if email == kept.email:
        raise SameAccount
    with transaction() as db:
        twin = find_person_by_email(db, email)
        if twin is not None and _may_be_asked(twin, kept):
            messages.post_asked(db, get_person(db, kept.id), twin, now=now)


def _may_be_asked(twin: Person, kept: Person) -> bool:
    is_open = twin.email_confirmed_at is not None and twin.erased_at is None and twin.blocked_at is None
    return is_open and not twin.is_admin and twin.id != kept.id


@blueprint.get("/account/merge/<token>")
@signed_in
def merge_mine(token: str) -> str:
    """What becomes of both accounts, with one button."""
    db = read_session()
    kept, twin = _both(db, token, now=clock.now())
    return render_template(
        "merging/merge_mine.html",
        kept=kept,
        twin=twin,
        kept_counts=queries.count_rows_of(db, kept.id),
        counts=queries.count_rows_of(db, twin.id),
        token=token,
    )


@blueprint.post("/account/merge/<token>")
@signed_in
def merge_mine_now(token: str) -> Response:
    """Make them one."""
    now = clock.now()
    with transaction() as db:
        kept, twin = _both(db, token, now=now)
        operations.merge_people(db, kept.id, twin.id, by=kept, now=now)
    flash(_("Vos deux comptes n'en font plus qu'un. Chacune de vos deux adresses y mène."), "success")
    return redirect(url_for("accounts.profile"), 303)


def _both(db: Session, token: str, *, now: datetime) -> tuple[Person, Person]:
    """Raises BadLink, MergeLinkExpired, NotTheKeptAccount, and what keeps them from being merged."""
    kept_id, twin_id, asked_at = read_token(token)
    kept, twin = get_person(db, kept_id), get_person(db, twin_id)
    is_dead = kept.merged_into_id or twin.merged_into_id or kept.erased_at or twin.erased_at
    if is_dead or now > asked_at + LIVES:
        raise MergeLinkExpired
    if current_person().id != kept_id:
        raise NotTheKeptAccount(email=kept.email)
    check_mergeable(db, kept, twin, now=now)
    return kept, twin
