"""Invitations: made and followed by whoever invites, opened by whoever is invited."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shared_services.accounts import limits, passwords
from shared_services.accounts.current import current_person, person_or_none, start_session
from shared_services.accounts.errors import AlreadyRegistered
from shared_services.accounts.forms import SignUpForm
from shared_services.accounts.operations import (
    check_credentials,
    open_device,
    sign_up,
    sign_up_confirmed,
)
from shared_services.core import clock
from shared_services.core.access import allowed, public, signed_in
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _, get_locale
from shared_services.core.paging import paginate
from shared_services.core.signing import unsign

from . import operations, policies, queries
from .errors import InvitationOver
from .forms import InvitationForm, SharedLinkForm, TeamInvitationForm
from .messages import INVITATION, invitation_url
from .models import Invitation, StaffRole

blueprint = Blueprint("invitations", __name__)

Answer = Response | str | tuple[str, int]


# --- whoever invites


@blueprint.get("/organisations/<int:organisation_id>/invitations")
@allowed(policies.can_invite_to_organisation)
def of_organisation(organisation_id: int) -> Answer:
    """Who was invited to the organisation, and what became of it."""
    return _organisation_page(organisation_id)


@blueprint.post("/organisations/<int:organisation_id>/invitations")
@allowed(policies.can_invite_to_organisation)
def invite_to_organisation(organisation_id: int) -> Answer:
    """Invite one person by mail."""
    form = InvitationForm()
    place = operations.Place(organisation_id=organisation_id, as_referent=form.as_referent.data)
    if form.validate() and _invited(form, place):
        return redirect(url_for("invitations.of_organisation", organisation_id=organisation_id), 303)
    return _organisation_page(organisation_id, mail_form=form), 422


@blueprint.post("/organisations/<int:organisation_id>/invitations/link")
@allowed(policies.can_invite_to_organisation)
def share_link(organisation_id: int) -> Answer:
    """Make a link to give to several colleagues."""
    form = SharedLinkForm()
    if not form.validate():
        return _organisation_page(organisation_id, link_form=form), 422
    most = form.max_uses.data or 1
    with transaction() as db:
        operations.share_link(db, organisation_id, max_uses=most, by=current_person(), now=clock.now())
    flash(_("Le lien est prêt : copiez-le dans la liste ci-dessous."), "success")
    return redirect(url_for("invitations.of_organisation", organisation_id=organisation_id), 303)


@blueprint.get("/manage/<int:hub_id>/invitations")
@allowed(policies.can_invite_to_team)
def of_team(hub_id: int) -> Answer:
    """Who was invited to the hub's team, and what became of it."""
    return _team_page(hub_id, TeamInvitationForm(formdata=None))


@blueprint.post("/manage/<int:hub_id>/invitations")
@allowed(policies.can_invite_to_team)
def invite_to_team(hub_id: int) -> Answer:
    """Invite somebody to manage the hub or to train for it."""
    form = TeamInvitationForm()
    if form.validate():
        place = operations.Place(hub_id=hub_id, role=StaffRole(form.role.data))
        if _invited(form, place):
            return redirect(url_for("invitations.of_team", hub_id=hub_id), 303)
    return _team_page(hub_id, form), 422


@blueprint.post("/invitations/<int:invitation_id>/resend")
@allowed(policies.can_handle_invitation)
def resend(invitation_id: int) -> Answer:
    """Mail the link once more; it works for another fourteen days."""
    person, now = current_person(), clock.now()
    with transaction() as db:
        operations.count_invitation(db, person.id, now=now)
    with transaction() as db:
        invitation = operations.send_again(db, invitation_id, by=person, now=now)
        back = _list_url(invitation)
    flash(_("L'invitation est renvoyée. Elle est valable 14 jours de plus."), "success")
    return redirect(back, 303)


@blueprint.post("/invitations/<int:invitation_id>/revoke")
@allowed(policies.can_handle_invitation)
def revoke(invitation_id: int) -> Answer:
    """The link opens nothing any more."""
    with transaction() as db:
        invitation = operations.revoke_invitation(db, invitation_id, by=current_person(), now=clock.now())
        back = _list_url(invitation)
    flash(_("L'invitation est retirée : son lien n'ouvre plus rien."), "info")
    return redirect(back, 303)


def _invited(form: InvitationForm | TeamInvitationForm, place: operations.Place) -> bool:
    """Whether the invitation is on its way; if not, the form says why."""
    person, now = current_person(), clock.now()
    try:
        with transaction() as db:
            operations.count_invitation(db, person.id, now=now)
        with transaction() as db:
            operations.invite_by_mail(db, place, form.email.data, by=person, now=now)
    except DomainError as error:
        form.refuse("email", str(error))
        return False
    flash(_("L'invitation est envoyée à %(email)s.", email=form.email.data), "success")
    return True


def _organisation_page(
    organisation_id: int,
    *,
    mail_form: InvitationForm | None = None,
    link_form: SharedLinkForm | None = None,
) -> str:
    db = read_session()
    return render_template(
        "network/invitations.html",
        organisation=queries.get_organisation(db, organisation_id),
        mail_form=mail_form or InvitationForm(formdata=None),
        link_form=link_form or SharedLinkForm(formdata=None, data={"max_uses": 10}),
        list_endpoint="invitations.of_organisation",
        list_values={"organisation_id": organisation_id},
        **_listed(organisation_id=organisation_id),
    )


