"""The agreement of a loan: what it says, and making it when units leave or stay longer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.booking.models import Booking
from shared_services.booking.queries import find_booking
from shared_services.core.errors import existing
from shared_services.core.i18n import DEFAULT_LANGUAGE, _, force_locale, get_locale
from shared_services.core.local_time import to_local
from shared_services.core.saying import euros, say_day
from shared_services.network.models import Hub
from shared_services.network.queries import find_identity, find_logo, get_hub_alone
from shared_services.papers.compiling import day_parts
from shared_services.papers.models import Paper, PaperKind
from shared_services.papers.operations import issue_paper

from .. import queries
from ..models import Tool
from . import queries as loan_queries
from .models import LoanUnit

Facts = dict[str, Any]


def issue_agreement(db: Session, booking_id: int, *, now: datetime) -> Paper:
    """The agreement of a loan as it is now, in the borrower's language; the loan is locked."""
    db.flush()  # the units that have just left are in it
    booking = existing(find_booking(db, booking_id))
    tool = queries.get_tool(db, booking.bookable_id)
    units = loan_queries.list_loan_units(db, booking.id)
    with force_locale(booking.person.locale):
        return issue_paper(
            db,
            PaperKind.LOAN_AGREEMENT,
            booking.reference,
            lambda number: agreement_facts(db, booking, tool, units, number=number, now=now),
            now=now,
        )


def agreement_facts(
    db: Session, booking: Booking, tool: Tool, units: Sequence[LoanUnit], *, number: str, now: datetime
) -> Facts:
    """What the template of the agreement shows, in the reader's language."""
    hub = get_hub_alone(db, tool.hub_id or 0)
    today = to_local(now, tool.time_zone).date()
    return {
        "lang": str(get_locale() or DEFAULT_LANGUAGE),
        "title": _("Convention de prêt"),
        "under_title": _("N° %(number)s, établie le %(day)s", number=number, day=say_day(today)),
        "number": number,
        "day": day_parts(today),
        "maker": _maker(db, hub),
        "parties": [_lender(db, hub, tool), _borrower(booking)],
        "what": _what(tool, units),
        "terms": {"title": _("Durée et conditions"), "rows": _terms(booking, tool)},
        "duties": {"title": _("Engagements"), "rows": _duties()},
        "signatures": {
            "title": _("Signatures"),
            "rows": [
                {"name": name, "hint": _("Nom, date, signature")}
                for name in (_("Pour le hub"), _("L'emprunteur"))
            ],
        },
    }


def _maker(db: Session, hub: Hub) -> Facts:
    """The hub at the head of the paper; rows that it does not have are left out."""
    logo = find_logo(db, hub.id)
    rows = [row for row in (hub.city, hub.email, hub.phone, hub.website) if row]
    return {"name": hub.name, "rows": rows, "logo": list(logo.content) if logo else None}


def _lender(db: Session, hub: Hub, tool: Tool) -> Facts:
    """Who lends in law, once the hub has said who that is."""
    name, rows = hub.name, [tool.place_name, tool.address, hub.email, hub.phone or ""]
    identity = find_identity(db, hub.id)
    if identity is not None and identity.legal_name:
        name = identity.legal_name
        siret = _("SIRET %(number)s", number=identity.siret) if identity.siret else ""
        signatory = ", ".join(part for part in (identity.signatory_name, identity.signatory_title) if part)
        represented = _("représenté par %(name)s", name=signatory) if signatory else ""
        rows = [hub.name if hub.name != name else "", siret, represented, *rows]
    return {"role": _("Le prêteur"), "name": name, "rows": [row for row in rows if row]}


def _borrower(booking: Booking) -> Facts:
    person, organisation = booking.person, booking.organisation
    rows = [organisation.name if organisation else ""]
    if organisation is not None and organisation.siret:
        rows.append(_("SIRET %(number)s", number=organisation.siret))
    rows += [person.email, person.phone or ""]
    return {"role": _("L'emprunteur"), "name": person.name, "rows": [row for row in rows if row]}


def _what(tool: Tool, units: Sequence[LoanUnit]) -> Facts:
    return {
        "title": _("Matériel prêté"),
        "name": tool.tool_offer.title,
        "columns": [_("Étiquette"), _("Numéro de série"), _("État au départ")],
        "units": [
            [one.unit.label, one.unit.serial_number or "–", one.state_out or _("rien à signaler")]
            for one in units
        ],
    }


def _terms(booking: Booking, tool: Tool) -> list[tuple[str, str]]:
    offer, zone = tool.tool_offer, tool.time_zone
    place = ", ".join(part for part in (tool.place_name, tool.address) if part)
    rows = [(_("Retrait et retour"), place)]
    if booking.starts_at is not None and booking.ends_at is not None:
        first, last = (say_day(to_local(at, zone).date()) for at in (booking.starts_at, booking.ends_at))
        rows.insert(0, (_("Durée"), _("du %(first)s au %(last)s inclus", first=first, last=last)))
    amounts = (
        (_("Prix du prêt"), offer.price_cents, _("gratuit")),
        (_("Caution"), offer.deposit_cents, _("aucune")),
        (_("Valeur d'un exemplaire"), offer.replacement_cents, _("non précisée")),
    )
    return rows + [(name, euros(cents) if cents else nothing) for name, cents, nothing in amounts]


def _duties() -> list[str]:
    return [
        _(
            "L'emprunteur prend soin du matériel, ne le prête à personne d'autre et le rend complet "
            "à la date prévue."
        ),
        _("En cas de panne, de perte, de vol ou de retard, il prévient le hub sans attendre."),
        _("Avant le retour, il efface les données personnelles qui s'y trouvent."),
        _(
            "Une pièce manquante ou un exemplaire perdu peut lui être demandé, dans la limite de la valeur "
            "indiquée."
        ),
        _("Le hub remet un matériel vérifié et reste joignable pendant le prêt."),
    ]
