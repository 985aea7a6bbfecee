"""An edit of a published demo offer that waits for an admin: one price, one more sentence."""

from dataclasses import fields
from datetime import timedelta

from shared_services.catalogue.revisions.models import OfferRevision, RevisionStatus
from shared_services.catalogue.texts import as_content
from shared_services.kinds.trainings.operations import OfferText

from .offers import level_of
from .part import Part

EDITED = "cybersecurite-du-quotidien"
MORE = " Chaque personne repart avec une fiche d'une page à remettre à ses publics."
WRITTEN = timedelta(days=2)


def add_revisions(part: Part) -> None:
    offer_id, offer = part.offers[EDITED]
    own = {field.name for field in fields(OfferText)}
    text = {name: getattr(offer, name) for name in own if hasattr(offer, name)}
    text["level"] = level_of(offer)
    text["theme_ids"] = tuple(part.world.themes[slug].id for slug in offer.themes)
    text["summary"] = offer.summary.replace("En une demi-journée", "En une matinée") + MORE
    written_at = part.now - WRITTEN
    part.rows.add(
        OfferRevision,
        offer_id=offer_id,
        author_id=part.person_id(offer.author),
        status=RevisionStatus.SUBMITTED,
        content=as_content(OfferText(dates_each=1, **text)),
        reason="",
        created_at=written_at,
        updated_at=written_at,
        submitted_at=written_at,
    )
