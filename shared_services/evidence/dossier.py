"""A session with all that its papers say of it and of its hub, and what every paper has at its head."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.attendance.models import AttendanceSheet
from shared_services.attendance.queries import find_sheet
from shared_services.booking.queries import lock_bookables
from shared_services.core.errors import NotFound
from shared_services.core.i18n import DEFAULT_LANGUAGE, _
from shared_services.core.local_time import say_hour, to_local
from shared_services.core.prose import read_prose
from shared_services.core.saying import say_day
from shared_services.kinds.trainings.models import TrainingOffer, TrainingSession
from shared_services.kinds.trainings.queries import get_session
from shared_services.network.models import FunderLogo, Hub, HubIdentity, HubLogo
from shared_services.network.queries import find_identity, find_logo, list_funder_logos
from shared_services.papers.compiling import day_parts

from .errors import IdentityMissing
from .queries import is_cofunded

Facts = dict[str, Any]


@dataclass(frozen=True)
class Dossier:
    """`identity` is None while the hub has not said who it is; `sheet` while nobody noted anything.
    `is_cofunded`: European funds help to pay, which every paper then has to say.
    """

    session: TrainingSession
    offer: TrainingOffer
    hub: Hub
    identity: HubIdentity | None
    logo: HubLogo | None
    funders: Sequence[FunderLogo]
    sheet: AttendanceSheet | None
    is_cofunded: bool

    @property
    def subject(self) -> str:
        """What its papers call the session."""
        return f"S{self.session.id}"

    @property
    def body_name(self) -> str:
        return self.identity.legal_name if self.identity else self.hub.name

    @property
    def first_on(self) -> date:
        return self._day(self.session.half_days[0].starts_at)

    @property
    def last_on(self) -> date:
        return self._day(self.session.half_days[-1].ends_at)

    @property
    def is_closed(self) -> bool:
        """Whether somebody signed and closed the attendance sheet."""
        return self.sheet is not None and self.sheet.closed_at is not None

    def has_begun(self, now: datetime) -> bool:
        return now >= self.session.half_days[0].starts_at

    def is_over(self, now: datetime) -> bool:
        return now >= self.session.half_days[-1].ends_at

    def check_identity(self) -> None:
        """What a paper that counts must name. Raises IdentityMissing."""
        missing = missing_of(self.identity)
        if missing:
            raise IdentityMissing(what=", ".join(missing))

    def _day(self, instant: datetime) -> date:
        return to_local(instant, self.session.time_zone).date()


def open_dossier(db: Session, session_id: int, *, lock: bool = False) -> Dossier:
    """A constant number of statements. With `lock`, its papers are made in turn. Raises NotFound."""
    if lock:
        lock_bookables(db, [session_id])
    session = get_session(db, session_id)
    hub, offer = session.hub, session.offer
    if hub is None or not isinstance(offer, TrainingOffer):
        raise NotFound
    return Dossier(
        session=session,
        offer=offer,
        hub=hub,
        identity=find_identity(db, hub.id),
        logo=find_logo(db, hub.id),
        funders=list_funder_logos(db, hub.id),
        sheet=find_sheet(db, session_id),
        is_cofunded=is_cofunded(db, session_id),
    )


def missing_of(identity: HubIdentity | None) -> list[str]:
    """What a certificate or an agreement still needs, in words."""
    needed = (
        (_("le nom de l'organisme"), identity and identity.legal_name),
        (_("le SIRET"), identity and identity.siret),
        (_("la personne qui signe"), identity and identity.signatory_name),
    )
    return [name for name, said in needed if not said]


def head_of(dossier: Dossier, *, number: str, today: date) -> Facts:
    """What all papers have: language, number, day, the training body, who helps to pay."""
    return {
        "lang": DEFAULT_LANGUAGE,
        "number": number,
        "day": day_parts(today),
        "printed": _("Établi le %(day)s", day=say_day(today)),
        "signed_where": _signed_where(dossier.hub.city, say_day(today)),
        "maker": {
            "name": dossier.body_name,
            "rows": _maker_rows(dossier),
            "logo": list(dossier.logo.content) if dossier.logo else None,
        },
        "funders": [
            {"content": list(one.content), "alternative": one.alternative} for one in dossier.funders
        ],
    }


def _signed_where(city: str, day: str) -> str:
    return _("Fait à %(city)s, le %(day)s", city=city, day=day) if city else _("Fait le %(day)s", day=day)


def _maker_rows(dossier: Dossier) -> list[str]:
    hub, identity = dossier.hub, dossier.identity
    rows = [hub.name] if dossier.body_name != hub.name else []
    if identity is not None:
        rows += lines_of(identity.address)
        rows += [_("SIRET %(number)s", number=identity.siret)] if identity.siret else []
        if identity.activity_number:
            rows.append(
                _(
                    "Déclaration d'activité n° %(number)s : elle ne vaut pas agrément de l'État",
                    number=identity.activity_number,
                )
            )
    rows.append(" · ".join(part for part in (hub.email, hub.phone) if part))
    return [*rows, _("Action cofinancée par l'Union européenne")] if dossier.is_cofunded else rows


def lines_of(text: str) -> list[str]:
    """What people typed, line by line, without the empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def prose_of(text: str) -> list[str | list[str]]:
    """What people typed, line by line; a list where they made one."""
    said: list[str | list[str]] = []
    for is_list, lines in read_prose(text):
        said += [lines] if is_list else lines
    return said


def said_half_days(session: TrainingSession) -> list[str]:
    """« mardi 2 février 2027, 9 h 30 – 12 h 30 », one by one."""
    return [said_span(one.starts_at, one.ends_at, session.time_zone) for one in session.half_days]


def said_span(start: datetime, end: datetime, zone: str) -> str:
    first, last = to_local(start, zone), to_local(end, zone)
    return f"{say_day(first.date())}, {say_hour(first.time())}\u00a0– {say_hour(last.time())}"


def said_moment(instant: datetime, zone: str) -> str:
    local = to_local(instant, zone)
    return _("%(day)s à %(hour)s", day=say_day(local.date()), hour=say_hour(local.time()))


def said_place(session: TrainingSession) -> str:
    place = ", ".join(part for part in (session.place_name, session.address) if part)
    return place or _("À distance")


def said_days(dossier: Dossier) -> str:
    """« le mardi 2 février 2027 », or from the first to the last."""
    first, last = say_day(dossier.first_on), say_day(dossier.last_on)
    if dossier.first_on == dossier.last_on:
        return _("le %(day)s", day=first)
    return _("du %(first)s au %(last)s", first=first, last=last)


def told(*rows: tuple[str, str]) -> list[tuple[str, str]]:
    """Names and what they are, without those that nobody said."""
    return [(name, said) for name, said in rows if said]


def section(
    title: str,
    *,
    rows: Iterable[tuple[str, str]] = (),
    prose: Iterable[str | list[str]] = (),
    items: Iterable[str] = (),
) -> Facts:
    """A part of a letter; `prose` are its sentences, and the lists between them."""
    return {"title": title, "rows": list(rows), "prose": list(prose), "items": list(items)}


def worth_saying(sections: Iterable[Facts]) -> list[Facts]:
    """Those that say something."""
    return [one for one in sections if one["rows"] or one["prose"] or one["items"]]
