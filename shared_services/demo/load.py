"""Loading the demo: the content, as many times as asked, in the transaction of the caller."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from shared_services.announcements.models import Announcement, Level, Reach
from shared_services.api.models import ApiToken
from shared_services.evidence.models import Certificate
from shared_services.evidence.passport.models import PassportShare
from shared_services.papers.models import Paper

from .attendance import add_review, add_sheet
from .bookings import add_bookings
from .content import read_content
from .experts import Planned, add_experts, add_meetings
from .lending import add_lending_rules, make_agreements
from .offers import add_offers
from .opinions import add_opinions
from .papers import make_papers
from .part import Part, World
from .pathways import add_pathways
from .people import add_hubs, add_organisations, add_people
from .pictures import add_picture
from .revisions import add_revisions
from .sessions import add_session, date_session
from .tools import add_tools, follow_inventories


def load(
    db: Session,
    *,
    password_hash: str,
    now: datetime,
    scale: int = 1,
    copy_done: Callable[[], None] = lambda: None,
) -> dict[str, int]:
    """Write everything, the same rows for the same `now` and `scale`; count them by table."""
    world = World.open(db, read_content(), password_hash=password_hash, now=now)
    add_hubs(world)
    add_lending_rules(world)
    parts = [Part(world, number) for number in range(scale)]
    tool_ids: list[int] = []
    planned: list[Planned] = []
    for part in parts:
        tool_ids += _add_copy(part)
        planned += add_experts(part)
        copy_done()
    _announce(world)
    _give_token(world)
    _share_passport(parts[0])
    world.rows.finish()
    follow_inventories(db, tool_ids, now=world.now)
    world.rows.number_after_last(Paper)
    make_agreements(db, [one for part in parts for one in part.out])
    world.rows.number_after_last(Certificate)
    make_papers(db, parts[0].taught)
    add_meetings(db, planned)
    add_pathways(db, parts[0])
    return world.rows.added


def _add_copy(part: Part) -> list[int]:
    add_organisations(part)
    add_people(part)
    add_offers(part)
    for slug, (offer_id, _offer) in part.offers.items():
        add_picture(part, slug, offer_id)
    add_revisions(part)
    sessions, opinions = [], []
    for session in part.world.content.sessions:
        dated = date_session(part, session)
        dated = replace(dated, id=add_session(part, dated))
        noted = add_bookings(part, dated)
        add_sheet(part, dated, noted)
        opinions.append((dated, [one.member for one in noted if one.came]))
        sessions.append(dated)
    add_opinions(part, opinions)
    add_review(part)
    tool_ids = add_tools(part, sessions)
    part.rows.flush_when_many()
    return tool_ids


def _announce(world: World) -> None:
    """One announcement to the teams, so that the top of their pages shows what one looks like."""
    world.rows.add(
        Announcement,
        level=Level.INFO,
        reach=Reach.STAFF,
        hub_id=None,
        author_id=world.shared_people["admin@demo.example"],
        text_fr="Rencontre nationale des hubs : les inscriptions sont ouvertes jusqu'à la fin du mois.",
        text_en="National meeting of the hubs: registration is open until the end of the month.",
        link="/hubs",
        starts_at=world.now - timedelta(days=2),
        ends_at=world.now + timedelta(days=28),
        created_at=world.now - timedelta(days=2),
        withdrawn_at=None,
    )


def _give_token(world: World) -> None:
    """A personal token in the list of a manager; nobody holds it, and nobody knows what hashes to zeros."""
    world.rows.add(
        ApiToken,
        person_id=world.shared_people["manager@demo.example"],
        name="Tableau de bord du hub",
        token_hash="0" * 64,
        created_at=world.now - timedelta(days=40),
        expires_at=world.now + timedelta(days=50),
        last_used_at=world.now - timedelta(hours=7),
        revoked_at=None,
    )


def _share_passport(part: Part) -> None:
    """In the list of the aidant; nobody holds the address."""
    part.rows.add(
        PassportShare,
        person_id=part.person_id("aidant@demo.example"),
        label="Entretien annuel avec la mairie",
        token_hash="0" * 64,
        created_at=part.world.now - timedelta(days=12),
        expires_at=part.world.now + timedelta(days=78),
        revoked_at=None,
        last_opened_on=(part.world.now - timedelta(days=9)).date(),
    )
