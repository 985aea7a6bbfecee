"""Advice to whoever writes a training: what a reader would miss, why, and how to mend it.

Never stands in the way of anything. Pure: what was written comes in, sentences come out.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shared_services.core.i18n import LazyString, _l
from shared_services.core.text import normalised

LONGEST_TITLE = 80
SHORTEST_SUMMARY = 80
LONGEST_SENTENCE = 35  # words
BREAKS_MINUTES = 30  # that a half day may have on top of the training itself, or less

JARGON = {
    "andragogie": "formation d'adultes",
    "apprenants": "participants",
    "blended": "en présence et à distance",
    "distanciel": "à distance",
    "e learning": "formation en ligne",
    "implementer": "mettre en place",
    "ingenierie pedagogique": "préparation de la formation",
    "mindset": "état d'esprit",
    "presentiel": "en présence",
    "process": "démarche",
    "softskills": "savoir-être",
    "workflow": "étapes",
    "workshop": "atelier",
}
# Verbs that nobody can check from outside.
VAGUE = frozenset(
    {"appréhender", "aborder", "comprendre", "connaître", "découvrir", "maîtriser", "savoir", "sensibiliser"}
)
_ABLE = re.compile(
    r"^(?:.*\b(?:saur|pourr)(?:a|ez|ont|as)\b|savoir\b|pouvoir\b|.*\b(?:capables?|mesure) (?:de\b|d['’]))\s*",
    re.IGNORECASE,
)
_INFINITIVE = re.compile(r"(?:ne pas |se |s['’])?([a-zà-ÿœ-]{1,}(?:er|ir|oir|re))\b", re.IGNORECASE)
_LEADS = re.compile(r"^[-–•*\d.)\s]+")
_SENTENCES = re.compile(r"[.!?:;…]+\s|\n+")
_REACHABLE = re.compile(r"@|\d{2}[ .]?\d{2}[ .]?\d{2}")
_DELAY = re.compile(
    r"\d|\b(?:jours?|semaines?|heures?|mois|veille|immédiate?|début|jour même)\b", re.IGNORECASE
)
_PAYS = re.compile(
    r"\b(?:factur|financ|pa[iy]|pris(?:e)? en charge|prend en charge|opco|convention|subvention|adhé)",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Written:
    """A training as far as it is written, with what surrounds it.

    `planned_minutes` holds the length of each session to come, half days added up.
    """

    title: str
    summary: str
    objectives: str
    programme: str
    methods: str
    assessment: str
    prerequisites: str
    access_terms: str
    accessibility_contact: str
    price_cents: int
    duration_minutes: int
    has_picture: bool
    planned_minutes: Sequence[int] = ()


@dataclass(frozen=True)
class Hint:
    """One point: what is wanted, whether it is there, why, how; `field` is where to mend it."""

    title: LazyString
    is_met: bool
    why: LazyString
    how: LazyString
    field: str


def list_hints(written: Written) -> list[Hint]:
    """The points that concern this training, in the order of its form."""
    return [hint for rule in RULES if (hint := rule(written)) is not None]


def _title(written: Written) -> Hint:
    title = written.title
    shouts = len(title) > 5 and title == title.upper()
    return Hint(
        _l("Un titre court, en minuscules"),
        0 < len(title) <= LONGEST_TITLE and not shouts,
        _l("Dans le catalogue et les messages, un long titre est coupé ; des majuscules se lisent mal."),
        _l("Moins de 80 signes, le sujet d'abord, une majuscule au début."),
        "title",
    )


def _summary(written: Written) -> Hint:
    return Hint(
        _l("Un résumé qui suffit pour choisir"),
        len(written.summary) >= SHORTEST_SUMMARY,
        _l("C'est souvent la seule chose qu'on lit avant d'ouvrir l'offre, ou de passer."),
        _l("Deux phrases : dans quelle situation l'aidant se trouve, et ce qu'il en rapportera."),
        "summary",
    )


def _objectives(written: Written) -> Hint:
    lines = [line for line in _lines(written.objectives) if not line.endswith(":")]
    return Hint(
        _l("Des objectifs qu'on peut observer"),
        sum(map(_can_be_seen, lines)) * 2 > len(lines),
        _l("On vérifie que quelqu'un sait créer un compte ; on ne vérifie pas qu'il a « compris »."),
        _l(
            "« À l'issue, la personne saura… », puis un verbe d'action par ligne : "
            "créer, expliquer, choisir, régler."
        ),
        "objectives",
    )


def _can_be_seen(line: str) -> bool:
    """Whether it says what the person will do, with a verb that can be observed."""
    verb = _INFINITIVE.match(_ABLE.sub("", line))
    return verb is not None and verb[1].lower() not in VAGUE


def _plain_words(written: Written) -> Hint:
    text = "\n".join((written.title, written.summary, written.objectives, written.programme, written.methods))
    plain = f" {normalised(text)} "
    found = [f"{word} ({instead})" for word, instead in JARGON.items() if f" {word} " in plain]
    is_long = max((len(said.split()) for said in _SENTENCES.split(text)), default=0) > LONGEST_SENTENCE
    how = _l("Une idée par phrase, %(most)d mots au plus.", most=LONGEST_SENTENCE)
    if found:
        how = _l("Remplacez par exemple : %(words)s.", words=", ".join(found))
    return Hint(
        _l("Des phrases courtes, des mots de tous les jours"),
        not found and not is_long,
        _l("Beaucoup d'aidants débutent : un mot du métier ou une longue phrase en arrête plus d'un."),
        how,
        "summary",
    )


def _prerequisites(written: Written) -> Hint:
    return Hint(
        _l("Les prérequis sont dits"),
        bool(written.prerequisites),
        _l("Sans réponse, les débutants n'osent pas, et d'autres viennent sans le nécessaire."),
        _l("Ce qu'il faut savoir ou avoir. S'il ne faut rien, écrivez « Aucun »."),
        "prerequisites",
    )


def _methods(written: Written) -> Hint:
    return Hint(
        _l("Les méthodes et l'évaluation sont dites"),
        bool(written.methods and written.assessment),
        _l("Les deux doivent être connues avant l'inscription (Qualiopi, indicateur 1)."),
        _l("Comment on apprend, avec quoi ; et comment chacun saura s'il a atteint les objectifs."),
        "assessment" if written.methods else "methods",
    )


def _delays(written: Written) -> Hint:
    return Hint(
        _l("L'accès est dit avec ses délais"),
        bool(_DELAY.search(written.access_terms)),
        _l("On s'organise des semaines à l'avance : il faut savoir jusqu'à quand s'inscrire."),
        _l("Comment s'inscrire, jusqu'à quand, et sous combien de jours le hub répond."),
        "access_terms",
    )


def _accessibility(written: Written) -> Hint:
    return Hint(
        _l("Une personne à qui parler d'accessibilité"),
        bool(_REACHABLE.search(written.accessibility_contact)),
        _l("Une personne handicapée doit savoir à qui dire son besoin, et combien de temps avant."),
        _l("Le nom du référent handicap, son téléphone ou son e-mail, le délai pour s'organiser."),
        "accessibility_contact",
    )


def _duration(written: Written) -> Hint | None:
    if not written.planned_minutes:
        return None
    furthest = max(abs(minutes - written.duration_minutes) for minutes in written.planned_minutes)
    return Hint(
        _l("La durée est celle des sessions prévues"),
        furthest <= BREAKS_MINUTES,
        _l("La durée figure sur les attestations : elle doit être celle que les gens ont vécue."),
        _l("Corrigez la durée, ou les heures des demi-journées."),
        "duration",
    )


def _who_pays(written: Written) -> Hint | None:
    if not written.price_cents:
        return None
    return Hint(
        _l("Le prix dit qui paie"),
        bool(_PAYS.search(f"{written.access_terms} {written.summary}")),
        _l("Un aidant ne paie presque jamais lui-même : il doit savoir quoi demander à sa structure."),
        _l("Dans les modalités d'accès : qui reçoit la facture, quelles aides existent."),
        "access_terms",
    )


def _picture(written: Written) -> Hint:
    return Hint(
        _l("Une image"),
        written.has_picture,
        _l("Dans une liste, on s'arrête d'abord aux offres qui se laissent imaginer."),
        _l("Une photo de la salle, du matériel ou d'un atelier, avec un texte pour qui ne la voit pas."),
        "picture",
    )


def _lines(text: str) -> list[str]:
    return [line for raw in text.split("\n") if (line := _LEADS.sub("", raw).strip())]


RULES: tuple[Callable[[Written], Hint | None], ...] = (
    _title,
    _summary,
    _plain_words,
    _objectives,
    _methods,
    _prerequisites,
    _duration,
    _delays,
    _who_pays,
    _accessibility,
    _picture,
)
