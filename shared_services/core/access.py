"""Who may call a view. Deny by default: the application does not start with a view that says nothing.

A policy is `can_…(db, actor, **view_args) -> bool`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, redirect, request, url_for
from flask_login import current_user

from .database import read_session
from .errors import Forbidden, TokenMissing
from .programs import takes_tokens_only

View = Callable[..., Any]
Policy = Callable[..., bool]

# Views that extensions register: files anybody may fetch.
FILES_OF_EXTENSIONS = {"static", "bootstrap.static"}


def public(view: View) -> View:
    """Anybody may call the view, signed in or not."""
    view.access_rule = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Any signed-in person may call the view; a stranger is sent to the sign-in page, a program told."""
    return _guarded(view, lambda _db, _actor, **_args: True, "signed_in")


def allowed(policy: Policy) -> Callable[[View], View]:
    """Only whom `policy` lets through may call the view. Raises Forbidden for others."""
    return lambda view: _guarded(view, policy, policy.__name__)


def private(view: View) -> View:
    """Never shown to support looking as somebody else: secrets, addresses that open by themselves, papers
    that are made when they are asked for.
    """
    view.is_private = True  # type: ignore[attr-defined]
    return view


def _guarded(view: View, policy: Policy, rule: str) -> View:
    @wraps(view)
    def guarded(**view_args: Any) -> Any:
        if not current_user.is_authenticated:
            if takes_tokens_only():
                raise TokenMissing
            return redirect(url_for("accounts.login", next=_here()), 303)
        actor = current_user._get_current_object()
        if not policy(read_session(), actor, **view_args):
            raise Forbidden
        return view(**view_args)

    guarded.access_rule = rule  # type: ignore[attr-defined]
    return guarded


def _here() -> str | None:
    """Where to come back after signing in; a form cannot be sent again by a redirect."""
    return request.full_path.rstrip("?") if request.method == "GET" else None


def refuse_unguarded_views(app: Flask) -> None:
    """Raises RuntimeError naming the views that declare no access rule."""
    bare = sorted(
        name
        for name, view in app.view_functions.items()
        if name not in FILES_OF_EXTENSIONS and not hasattr(view, "access_rule")
    )
    if bare:
        raise RuntimeError(f"views without @public, @signed_in or @allowed: {', '.join(bare)}")
