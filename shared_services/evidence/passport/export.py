"""The passport as a file: JSON with field names that stay, and a PDF that screen readers can read."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from shared_services.core.i18n import DEFAULT_LANGUAGE, _, get_locale, ngettext
from shared_services.core.links import absolute_url
from shared_services.core.saying import say_day, say_duration
from shared_services.core.site import settings, site_host
from shared_services.papers.compiling import compile_pdf, day_parts

from .reading import Passport, Pathway, Training

FORMAT = "skills-passport/1"


def as_data(passport: Passport, *, today: date) -> dict[str, Any]:
    """Documented in docs/api.md: what is told there keeps its name."""
    return {
        "format": FORMAT,
        "made_on": today.isoformat(),
        "name": passport.name,
        "minutes": passport.minutes,
        "trainings": [
            {
                "title": one.title,
                "hub": one.hub,
                "organisation": one.employer or None,
                "first_on": one.first_on.isoformat(),
                "last_on": one.last_on.isoformat(),
                "minutes": one.minutes or None,
                "certificate": {"number": one.number, "address": _address(one)} if one.number else None,
            }
            for one in passport.trainings
        ],
        "pathways": [
            {
                "title": one.title,
                "hub": one.hub,
                "modules_done": one.done,
                "modules_total": one.total,
                "finished_on": one.finished_on.isoformat() if one.finished_on else None,
                "recognised": [{"title": it.title, "on": it.on.isoformat()} for it in one.recognised],
            }
            for one in passport.pathways
        ],
    }


def as_pdf(passport: Passport, *, today: date) -> bytes:
    """In the reader's language; made when it is asked for, and kept nowhere."""
    locale = get_locale()
    return compile_pdf(
        "passport",
        {
            "lang": locale.language if locale else DEFAULT_LANGUAGE,
            "title": _("Passeport de compétences"),
            "under_title": " · ".join([passport.name, *said_totals(passport)]),
            "number": passport.name,
            "day": day_parts(today),
            "printed": _("Établi le %(day)s", day=say_day(today)),
            "maker": {"name": settings().site_name, "rows": [site_host()], "logo": None},
            "trainings": {
                "title": _("Formations suivies"),
                "columns": [_("Formation"), _("Dates"), _("Heures suivies"), _("Certificat")],
                "lines": [_line(one) for one in passport.trainings],
                "uncertified": _("aucun"),
                "none": _("Aucune formation suivie pour le moment."),
            },
            "pathways": {
                "title": _("Parcours"),
                "lines": [
                    {"title": one.title, "hub": one.hub, "rows": list(_told(one))}
                    for one in passport.pathways
                ],
            },
            "outro": [
                _(
                    "Les heures viennent des feuilles de présence. Chaque certificat se vérifie "
                    "par son numéro : %(address)s",
                    address=absolute_url("certificates.ask"),
                )
            ],
        },
    )


def said_totals(passport: Passport) -> list[str]:
    """« 3 formations », « 14 h 30 suivies », « 2 certificats »; what is nothing is not said."""
    count, certificates = len(passport.trainings), passport.certificates
    said = [ngettext("%(num)d formation suivie", "%(num)d formations suivies", count)] if count else []
    if passport.minutes:
        said.append(_("%(duration)s de présence", duration=say_duration(passport.minutes)))
    if certificates:
        said.append(ngettext("%(num)d certificat", "%(num)d certificats", certificates))
    return said


def _line(training: Training) -> dict[str, Any]:
    first, last = say_day(training.first_on), say_day(training.last_on)
    return {
        "title": training.title,
        "under": [one for one in (training.hub, training.employer) if one],
        "dates": first if first == last else _("du %(first)s au %(last)s", first=first, last=last),
        "duration": say_duration(training.minutes) if training.minutes else _("non notées"),
        "number": training.number,
        "address": _address(training) if training.number else "",
    }


def _told(pathway: Pathway) -> Iterator[str]:
    yield said_progress(pathway)
    if pathway.finished_on:
        yield _("Terminé le %(day)s", day=say_day(pathway.finished_on))
    for one in pathway.recognised:
        yield _("Reconnu comme acquis : %(title)s, le %(day)s", title=one.title, day=say_day(one.on))


def said_progress(pathway: Pathway) -> str:
    """« 2 modules faits ou reconnus sur 5 »."""
    return ngettext(
        "%(num)d module fait ou reconnu sur %(total)d",
        "%(num)d modules faits ou reconnus sur %(total)d",
        pathway.done,
        total=pathway.total,
    )


def _address(training: Training) -> str:
    return absolute_url("certificates.verify", number=training.number)
