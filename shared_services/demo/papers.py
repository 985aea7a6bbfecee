"""Who the demo hubs are on their papers, and the papers of one session, made by the verbs."""

import io
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from PIL import Image, ImageDraw
from sqlalchemy.orm import Session

from shared_services.core.pictures import clean_picture
from shared_services.evidence.filling import survey
from shared_services.network.models import FunderLogo, HubIdentity
from shared_services.papers.models import PaperKind

from .part import World
from .texts import HubText

SIZE, GROUND, MARK = (240, 90), "#1f4e8c", "#ffd34d"
A_WEEK, CLOSED_SINCE = timedelta(days=7), timedelta(hours=1)
BEFORE = {PaperKind.PROGRAMME, PaperKind.CONVOCATION, PaperKind.TRAINING_AGREEMENT}

Taught = tuple[int, datetime, datetime]


def add_identity(world: World, hub: HubText, hub_id: int) -> None:
    """Nothing for a hub that has not said who it is."""
    if hub.identity is None:
        return
    updated_at = world.now - timedelta(days=300)
    told = asdict(hub.identity)
    world.rows.link(HubIdentity, hub_id=hub_id, address=hub.address, updated_at=updated_at, **told)
    drawn = Image.new("RGB", SIZE, GROUND)
    for number in range(6):
        ImageDraw.Draw(drawn).ellipse((20 + number * 35, 35, 40 + number * 35, 55), fill=MARK)
    file = io.BytesIO()
    drawn.save(file, "PNG")
    logo = clean_picture(file.getvalue(), most_side=max(SIZE))
    world.rows.add(
        FunderLogo,
        hub_id=hub_id,
        alternative="Avec le soutien de la région (logo fictif)",
        content=logo.content,
        width=logo.width,
        height=logo.height,
        added_at=updated_at,
    )


def make_papers(db: Session, taught: Sequence[Taught]) -> None:
    """The latest session that a hub with an identity taught: what was sent before, and what follows from its
    sheet. The scheduler makes the others."""
    if not taught:
        return
    session_id, starts_at, ends_at = max(taught, key=lambda one: one[1])
    _make(db, session_id, BEFORE, now=starts_at - A_WEEK)
    _make(db, session_id, set(PaperKind) - BEFORE, now=ends_at + CLOSED_SINCE)


def _make(db: Session, session_id: int, kinds: set[PaperKind], *, now: datetime) -> None:
    for need in list(survey(db, session_id).needs(now=now)):
        if need.kind in kinds:
            need.make(db, now=now)
