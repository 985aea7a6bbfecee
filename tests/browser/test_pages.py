"""Every page that each person may open, on demo data, at both widths: nothing for axe, nothing too wide."""

import pytest
from sqlalchemy import select

from shared_services.booking.models import Booking, BookingStatus
from shared_services.catalogue.models import Offer, OfferStatus
from shared_services.core.database import read_session
from shared_services.kinds.trainings.models import TrainingSession
from shared_services.network.models import Hub

from .visitor import Visitor

pytestmark = pytest.mark.browser

PUBLIC = ["/", "/catalogue", "/catalogue?q=introuvable", "/hubs", "/hubs/{hub.slug}", "/trainings/{offer.id}"]
PUBLIC += ["/sessions/{session.id}", "/login", "/signup", "/forgot-password", "/help", "/accessibility"]
PUBLIC += ["/privacy", "/legal", "/messages", "/nulle-part"]
AIDANT = [
    "/",
    "/bookings",
    "/bookings/{booking.reference}",
    "/bookings/{booking.reference}/cancel",
    "/account",
]
AIDANT += ["/organisations?q=mediatheque", "/organisations/new", "/my-organisations", "/sessions/{full.id}"]
MANAGER = ["/manage/1", "/manage/1/offers", "/manage/1/trainings/new", "/manage/trainings/{draft.id}"]
MANAGER += ["/manage/trainings/{offer.id}/sessions/new", "/manage/sessions/{full.id}", "/manage/1/members"]
MANAGER += ["/manage/1/team"]
ADMIN = ["/admin/moderation", "/admin/moderation/{submitted.id}", "/admin/hubs", "/admin/hubs/new"]
ADMIN += ["/admin/hubs/1", "/admin/jobs", "/admin/outbox"]

WALKS = [
    pytest.param(None, PUBLIC, id="stranger"),
    pytest.param("aidant", AIDANT, id="aidant"),
    pytest.param("referent", ["/my-organisations"], id="referent"),
    pytest.param("trainer", ["/", "/bookings"], id="trainer"),
    pytest.param("manager", MANAGER, id="manager"),
    pytest.param("admin", ADMIN, id="admin"),
]


@pytest.fixture(scope="module")
def rows(site):
    """Rows of the demo that pages are about."""
    with site.app.app_context():
        db = read_session()
        hub = db.get_one(Hub, 1)
        waiting = db.scalars(select(Booking).where(Booking.status == BookingStatus.WAITLISTED)).all()
        sessions = db.scalars(select(TrainingSession).where(TrainingSession.hub_id == hub.id)).all()
        full = next(s for s in sessions if s.id in {b.bookable_id for b in waiting})
        mine = select(Booking).join(Booking.person).where(Booking.status == BookingStatus.CONFIRMED)
        offers = db.scalars(select(Offer)).all()
        found = {
            "hub": hub,
            "full": full,
            "session": sessions[-1],
            "booking": db.scalars(mine.where(Booking.person.has(email="aidant@demo.example"))).first(),
            "offer": next(o for o in offers if o.hub_id == 1 and o.status == OfferStatus.PUBLISHED),
            "draft": next(o for o in offers if o.hub_id == 1 and o.status != OfferStatus.PUBLISHED),
            "submitted": next(o for o in offers if o.status == OfferStatus.SUBMITTED),
        }
        db.expunge_all()
        return found


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(("who", "paths"), WALKS)
def test_every_page_is_sound_for_the_eye_and_for_the_ear(open_site, rows, who, paths, width):
    visitor = open_site(width, as_=who)
    for path in paths:
        visitor.go(path.format(**rows))
        name = path.strip("/").replace("/", "-").replace("{", "").replace("}", "").replace("?", "-")
        visitor.picture(f"{who or 'stranger'}-{name or 'home'}")


@pytest.mark.parametrize("width", [1280, 390])
def test_in_the_dark_and_in_english_too(site, browser, width):
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme="dark", locale="en-GB"
    )
    visitor = Visitor(context.new_page(), site.url, script=True)
    for path in ("/", "/catalogue", "/login", "/signup"):
        visitor.go(path)
    assert "Create" in visitor.h1
    visitor.picture("dark-signup")
    context.close()
