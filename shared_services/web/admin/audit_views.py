"""The audit trail for admins: searched, read page after page, exported. Each look is itself recorded."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, render_template, request

from shared_services.accounts.current import current_person
from shared_services.core import audit, clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.forms import DayField, Form, Optional
from shared_services.core.i18n import _, _l
from shared_services.core.spreadsheets import as_csv
from shared_services.network.policies import can_admin

from .audit_telling import Told, tell
from .audit_words import ACTS, KINDS, act_words
from .queries import audit as audit_queries
from .queries.audit import PER_PAGE, AuditWanted

blueprint = Blueprint("audit_admin", __name__)

PARIS = ZoneInfo("Europe/Paris")
LONGEST_SEARCH = 100


class DatesForm(Form):
    """The days between which to look, both included."""

    class Meta(Form.Meta):
        csrf = False

    since = DayField(_l("Du"), validators=[Optional()])
    until = DayField(_l("Au"), validators=[Optional()])


@blueprint.get("/admin/audit")
@allowed(can_admin)
def search() -> str | tuple[str, int]:
    """Who did what, the newest first."""
    dates = DatesForm(request.args)
    is_sound = dates.validate()
    wanted = _wanted(dates if is_sound else None)
    if is_sound and wanted.before is None and _criteria(wanted):
        _record("audit_searched", wanted)
    db = read_session()
    entries = audit_queries.list_entries(db, wanted, most=PER_PAGE + 1) if is_sound else []
    shown = entries[:PER_PAGE]
    page = render_template(
        "web/admin/audit.html",
        dates=dates,
        wanted=wanted,
        is_sound=is_sound,
        lines=tell(db, shown),
        criteria=_criteria(wanted),
        before=shown[-1].id if len(entries) > PER_PAGE else None,
        kinds=KINDS,
        actions={action: act_words(kind, action) for kind, action in ACTS if kind == wanted.kind},
        most_exported=audit_queries.MOST_EXPORTED,
    )
    return page if is_sound else (page, 422)


@blueprint.get("/admin/audit.csv")
@allowed(can_admin)
def export() -> Response:
    """The same lines for a spreadsheet, the newest ten thousand at most."""
    dates = DatesForm(request.args)
    wanted = replace(_wanted(dates if dates.validate() else None), before=None)
    _record("audit_exported", wanted)
    db = read_session()
    entries = audit_queries.list_entries(db, wanted, most=audit_queries.MOST_EXPORTED)
    told: list[Told] = []
    for start in range(0, len(entries), 500):
        told += tell(db, entries[start : start + 500])
    headers = {"Content-Disposition": 'attachment; filename="journal.csv"'}
    return Response(_as_csv(told), mimetype="text/csv", headers=headers)


def _wanted(dates: DatesForm | None) -> AuditWanted:
    """What the address asks for; what it says wrongly is left out."""
    kind, action = request.args.get("kind", ""), request.args.get("action", "")
    kind = kind if kind in KINDS else ""
    before = request.args.get("before", type=int)
    return AuditWanted(
        person=_words("person"),
        subject=_words("subject"),
        kind=kind,
        action=action if (kind, action) in ACTS else "",
        since=_midnight(dates.since.data) if dates else None,
        until=_midnight(dates.until.data + timedelta(days=1)) if dates and dates.until.data else None,
        before=before if before is not None and 0 < before < 2**31 else None,
    )


def _words(name: str) -> str:
    return request.args.get(name, "").replace("\x00", "")[:LONGEST_SEARCH].strip()


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), PARIS) if day else None


def _criteria(wanted: AuditWanted) -> dict[str, str]:
    """What was asked for, as the address and the trail say it."""
    said = {
        "person": wanted.person,
        "subject": wanted.subject,
        "kind": wanted.kind,
        "action": wanted.action,
        "since": wanted.since.date().isoformat() if wanted.since else "",
        "until": (wanted.until - timedelta(days=1)).date().isoformat() if wanted.until else "",
    }
    return {name: value for name, value in said.items() if value}


def _record(action: str, wanted: AuditWanted) -> None:
    """Whoever looks at what others did leaves a line too."""
    with transaction() as db:
        actor = current_person()
        audit.record(db, actor, action, by=actor, now=clock.now(), details=_criteria(wanted))


def _as_csv(lines: Sequence[Told]) -> bytes:
    header = [_("Date"), _("Qui"), _("Acte"), _("Type"), _("Sujet"), _("Avant"), _("Après"), _("Raison")]
    return as_csv(header, (_row(line) for line in lines))


def _row(line: Told) -> list[str]:
    entry = line.entry
    when = entry.at.astimezone(PARIS).isoformat(timespec="seconds")
    states = [entry.from_state or "", entry.to_state or "", entry.reason or ""]
    return [when, line.who, line.act, line.kind, line.subject, *states]
