"""The audit trail in sentences: who did what to whom. An act without words of its own is still told."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from shared_services.core.audit import AuditEntry
from shared_services.core.i18n import _, _l

from .audit_words import act_words, kind_name
from .queries import audit as audit_queries

SCHEDULER = _l("La plateforme")
GONE = _l("compte supprimé")


@dataclass(frozen=True)
class Told:
    """One line of the trail as people read it."""

    entry: AuditEntry
    who: str
    act: str
    kind: str
    subject: str

    @property
    def sentence(self) -> str:
        return _("%(who)s %(act)s : %(subject)s", who=self.who, act=self.act, subject=self.subject)


def tell(db: Session, entries: Sequence[AuditEntry]) -> list[Told]:
    """The lines with the names of people and rows, in as many statements as there are kinds of rows."""
    people = audit_queries.name_people(db, (e.actor_id for e in entries if e.actor_id is not None))
    names = audit_queries.name_subjects(db, entries)
    return [
        Told(
            entry=entry,
            who=str(SCHEDULER) if entry.actor_id is None else people.get(entry.actor_id, str(GONE)),
            act=act_words(entry.subject_kind, entry.action),
            kind=kind_name(entry.subject_kind),
            subject=names.get((entry.subject_kind, entry.subject_id))
            or f"{kind_name(entry.subject_kind)} n° {entry.subject_id}",
        )
        for entry in entries
    ]
