"""The audit folder of a session: every paper that stands, the lists, and a manifest of it all."""

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.attendance.models import AttendanceEntry
from shared_services.attendance.queries import (
    list_entries,
    list_names,
    list_participants,
    read_drawn,
    read_scans,
)
from shared_services.booking.exports.lines import HEADER, list_lines
from shared_services.booking.models import Booking
from shared_services.booking.queries import list_roster
from shared_services.core.local_time import to_local
from shared_services.core.spreadsheets import as_csv
from shared_services.core.text import normalised
from shared_services.papers.models import PaperKind
from shared_services.papers.sending import PDF

from . import queries
from .dossier import Dossier, open_dossier
from .operations.keeping import person_words

# Read by auditors and programs: French whatever the reader's language.
SIGNED_PAPER, DRAWN, ROSTER, ENTRIES = "signed_paper", "drawn_signature", "roster", "sheet_entries"
KINDS: dict[str, str] = {
    PaperKind.PROGRAMME: "Programme",
    PaperKind.ATTENDANCE_SHEET: "Feuille d'émargement vierge",
    PaperKind.SIGNED_SHEET: "Feuille d'émargement signée",
    PaperKind.TRAINING_AGREEMENT: "Convention",
    PaperKind.CONVOCATION: "Convocation",
    PaperKind.CERTIFICATE: "Certificat de réalisation",
    PaperKind.STATEMENT: "Attestation de fin de formation",
    SIGNED_PAPER: "Page du papier signé",
    DRAWN: "Signature dessinée",
    ROSTER: "Liste",
    ENTRIES: "Liste",
}
SHEET_HEADER = (
    "Écriture",
    "Nom",
    "Prénom",
    "Structure",
    "Début",
    "Fin",
    "Ce qui est noté",
    "Minutes",
    "Par quel moyen",
    "Par qui",
    "Quand",
    "Motif",
    "Empreinte",
)
RETENTION = (
    "À conserver : certificats 3 ans, pièces justificatives 6 ans, 10 ans si l'action est cofinancée par "
    "l'Union européenne."
)
Listed = dict[str, Any]


