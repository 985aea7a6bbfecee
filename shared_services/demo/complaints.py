"""The complaints about one hub of the demo, and the actions that cite them or what participants wrote."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from shared_services.evaluation.complaints import models
from shared_services.evaluation.complaints.models import Complaint, ComplaintState, ImprovementAction

from .opinion_texts import ActionText, ComplaintText, OpinionTexts
from .part import Part
from .sessions import Dated


def add_complaints(
    part: Part, hub_id: int, about: Dated, texts: OpinionTexts, said: Mapping[str, int]
) -> None:
    """`about` is the session complained of; `said` is the number of each free text."""
    manager = part.person_id(about.offer.author)
    known = {one.key: _add_complaint(part, hub_id, about, one, manager) for one in texts.complaints}
    for action in texts.actions:
        _add_action(part, hub_id, action, manager, known, said)


def _add_complaint(part: Part, hub_id: int, about: Dated, text: ComplaintText, manager: int) -> int:
    return part.rows.add(
        Complaint,
        reference=part.world.new_reference(),
        hub_id=hub_id,
        offer_id=about.offer_id,
        booking_id=None,
        person_id=part.person_id(text.who) if text.who else None,
        author_name=text.caller,
        author_email="",
        author_phone=text.phone,
        entered_by_id=manager if text.caller else None,
        subject=text.subject,
        what_happened=text.what_happened,
        wish=text.wish,
        state=_state(text),
        received_at=_ago(part, text.received),
        answer=text.answer,
        answered_at=_ago(part, text.answered),
        outcome=text.outcome,
        closed_at=_ago(part, text.closed),
    )


def _state(text: ComplaintText) -> ComplaintState:
    if text.closed is not None:
        return ComplaintState.CLOSED
    return ComplaintState.ANSWERED if text.answer else ComplaintState.RECEIVED


def _add_action(
    part: Part,
    hub_id: int,
    text: ActionText,
    manager: int,
    known: Mapping[str, int],
    said: Mapping[str, int],
) -> None:
    """Raises KeyError when it cites what nobody wrote."""
    done_at = _ago(part, text.done)
    action_id = part.rows.add(
        ImprovementAction,
        hub_id=hub_id,
        what=text.what,
        why=text.why,
        who=text.who,
        due_on=(part.now - timedelta(days=text.due)).date(),
        done_on=done_at.date() if done_at else None,
        effect=text.effect,
        opened_by_id=manager,
        created_at=_ago(part, text.opened),
    )
    for key in text.complaints:
        part.rows.link(models.action_complaint, action_id=action_id, complaint_id=known[key])
    for words in text.cites:
        part.rows.link(models.ActionText, action_id=action_id, value_id=said[words])


def _ago(part: Part, days: int | None) -> datetime | None:
    return None if days is None else part.now - timedelta(days=days)
