"""What the papers after a session say: completion certificate and end-of-training statement."""

from collections.abc import Sequence

import segno

from shared_services.booking.models import Booking
from shared_services.core.i18n import _
from shared_services.core.links import absolute_url
from shared_services.core.saying import say_duration

from .dossier import Dossier, Facts, prose_of, said_days, section, told
from .letters import NATURE, letter, signature
from .queries import Level

# Read on paper, by a phone: a code that survives a fold.
ROBUST = "m"


def certificate(dossier: Dossier, booking: Booking, minutes: int, *, number: str, version: int) -> Facts:
    """The model of the ministry of labour: who certifies, for whom, what, when, how many hours."""
    identity = dossier.identity
    if identity is None:
        raise TypeError("a certificate names the training body")
    return letter(
        _("Certificat de réalisation"),
        _("N° %(number)s, version %(version)s", number=number, version=version),
        [
            section(_("La personne"), rows=_trainee(booking)),
            section(_("L'action"), rows=_action(dossier, minutes)),
        ],
        intro=[
            _(
                "Je soussigné·e %(name)s, représentant %(body)s, organisme de formation, atteste que la "
                "personne nommée ici a suivi l'action de formation décrite ci-dessous.",
                name=", ".join(part for part in (identity.signatory_name, identity.signatory_title) if part),
                body=identity.legal_name,
            )
        ],
        outro=[
            _(
                "Sans préjudice des délais imposés par les règles fiscales, comptables ou commerciales, je "
                "m'engage à conserver l'ensemble des pièces justificatives qui ont permis d'établir le "
                "présent certificat pendant trois ans à compter de la fin de l'année du dernier paiement. En "
                "cas de cofinancement par des fonds européens, la durée de conservation est étendue selon "
                "les obligations de la convention."
            )
        ],
        signatures=[signature(dossier)],
        check=_check(number, version),
    )


def statement(dossier: Dossier, booking: Booking, minutes: int, levels: Sequence[Level]) -> Facts:
    """For the person: what it was about, how long she followed it, what was assessed."""
    return letter(
        _("Attestation de fin de formation"),
        dossier.offer.title,
        [
            section(_("La personne"), rows=_trainee(booking)),
            section(_("L'action"), rows=_action(dossier, minutes)),
            section(_("Objectifs"), prose=prose_of(dossier.offer.objectives)),
            section(_("Évaluation des acquis"), prose=_assessed(dossier, levels), items=_said(levels)),
        ],
        intro=[
            _(
                "%(body)s atteste que la personne nommée ici a suivi cette formation.",
                body=dossier.body_name,
            )
        ],
        signatures=[signature(dossier)],
    )


def _trainee(booking: Booking) -> list[tuple[str, str]]:
    person, organisation = booking.person, booking.organisation
    return told(
        (_("Nom"), person.last_name),
        (_("Prénom"), person.first_name),
        (_("Employeur ou structure"), organisation.name if organisation else _("aucun")),
    )


def _action(dossier: Dossier, minutes: int) -> list[tuple[str, str]]:
    planned = dossier.session.taught_minutes
    return told(
        (_("Intitulé"), dossier.offer.title),
        (_("Référence"), dossier.subject),
        (_("Nature"), NATURE),
        (_("Dates"), said_days(dossier)),
        (_("Durée suivie"), say_duration(minutes)),
        (_("Durée prévue"), say_duration(planned)),
    )


def _assessed(dossier: Dossier, levels: Sequence[Level]) -> list[str | list[str]]:
    foreseen = prose_of(dossier.offer.assessment)
    if levels:
        how = _(
            "La personne s'est située elle-même sur chaque objectif de son parcours, de 0 (pas du tout) "
            "à 4 (tout à fait)."
        )
    elif foreseen:
        how = _("Résultat : non évalué. Aucun résultat n'est noté pour cette personne.")
    else:
        how = _("Non évalué : aucune évaluation n'était prévue.")
    return [*foreseen, how]


def _said(levels: Sequence[Level]) -> list[str]:
    return [
        _(
            "%(objective)s (avant : %(before)s, après : %(after)s)",
            objective=one.objective,
            before=_score(one.before),
            after=_score(one.after),
        )
        for one in levels
    ]


def _score(score: int | None) -> str:
    return _("non évalué") if score is None else _("%(score)d sur 4", score=score)


def _check(number: str, version: int) -> Facts:
    address = absolute_url("certificates.verify", number=number, version=version)
    code = segno.make(address, error=ROBUST).svg_inline(border=1)
    return {
        "address": address,
        "code": code.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1),
        "alternative": _("Code à scanner : %(address)s", address=address),
        "words": _("Ce certificat se vérifie à cette adresse, sans compte :"),
    }
