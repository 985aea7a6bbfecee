"""Training offers, at every step of their life."""

from datetime import datetime, timedelta

from shared_services.catalogue.models import Level, Offer, OfferStatus, offer_theme
from shared_services.catalogue.reports.models import OfferReport, ReportKind
from shared_services.core.text import normalised, search_text
from shared_services.kinds.trainings.models import TrainingOffer

from .part import Part
from .texts import OfferText


def add_offers(part: Part) -> None:
    for offer in part.world.content.offers:
        offer_id = _add_offer(part, offer)
        part.offers[offer.slug] = (offer_id, offer)
        part.rows.link(
            TrainingOffer,
            id=offer_id,
            objectives=offer.objectives,
            programme=offer.programme,
            methods=offer.methods,
            assessment=offer.assessment,
            prerequisites=offer.prerequisites,
            bring=offer.bring,
            duration_minutes=offer.duration_minutes,
        )
        for theme in offer.themes:
            part.rows.link(offer_theme, offer_id=offer_id, theme_id=part.world.themes[theme].id)
    if not part.number:
        _report(part)


def _report(part: Part) -> None:
    """A reader says what is out of date in the first offer of the first hub: its desk shows it."""
    offer_id, _offer = next(iter(part.offers.values()))
    part.rows.add(
        OfferReport,
        offer_id=offer_id,
        kind=ReportKind.OUTDATED,
        words="Le programme parle encore de l'ancienne version du service : les écrans ont changé.",
        email="",
        locale="fr",
        person_id=None,
        created_at=part.days_ago(3, 1),
        outcome=None,
        answer="",
        closed_at=None,
    )


def _add_offer(part: Part, offer: OfferText) -> int:
    title = part.varied(offer.title, "parcours")
    created_at, submitted_at, published_at = offer_dates(part, offer.status)
    return part.rows.add(
        Offer,
        kind="training",
        hub_id=part.world.hub_ids[offer.hub],
        author_id=part.person_id(offer.author),
        title=title,
        summary=offer.summary,
        audience=offer.audience,
        modality=offer.modality,
        level=level_of(offer),
        access_terms=offer.access_terms,
        price_cents=offer.price_cents,
        accessibility_contact=offer.accessibility_contact,
        status=offer.status,
        return_reason=offer.return_reason,
        search_text=_words_of(part, offer, title),
        sort_key=normalised(title),
        created_at=created_at,
        updated_at=published_at or submitted_at or created_at,
        submitted_at=submitted_at,
        published_at=published_at,
    )


def level_of(offer: OfferText) -> Level:
    """What its prerequisites and its length let one expect."""
    if not offer.prerequisites:
        return Level.DISCOVERY
    return Level.ADVANCED if offer.half_days > 2 else Level.BASICS


def _words_of(part: Part, offer: OfferText, title: str) -> str:
    """The words by which `trainings.operations` would find it."""
    themes = [part.world.themes[slug] for slug in offer.themes]
    names = [name for theme in themes for name in (theme.name_fr, theme.name_en)]
    return search_text(title, offer.summary, offer.objectives, offer.audience, *names)


def offer_dates(part: Part, status: OfferStatus) -> tuple[datetime, datetime | None, datetime | None]:
    """Created, submitted, published: long before the first session, or in the last days."""
    if status == OfferStatus.DRAFT:
        return part.days_ago(6, 2), None, None
    if status != OfferStatus.PUBLISHED:
        created_at = part.days_ago(14, 9)
        return created_at, part.days_ago(8, 1), None
    created_at = part.days_ago(178, 172)
    submitted_at = part.instant(created_at, created_at + timedelta(days=2))
    return created_at, submitted_at, part.instant(submitted_at, submitted_at + timedelta(days=4))
