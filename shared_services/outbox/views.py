"""Messages read in the browser when no mail server is set; the pages do not exist otherwise."""

from email import message_from_string, policy
from email.message import EmailMessage

from flask import Blueprint, Response, render_template, request

from shared_services.core.access import public
from shared_services.core.database import read_session
from shared_services.core.errors import NotFound, existing
from shared_services.core.paging import paginate
from shared_services.core.site import settings

from . import queries
from .models import MessageState

blueprint = Blueprint("outbox", __name__)


@blueprint.before_request
def refuse_where_mail_is_sent() -> None:
    """Never in production, never beside a mail server."""
    if settings().is_production or settings().mail_url is not None:
        raise NotFound


@blueprint.get("/messages")
@public
def messages() -> str:
    """What would have been sent, the newest first."""
    sent = queries.select_messages(MessageState.SENT)
    page = paginate(read_session(), sent, number=request.args.get("page", 1, type=int))
    subjects = {message.id: _email(message.kept_copy)["Subject"] for message in page.items}
    return render_template("outbox/messages.html", page=page, subjects=subjects)


@blueprint.get("/messages/<int:message_id>")
@public
def message(message_id: int) -> str:
    """One message as its reader sees it."""
    row = queries.get_message(read_session(), message_id)
    email = _email(row.kept_copy)
    body = email.get_body(("plain",))
    return render_template(
        "outbox/message.html",
        message=row,
        email=email,
        text=body.get_content() if body else "",
        has_calendar=_calendar(email) is not None,
    )


@blueprint.get("/messages/<int:message_id>/invitation.ics")
@public
def invitation(message_id: int) -> Response:
    """The calendar file of a message. Raises NotFound when it has none."""
    calendar = existing(_calendar(_email(queries.get_message(read_session(), message_id).kept_copy)))
    headers = {"Content-Disposition": 'attachment; filename="invitation.ics"'}
    return Response(calendar, mimetype="text/calendar", headers=headers)


def _email(kept_copy: str | None) -> EmailMessage:
    if kept_copy is None:
        raise NotFound
    return message_from_string(kept_copy, policy=policy.default)


def _calendar(email: EmailMessage) -> str | None:
    for part in email.iter_attachments():
        if part.get_content_type() == "text/calendar":
            return str(part.get_content())
    return None