class Folder:
    """A ZIP in memory that keeps account of what goes in: 2 MB for a session of thirty people, and the photos
    of its paper."""

    def __init__(self) -> None:
        self.file = io.BytesIO()
        self._zip = zipfile.ZipFile(self.file, "w", zipfile.ZIP_DEFLATED)
        self.listed: list[Listed] = []
        self.deleted: list[Listed] = []

    def add(self, name: str, content: bytes, *, made_at: datetime, **told: Any) -> None:
        """A file and its line in the manifest."""
        self.write(name, content, made_at)
        seal = hashlib.sha256(content).hexdigest()
        at = made_at.isoformat(timespec="seconds")
        self.listed.append({"file": name, "size": len(content), "sha256": seal, "issued_at": at, **told})

    def write(self, name: str, content: bytes, made_at: datetime) -> None:
        info = zipfile.ZipInfo(name, made_at.timetuple()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        self._zip.writestr(info, content)

    def close(self) -> io.BytesIO:
        """The file, from its beginning."""
        self._zip.close()
        self.file.seek(0)
        return self.file


def build_folder(db: Session, session_id: int, *, now: datetime) -> io.BytesIO:
    """Every paper in its latest version, read one at a time; withdrawn certificates are left out."""
    dossier, folder = open_dossier(db, session_id), Folder()
    people = list_participants(db, session_id)
    certificates = queries.list_certificates(db, [one.id for one in people])
    withdrawn = {one.number for one in certificates.values() if one.withdrawn_at is not None}
    for row, paper in queries.read_papers(db, session_id):
        if paper.kind == PaperKind.CERTIFICATE and paper.subject in withdrawn:
            continue
        if paper.deleted_on is not None:
            folder.deleted.append(
                {
                    "kind": paper.kind.value,
                    "number": paper.number,
                    "sha256": paper.sha256,
                    "deleted_on": paper.deleted_on.isoformat(),
                }
            )
            continue
        folder.add(
            row.name,
            paper.content,
            made_at=paper.made_at,
            kind=paper.kind.value,
            number=paper.number,
            version=paper.version,
        )
    _add_signed(db, folder, dossier, people)
    _add_lists(db, folder, dossier, people, now=now)
    _add_manifest(folder, dossier, now=now)
    return folder.close()


def folder_name(dossier: Dossier) -> str:
    """« 2027-02-02_premiers-pas-avec-pix_s12.zip »."""
    title = normalised(dossier.offer.title).replace(" ", "-")[:60].strip("-")
    words = [dossier.first_on.isoformat(), "dossier", title, dossier.subject.lower()]
    return "_".join(word for word in words if word) + ".zip"


def _add_signed(db: Session, folder: Folder, dossier: Dossier, people: list[Booking]) -> None:
    """What people signed by hand: the pages of the paper sheet, and what they drew on a screen."""
    session_id, day = dossier.session.id, dossier.first_on.isoformat()
    for number, page in enumerate(read_scans(db, session_id), start=1):
        ending = "pdf" if page.media_type == PDF else "webp"
        name = f"{day}_feuille-papier_page-{number}.{ending}"
        folder.add(name, page.content, made_at=page.at, kind=SIGNED_PAPER)
    by_id = {one.id: one for one in people}
    for drawn, entry in read_drawn(db, session_id):
        booking = by_id.get(drawn.booking_id)
        who = f"{person_words(booking)}_" if booking else ""
        name = f"{day}_signature_{who}{entry.number}.png"
        folder.add(name, drawn.content, made_at=entry.at, kind=DRAWN)


def _add_lists(
    db: Session, folder: Folder, dossier: Dossier, people: list[Booking], *, now: datetime
) -> None:
    session_id, day = dossier.session.id, dossier.first_on.isoformat()
    roster = as_csv(HEADER, list_lines(db, list_roster(db, session_id)))
    folder.add(f"{day}_liste-des-inscrits.csv", roster, made_at=now, kind=ROSTER)
    entries = list_entries(db, session_id)
    names = {number: one.name for number, one in list_names(db, [one.by_id for one in entries]).items()}
    lines = [_entry_line(one, {two.id: two for two in people}, names, dossier) for one in entries]
    sheet = as_csv(SHEET_HEADER, lines)
    folder.add(f"{day}_feuille-d-emargement.csv", sheet, made_at=now, kind=ENTRIES)


def _entry_line(
    entry: AttendanceEntry, people: dict[int, Booking], names: dict[int, str], dossier: Dossier
) -> Sequence[str]:
    zone, booking = dossier.session.time_zone, people.get(entry.booking_id or 0)
    person, organisation = (booking.person, booking.organisation) if booking else (None, None)
    return (
        str(entry.number),
        person.last_name if person else "",
        person.first_name if person else "",
        organisation.name if organisation else "",
        *(f"{to_local(at, zone):%Y-%m-%d %H:%M}" for at in (entry.starts_at, entry.ends_at)),
        entry.what.value,
        str(entry.minutes),
        entry.way.value,
        names.get(entry.by_id, ""),
        f"{to_local(entry.at, zone):%Y-%m-%d %H:%M:%S}",
        entry.reason,
        entry.hash,
    )


def _add_manifest(folder: Folder, dossier: Dossier, *, now: datetime) -> None:
    about = {
        "session": dossier.subject,
        "title": dossier.offer.title,
        "training_body": dossier.body_name,
        "hub": dossier.hub.name,
        "first_on": dossier.first_on.isoformat(),
        "last_on": dossier.last_on.isoformat(),
        "sheet_closed": dossier.is_closed,
        "sheet_seal": dossier.sheet.last_hash if dossier.sheet else "",
        "made_at": now.isoformat(timespec="seconds"),
    }
    told = {**about, "files": folder.listed, "deleted": folder.deleted}
    listed = json.dumps(told, ensure_ascii=False, indent=2)
    folder.write("manifest.json", listed.encode(), now)
    folder.write("MANIFEST.txt", _in_words(folder, dossier, now).encode(), now)


def _in_words(folder: Folder, dossier: Dossier, now: datetime) -> str:
    zone = dossier.session.time_zone
    rows = [
        f"Dossier de la session {dossier.subject} : {dossier.offer.title}",
        f"Organisme : {dossier.body_name}",
        f"Du {dossier.first_on:%d/%m/%Y} au {dossier.last_on:%d/%m/%Y}",
        f"Feuille de présence : {'close' if dossier.is_closed else 'pas encore close'}",
        f"Dossier établi le {to_local(now, zone):%d/%m/%Y à %H:%M}",
        RETENTION,
        "",
        f"{len(folder.listed)} fichiers, avec leur empreinte SHA-256 :",
    ]
    for one in folder.listed:
        version = f", version {one['version']}" if "version" in one else ""
        made = to_local(datetime.fromisoformat(one["issued_at"]), zone)
        about = f"  {KINDS[one['kind']]}{version}, {made:%d/%m/%Y}, {one['size']} octets"
        rows += ["", one["file"], about, f"  {one['sha256']}"]
    for one in folder.deleted:
        told = f"{KINDS[one['kind']]} {one['number']}"
        gone = f"  supprimé le {date.fromisoformat(one['deleted_on']):%d/%m/%Y}, au terme de sa conservation"
        rows += ["", told, gone, f"  {one['sha256']}"]
    return "\r\n".join([*rows, ""])
