"""What the papers before a session say: programme, convocation."""

from collections.abc import Sequence
from typing import Any

from shared_services.booking.models import Booking
from shared_services.core.i18n import _
from shared_services.core.links import absolute_url
from shared_services.core.saying import euros, say_duration

from .dossier import (
    Dossier,
    Facts,
    prose_of,
    said_half_days,
    said_moment,
    said_place,
    section,
    told,
    worth_saying,
)

NATURE = "Action de formation (article L6313-1 du code du travail)"


def letter(title: str, under_title: str, sections: Sequence[Facts], **given: Any) -> Facts:
    """A letter without its head; what it says, and nothing else, makes a new version."""
    nothing: Facts = {"intro": [], "outro": [], "signatures": [], "check": None}
    return nothing | {"title": title, "under_title": under_title, "sections": worth_saying(sections)} | given


def programme(dossier: Dossier) -> Facts:
    """The training as its page tells it (Qualiopi 1), for this session."""
    return letter(
        _("Programme de formation"),
        dossier.offer.title,
        [*_content_of(dossier), _practical(dossier), _adaptations(dossier)],
    )


def convocation(dossier: Dossier, booking: Booking) -> Facts:
    """Everything one must know before coming."""
    person = booking.person
    return letter(
        _("Convocation"),
        _("%(name)s : %(title)s", name=person.name, title=dossier.offer.title),
        [
            _appointment(dossier, booking),
            _coming(dossier),
            _adaptations(dossier),
            _cancelling(booking, dossier),
            *_content_of(dossier),
            section(_("Règlement intérieur"), prose=_house_rules(dossier)),
        ],
        intro=[
            _("Bonjour %(name)s,", name=person.first_name),
            _(
                "Votre place est confirmée dans la formation « %(title)s ». Voici tout ce qu'il faut savoir "
                "avant de venir.",
                title=dossier.offer.title,
            ),
        ],
    )


def signature(dossier: Dossier) -> Facts:
    """Where the training body signs."""
    identity = dossier.identity
    said = [identity.signatory_name, identity.signatory_title] if identity else []
    rows = [row for row in said if row]
    return {"name": dossier.body_name, "rows": rows, "hint": _("Signature et cachet")}


def _content_of(dossier: Dossier) -> list[Facts]:
    offer = dossier.offer
    return [
        section(title, prose=prose_of(text))
        for title, text in (
            (_("Objectifs"), offer.objectives),
            (_("Public"), offer.audience),
            (_("Prérequis"), offer.prerequisites),
            (_("Programme"), offer.programme),
            (_("Méthodes"), offer.methods),
            (_("Évaluation"), offer.assessment),
            (_("Conditions et délais d'accès"), offer.access_terms),
        )
    ]


def _practical(dossier: Dossier) -> Facts:
    session, offer = dossier.session, dossier.offer
    price = euros(offer.price_cents) if offer.price_cents else _("gratuit")
    return section(
        _("En pratique"),
        rows=told(
            (_("Durée"), say_duration(session.taught_minutes)),
            (_("Dates"), "\n".join(said_half_days(session))),
            (_("Lieu"), said_place(session)),
            (_("Formation assurée par"), said_trainers(dossier)),
            (_("Prix par personne"), price),
            (_("Contact"), dossier.hub.email),
            (_("À apporter"), offer.bring),
        ),
    )


def _appointment(dossier: Dossier, booking: Booking) -> Facts:
    session = dossier.session
    return section(
        _("Quand et où"),
        rows=told(
            (_("Formation"), dossier.offer.title),
            (_("Référence"), booking.reference),
            (_("Dates et heures"), "\n".join(said_half_days(session))),
            (_("Lieu"), said_place(session)),
            (_("Lien de connexion"), session.video_link),
            (_("Accès"), session.access_notes),
            (_("Formation assurée par"), said_trainers(dossier)),
            (_("Le jour même"), _on_the_day(dossier)),
        ),
    )


def _coming(dossier: Dossier) -> Facts:
    return section(_("À apporter"), prose=prose_of(dossier.offer.bring))


def _adaptations(dossier: Dossier) -> Facts:
    identity, offer = dossier.identity, dossier.offer
    who = [identity.disability_name, identity.disability_phone, identity.disability_email] if identity else []
    contact = " · ".join(part for part in who if part)
    return section(
        _("Handicap et besoins particuliers"),
        rows=told((_("Référent handicap"), contact)),
        prose=[
            *prose_of(offer.accessibility_contact),
            _(
                "Une adaptation vous aiderait à participer ? Dites-le dès que possible, dans votre "
                "réservation ou à %(address)s : nous cherchons une solution avec vous.",
                address=dossier.hub.email,
            ),
        ],
    )


def _cancelling(booking: Booking, dossier: Dossier) -> Facts:
    return section(
        _("Un empêchement ?"),
        rows=[(_("Annuler, ou l'agenda"), absolute_url("booking.show", reference=booking.reference))],
        prose=said_until(booking, dossier),
    )


def said_until(booking: Booking, dossier: Dossier) -> list[str]:
    if booking.cancel_until is None:
        return [_("Pour annuler, écrivez à %(address)s.", address=dossier.hub.email)]
    return [
        _(
            "L'annulation est libre et sans frais jusqu'au %(moment)s ; ensuite, écrivez à %(address)s.",
            moment=said_moment(booking.cancel_until, dossier.session.time_zone),
            address=dossier.hub.email,
        )
    ]


def _house_rules(dossier: Dossier) -> list[str | list[str]]:
    return prose_of(dossier.identity.house_rules) if dossier.identity else []


def _on_the_day(dossier: Dossier) -> str:
    said = dossier.identity.day_contact if dossier.identity else ""
    return said or dossier.hub.phone or dossier.hub.email


def said_trainers(dossier: Dossier) -> str:
    return ", ".join(trainer.name for trainer in dossier.session.trainers)