def _team_page(hub_id: int, form: TeamInvitationForm) -> str:
    return render_template(
        "network/team_invitations.html",
        hub=queries.get_hub(read_session(), hub_id),
        form=form,
        list_endpoint="invitations.of_team",
        list_values={"hub_id": hub_id},
        **_listed(hub_id=hub_id),
    )


def _listed(**place: int) -> dict[str, Any]:
    db = read_session()
    page = paginate(db, queries.invitations_of(**place), number=request.args.get("page", 1, type=int))
    return {
        "page": page,
        "accepted_by": queries.list_accepted_by(db, [invitation.id for invitation in page.items]),
        # A mailed link is shown to nobody else: opening it proves whose mailbox it is.
        "links": {one.id: invitation_url(one) for one in page.items if one.email is None},
        "now": clock.now(),
    }


def _list_url(invitation: Invitation) -> str:
    if invitation.hub_id is not None:
        return url_for("invitations.of_team", hub_id=invitation.hub_id)
    return url_for("invitations.of_organisation", organisation_id=invitation.organisation_id)


# --- whoever is invited


@blueprint.get("/invitation/<token>")
@public
def show(token: str) -> Answer:
    """Who invites to what; accept, or sign in or up first."""
    invitation = _find(token)
    return render_template("network/invitation.html", invitation=invitation, token=token)


@blueprint.post("/invitation/<token>")
@signed_in
def accept(token: str) -> Answer:
    """Belong there from now on."""
    person, invitation_id = current_person(), _find(token).id
    with transaction() as db:
        invitation = operations.accept_invitation(db, invitation_id, person=person, now=clock.now())
        name, hub_id = invitation.place_name, invitation.hub_id
        leads = invitation.role == StaffRole.MANAGER
    flash(_("Bienvenue ! Vous faites maintenant partie de %(place)s.", place=name), "success")
    if hub_id is not None and leads:
        return redirect(url_for("network_manage.members", hub_id=hub_id), 303)
    return redirect(url_for("network.my_organisations" if hub_id is None else "web.home"), 303)


@blueprint.get("/invitation/<token>/signup")
@public
def signup(token: str) -> Answer:
    """Open an account on the way, with the address that was invited."""
    invitation = _find(token)
    if person_or_none() is not None:
        return redirect(url_for("invitations.show", token=token), 303)
    locale = get_locale()
    form = SignUpForm(formdata=None, email=invitation.email, language=locale.language if locale else None)
    return _signup_page(token, invitation, form)


@blueprint.post("/invitation/<token>/signup")
@public
def open_account(token: str) -> Answer:
    """With the invited address she is signed in at once; with another one, that must be confirmed first."""
    invitation, form = _find(token), SignUpForm()
    is_hers = invitation.email is not None and form.email.data == invitation.email
    if form.validate():
        try:
            if is_hers:
                _open_and_sign_in(form)
                return redirect(url_for("invitations.show", token=token), 303)
            _open_unconfirmed(form)
            flash(_("Confirmez votre adresse, connectez-vous, puis rouvrez le lien de l'invitation."), "info")
            return redirect(url_for("accounts.signup_sent"), 303)
        except DomainError as error:
            form.refuse("email" if isinstance(error, AlreadyRegistered) else "", str(error))
    return _signup_page(token, invitation, form), 422


def _open_and_sign_in(form: SignUpForm) -> None:
    _count_sign_up(form)
    password_hash, now = passwords.hash_password(form.password.data), clock.now()
    with transaction() as db:
        sign_up_confirmed(db, **_account_of(form), password_hash=password_hash, now=now)
    credentials = check_credentials(read_session(), email=form.email.data, password=form.password.data)
    with transaction() as db:
        token = open_device(db, credentials=credentials, user_agent=request.user_agent.string, now=now)
    start_session(token)


def _open_unconfirmed(form: SignUpForm) -> None:
    _count_sign_up(form)
    password_hash = passwords.hash_password(form.password.data)
    with transaction() as db:
        sign_up(db, **_account_of(form), password_hash=password_hash, now=clock.now())


def _count_sign_up(form: SignUpForm) -> None:
    """In a transaction of its own. Raises TooManyAttempts."""
    address = request.remote_addr or "unknown"
    with transaction() as db:
        limits.count(db, "sign_up", email=form.email.data, address=address, now=clock.now())


def _account_of(form: SignUpForm) -> dict[str, str]:
    return {
        "first_name": form.first_name.data,
        "last_name": form.last_name.data,
        "email": form.email.data,
        "locale": form.language.data,
    }


def _signup_page(token: str, invitation: Invitation, form: SignUpForm) -> str:
    return render_template("network/invitation_signup.html", invitation=invitation, token=token, form=form)


def _find(token: str) -> Invitation:
    """The invitation of a link that still works. Raises BadLink, InvitationOver."""
    db = read_session()
    invitation = queries.find_invitation(db, unsign(INVITATION, token))
    if invitation is None or not operations.still_works(db, invitation, now=clock.now()):
        raise InvitationOver
    return invitation
