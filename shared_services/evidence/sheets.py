"""What attendance sheets say: blank, to be signed by hand; and as they were signed and closed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shared_services.accounts.models import Person
from shared_services.attendance.models import AttendanceEntry, AttendanceSheet, Way, What
from shared_services.attendance.times import Moment, signed_moments
from shared_services.booking.models import Booking
from shared_services.core.i18n import _
from shared_services.core.local_time import say_hour, to_local
from shared_services.core.saying import say_duration
from shared_services.kinds.trainings.models import HalfDay

from .dossier import Dossier, Facts, said_moment, said_place, said_span, told

COLUMNS = 4  # half days beside each other on a sheet lying down
FOR_WALK_INS = 2
ROOM_TO_SIGN = 8  # millimetres, so that a page holds some fifteen people


@dataclass(frozen=True)
class Noted:
    """All that was said on the sheet of a session, and the people who said it by their number."""

    sheet: AttendanceSheet
    entries: Sequence[AttendanceEntry]
    names: Mapping[int, Person]

    def of(self, booking: Booking, half_day: HalfDay) -> list[AttendanceEntry]:
        return [
            one
            for one in self.entries
            if one.booking_id == booking.id and one.starts_at == half_day.starts_at
        ]

    def name(self, person_id: int | None) -> str:
        person = self.names.get(person_id or 0)
        return person.name if person else _("le hub")

    @property
    def corrections(self) -> list[AttendanceEntry]:
        """What was said after it was closed."""
        closing = next((one.number for one in self.entries if one.what == What.CLOSED), None)
        return [one for one in self.entries if closing is not None and one.number > closing]


def blank_sheet(dossier: Dossier, bookings: Sequence[Booking]) -> Facts:
    """One box to sign for each person in each half day, for the day the network fails."""
    lines = [(_names(one), _under(one)) for one in bookings] + [(_("Autre personne :"), [])] * FOR_WALK_INS
    parts = [
        {
            "columns": _columns(dossier, half_days),
            "lines": [
                {"name": name, "under": under, "cells": [[] for _one in half_days]}
                for name, under in [*lines, *_trainer_lines(dossier)]
            ],
        }
        for half_days in _beside(dossier)
    ]
    outro = [_("Chaque personne signe pour chaque demi-journée ; qui forme note « absence » et son motif.")]
    return _sheet(dossier, _("Feuille d'émargement"), parts, outro, room=ROOM_TO_SIGN)


def signed_sheet(dossier: Dossier, bookings: Sequence[Booking], noted: Noted) -> Facts:
    """Who said what and when, and the seal of the whole."""
    parts = [
        {
            "columns": _columns(dossier, half_days),
            "lines": [
                {
                    "name": _names(one),
                    "under": _under(one),
                    "cells": [list(_said(dossier, noted, one, half_day)) for half_day in half_days],
                }
                for one in bookings
            ],
        }
        for half_days in _beside(dossier)
    ]
    outro = [*_countersigned(dossier, noted), *_corrected(dossier, noted, bookings), _seal(noted)]
    return _sheet(dossier, _("Feuille d'émargement signée"), parts, outro, room=0)


def _sheet(dossier: Dossier, title: str, parts: Sequence[Facts], outro: Sequence[str], *, room: int) -> Facts:
    session = dossier.session
    return {
        "title": title,
        "under_title": dossier.offer.title,
        "rows": told(
            (_("Référence"), dossier.subject),
            (_("Lieu"), said_place(session)),
            (_("Lien de connexion"), session.video_link),
            (_("Formation assurée par"), ", ".join(one.name for one in session.trainers)),
        ),
        "parts": list(parts),
        "outro": list(outro),
        "room": room,
    }


def _beside(dossier: Dossier) -> Iterator[list[HalfDay]]:
    half_days = dossier.session.half_days
    for start in range(0, len(half_days), COLUMNS):
        yield half_days[start : start + COLUMNS]


def _columns(dossier: Dossier, half_days: Sequence[HalfDay]) -> list[str]:
    zone = dossier.session.time_zone
    return [_("Personne"), *(said_span(one.starts_at, one.ends_at, zone) for one in half_days)]


def _names(booking: Booking) -> str:
    return f"{booking.person.last_name} {booking.person.first_name}"


def _under(booking: Booking) -> list[str]:
    return [booking.organisation.name] if booking.organisation else []


def _trainer_lines(dossier: Dossier) -> list[tuple[str, list[str]]]:
    lines = [(one.name, [_("Qui forme")]) for one in dossier.session.trainers]
    return lines or [(_("Qui forme :"), [])]


def _said(dossier: Dossier, noted: Noted, booking: Booking, half_day: HalfDay) -> Iterator[str]:
    entries, zone = noted.of(booking, half_day), dossier.session.time_zone
    if not entries:
        yield _("rien n'est noté")
        return
    latest = entries[-1]
    yield _what(latest)
    own = [one for one in entries if one.is_own_signature]
    signed = signed_moments(own, is_remote=dossier.session.is_remote)
    if start := signed.get(Moment.START):
        yield _("Signé en personne, %(moment)s", moment=said_moment(start.at, zone))
    if end := signed.get(Moment.END):
        yield _("Fin confirmée en personne à %(hour)s", hour=say_hour(to_local(end.at, zone).time()))
    elif dossier.session.is_remote and latest.what == What.PRESENT:
        yield _("Fin non confirmée")
    if latest not in own:
        way = _("Recopié du papier") if latest.way == Way.PAPER else _("Noté")
        yield _(
            "%(way)s par %(name)s, %(moment)s",
            way=way,
            name=noted.name(latest.by_id),
            moment=said_moment(latest.at, zone),
        )


def _what(entry: AttendanceEntry) -> str:
    if entry.what == What.EXCUSED:
        return _("Absence excusée : %(reason)s", reason=entry.reason)
    if entry.what == What.ABSENT:
        return _("Absence : %(reason)s", reason=entry.reason) if entry.reason else _("Absence")
    said = _("Présence : %(duration)s", duration=say_duration(entry.minutes))
    if entry.arrived_late_minutes:
        said += _(", retard de %(duration)s", duration=say_duration(entry.arrived_late_minutes))
    if entry.left_early_minutes:
        said += _(", départ %(duration)s avant la fin", duration=say_duration(entry.left_early_minutes))
    return said


def _countersigned(dossier: Dossier, noted: Noted) -> list[str]:
    sheet = noted.sheet
    if sheet.closed_at is None:
        return []
    return [
        _(
            "Close et signée par %(name)s, %(moment)s.",
            name=noted.name(sheet.closed_by_id),
            moment=said_moment(sheet.closed_at, dossier.session.time_zone),
        )
    ]


def _corrected(dossier: Dossier, noted: Noted, bookings: Sequence[Booking]) -> list[str]:
    people, zone = {one.id: _names(one) for one in bookings}, dossier.session.time_zone
    return [
        _(
            "Correction, %(moment)s, par %(author)s, pour %(name)s, %(hour)s : %(what)s. Motif : %(reason)s",
            moment=said_moment(one.at, zone),
            author=noted.name(one.by_id),
            name=people.get(one.booking_id or 0, _("une personne")),
            hour=say_hour(to_local(one.starts_at, zone).time()),
            what=_what(one),
            reason=one.reason,
        )
        for one in noted.corrections
    ]


def _seal(noted: Noted) -> str:
    return _(
        "Empreinte de la feuille (SHA-256), sur %(entries)s écritures chaînées : %(seal)s",
        entries=noted.sheet.entries,
        seal=noted.sheet.last_hash,
    )
