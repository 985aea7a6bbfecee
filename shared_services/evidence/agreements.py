"""What an agreement says, between the training body and whoever pays."""

from collections.abc import Sequence

from shared_services.booking.models import Booking
from shared_services.core.i18n import _, ngettext
from shared_services.core.saying import euros, say_duration

from .dossier import Dossier, Facts, lines_of, prose_of, said_days, said_half_days, said_place, section, told
from .letters import NATURE, letter, said_trainers, said_until, signature


def agreement(dossier: Dossier, bookings: Sequence[Booking]) -> Facts:
    """Between the training body and whoever pays for these places: an organisation, or one person."""
    first, offer = bookings[0], dossier.offer
    number, organisation = len(bookings), first.organisation
    title, law, own_terms = (
        (
            _("Convention de formation professionnelle"),
            _("Articles L6353-1 et suivants du code du travail"),
            [],
        )
        if organisation
        else (
            _("Contrat de formation professionnelle"),
            _("Articles L6353-3 à L6353-7 du code du travail"),
            _terms_of_one_person(),
        )
    )
    return letter(
        title,
        law,
        [
            section(_("Entre"), rows=_parties(dossier, first)),
            section(_("L'action de formation"), rows=_action(dossier)),
            section(_("Objectifs"), prose=prose_of(offer.objectives)),
            section(_("Prérequis"), prose=prose_of(offer.prerequisites)),
            section(_("Programme"), prose=prose_of(offer.programme)),
            section(_("Moyens et déroulement"), prose=prose_of(offer.methods)),
            section(_("Suivi et sanction"), prose=_followed(dossier)),
            section(
                ngettext("%(num)d personne inscrite", "%(num)d personnes inscrites", number),
                items=[one.person.name for one in bookings],
            ),
            section(_("Prix"), rows=_price(dossier, number)),
            *own_terms,
            section(_("Annulation"), prose=said_until(first, dossier)),
        ],
        signatures=[
            signature(dossier),
            {
                "name": organisation.name if organisation else first.person.name,
                "rows": [],
                "hint": _("Nom, qualité, date, signature et cachet")
                if organisation
                else _("Date et signature"),
            },
        ],
    )


def _terms_of_one_person() -> list[Facts]:
    """What the law wants said to whoever pays for herself."""
    return [
        section(
            _("Rétractation"),
            prose=[
                _(
                    "Dans les dix jours qui suivent la signature, la personne peut se rétracter par lettre "
                    "recommandée avec avis de réception (article L6353-5). Ce délai est de quatorze jours "
                    "quand le contrat est conclu à distance (article L221-18 du code de la consommation)."
                )
            ],
        ),
        section(
            _("Paiement"),
            prose=[
                _(
                    "Aucune somme n'est demandée avant la fin de ce délai. 30 % du prix au plus peuvent "
                    "alors l'être ; le reste se paie au fur et à mesure de la formation (article L6353-6)."
                ),
                _(
                    "Si un cas de force majeure l'empêche de suivre la formation, la personne peut rompre le "
                    "contrat : elle ne doit que les heures données, en proportion du prix (article L6353-7)."
                ),
            ],
        ),
    ]


def _parties(dossier: Dossier, booking: Booking) -> list[tuple[str, str]]:
    identity, organisation = dossier.identity, booking.organisation
    body = [dossier.body_name]
    if identity is not None:
        body += [*lines_of(identity.address), _("SIRET %(number)s", number=identity.siret)]
        if identity.activity_number:
            body.append(_("Déclaration d'activité n° %(number)s", number=identity.activity_number))
    payer = [booking.person.name]
    if organisation is not None:
        payer = [organisation.name, organisation.city]
        if organisation.siret:
            payer.append(_("SIRET %(number)s", number=organisation.siret))
    return [(_("L'organisme de formation"), "\n".join(body)), (_("Le bénéficiaire"), "\n".join(payer))]


def _action(dossier: Dossier) -> list[tuple[str, str]]:
    session = dossier.session
    return told(
        (_("Intitulé"), dossier.offer.title),
        (_("Référence"), dossier.subject),
        (_("Nature"), NATURE),
        (_("Durée"), say_duration(session.taught_minutes)),
        (_("Dates"), said_days(dossier)),
        (_("Horaires"), "\n".join(said_half_days(session))),
        (_("Lieu"), said_place(session)),
        (_("Formation assurée par"), said_trainers(dossier)),
    )


def _followed(dossier: Dossier) -> list[str | list[str]]:
    return [
        _(
            "Une feuille d'émargement est signée par demi-journée. Un certificat de réalisation et une "
            "attestation de fin de formation sont remis d'après les heures de présence."
        ),
        *prose_of(dossier.offer.assessment),
    ]


def _price(dossier: Dossier, number: int) -> list[tuple[str, str]]:
    each = dossier.offer.price_cents
    public = ", ".join(one.alternative for one in dossier.funders)
    return [
        (_("Prix par personne"), euros(each)),
        (_("Nombre de personnes"), str(number)),
        (_("Prix total"), euros(each * number)),
        (_("Contributions publiques"), public or _("aucune n'est déclarée pour cette action")),
    ]
