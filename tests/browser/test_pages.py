"""Every page that each person may open, on demo data, at both widths: nothing for axe, nothing too wide."""

import pytest
from sqlalchemy import select

from shared_services.accounts.models import Person
from shared_services.attendance.models import AttendanceSheet
from shared_services.booking.audience import organisations_to_book_for
from shared_services.booking.models import Booking, BookingGroup, BookingStatus
from shared_services.booking.no_shows.models import NoShowReview
from shared_services.catalogue.models import Offer, OfferStatus
from shared_services.core import clock
from shared_services.core.database import read_session, transaction
from shared_services.evaluation.complaints.models import Complaint, ImprovementAction
from shared_services.evidence.models import Certificate
from shared_services.kinds.expertise.models import Expert
from shared_services.kinds.tools.models import Tool, ToolUnit
from shared_services.kinds.trainings.colleagues_page import colleagues_page
from shared_services.kinds.trainings.models import TrainingSession
from shared_services.kinds.trainings.operations import book_colleagues
from shared_services.network.models import Hub, Organisation
from shared_services.network.queries import list_organisations_referred
from shared_services.pathways.models import Enrolment, EnrolmentStep, PathwayModule, PathwayOffer

from .visitor import Visitor

pytestmark = pytest.mark.browser

DESK, PHONE = 1280, 390

PUBLIC = [
    "/offers/{offer.id}/report",
    "/",
    "/catalogue",
    "/catalogue?view=month",
    "/catalogue?view=week&free=1",
    "/catalogue?q=introuvable",
    "/hubs",
    "/hubs/{hub.slug}",
    "/trainings/{offer.id}",
]
PUBLIC += ["/sessions/{session.id}", "/login", "/signup", "/forgot-password", "/help", "/accessibility"]
PUBLIC += ["/api/docs", "/announcements", "/privacy", "/legal", "/messages", "/nulle-part"]
PUBLIC += ["/tools", "/tools?first=2027-03-01&last=2027-03-03&units=2", "/tools?q=introuvable"]
PUBLIC += ["/tools/{tool.offer_id}"]
PUBLIC += ["/experts", "/experts?q=introuvable", "/experts/{expert.expert_offer_id}"]
PUBLIC += ["/free", "/free?from=2027-02-02&to=2027-02-04", "/free?from=2027-02-06&to=2027-02-06&what=rooms"]
PUBLIC += [
    "/pathways",
    "/pathways/{pathway.id}",
    "/verify",
    "/verify/{certificate.number}",
    "/surveys/thanks",
]
AIDANT = [
    "/",
    "/bookings",
    "/bookings/{booking.reference}",
    "/bookings/{booking.reference}/cancel",
    "/bookings/{booking.reference}/answers",
    "/account",
    "/account/support",
]
AIDANT += ["/account/tokens", "/account/devices", "/account/email", "/account/data", "/career"]
AIDANT += ["/searches", "/searches/new?q=pix"]
AIDANT += ["/organisations?q=mediatheque", "/organisations/new", "/my-organisations", "/sessions/{full.id}"]
AIDANT += ["/tools/{tool.offer_id}", "/tools/loans/{loan.reference}", "/basket", "/basket/receipt"]
AIDANT += ["/experts/appointments/{meeting.reference}", "/experts/appointments/{meeting.reference}/move"]
AIDANT += ["/account/merge", "/experts/{expert.expert_offer_id}/wait?minutes=45&way=remote"]
AIDANT += ["/free?from=2027-02-02&to=2027-02-04", "/bookings/agenda", "/bookings/agenda?view=week"]
AIDANT += ["/pathways/{pathway.id}/enrol", "/my/pathways", "/enrolments/{enrolment.id}"]
AIDANT += ["/enrolments/{enrolment.id}/leave", "/enrolments/{enrolment.id}/modules/{module.id}"]
AIDANT += ["/sessions/{past.bookable_id}/attendance", "/bookings/{past.reference}/papers"]
AIDANT += ["/passport", "/no-shows/1"]
AIDANT += ["/hubs/1/complaints", "/complaints", "/complaints/{complaint.reference}"]
REFERENT = ["/my-organisations", "/organisations/{team.id}/bookings", "/organisations/{team.id}/trained"]
REFERENT += ["/organisations/{team.id}/bookings?when=past", "/bookings/{colleague.reference}/cancel"]
REFERENT += ["/bookings/{colleague.reference}", "/bookings/{colleague.reference}/swap"]
REFERENT += ["/organisations/{team.id}", "/organisations/{team.id}/edit"]
REFERENT += ["/organisations/{team.id}/invitations"]
REFERENT += ["/sessions/{open.id}/colleagues", "/bookings/groups/{group.id}"]
REFERENT += ["/organisations/{team.id}/pathways"]
MANAGER = [
    "/manage/1",
    "/manage/1/offers",
    "/manage/offers/{offer.id}/history",
    "/manage/trainings/{offer.id}",
    "/manage/1/trainings/new",
    "/manage/trainings/{draft.id}",
]
MANAGER += ["/manage/offers/{offer.id}/picture", "/manage/offers/{draft.id}/picture"]
MANAGER += ["/manage/trainings/{offer.id}/sessions/new", "/manage/sessions/{full.id}", "/manage/1/members"]
MANAGER += [
    "/manage/1/announcements",
    "/manage/1/team",
    "/manage/1/rules",
    "/manage/bookables/{full.id}/sharing",
]
MANAGER += ["/manage/sessions/{full.id}/repeat", "/manage/1/thin-sessions"]
MANAGER += ["/manage/sessions/{full.id}/merge", "/manage/offers/{offer.id}/questions"]
MANAGER += ["/manage/1/invitations", "/manage/1/exports", "/manage/dates/{full.id}/message"]
MANAGER += ["/manage/1/settings", "/manage/1/logo", "/manage/1/calendar", "/manage/1/calendar?view=week"]
MANAGER += ["/manage/1/calendar/2027-02-02"]
MANAGER += ["/manage/1/tools", "/manage/1/tools/new", "/manage/tools/{tool.offer_id}", "/manage/1/inventory"]
MANAGER += [
    "/manage/1/experts",
    "/manage/1/appointments",
    "/manage/1/experts/new",
    "/manage/experts/{expert.expert_offer_id}",
]
MANAGER += ["/manage/1/inventory/import", "/manage/units/{unit.id}", "/manage/1/tools/closures"]
MANAGER += ["/manage/tools/{tool.offer_id}/loans", "/manage/loans/{loan.reference}", "/manage/1/loans"]
MANAGER += ["/manage/sessions/{taught.id}/attendance", "/manage/sessions/{taught.id}/attendance/print"]
MANAGER += ["/manage/sessions/{taught.id}/papers", "/manage/1/identity", "/manage/1/funders"]
MANAGER += ["/manage/1/pathways", "/manage/1/pathways/new", "/manage/pathways/{pathway.id}"]
MANAGER += ["/manage/pathways/{pathway.id}/people", "/manage/pathways/{pathway.id}/cohorts"]
MANAGER += ["/manage/1/evaluation", "/manage/1/surveys", "/manage/1/surveys/hot", "/manage/1/actions"]
MANAGER += ["/manage/actions/{action.id}", "/manage/1/complaints", "/manage/1/complaints/new"]
MANAGER += ["/manage/complaints/{complaint.id}", "/manage/1/no-shows", "/manage/no-shows/reviews/{review.id}"]
ADMIN = [
    "/admin/moderation",
    "/admin/moderation/revisions/1",
    "/admin/offers/{offer.id}/suspend",
    "/admin/moderation/{submitted.id}",
    "/admin/hubs",
    "/admin/hubs/new",
]
ADMIN += ["/admin/people/1/twins", "/admin/people/2/merge/3"]
ADMIN += ["/admin/hubs/1", "/admin/jobs", "/admin/outbox"]
ADMIN += ["/admin", "/admin/people", "/admin/people?q=introuvable", "/admin/people/1", "/admin/audit"]
ADMIN += [
    "/admin/announcements",
    "/admin/themes",
    "/admin/organisations",
    "/admin/organisations/1",
    "/admin/organisations/1/merge/2",
]

WALKS = [
    pytest.param(None, PUBLIC, id="stranger"),
    pytest.param("aidant", AIDANT, id="aidant"),
    pytest.param("referent", REFERENT, id="referent"),
    pytest.param(
        "trainer",
        ["/", "/bookings", "/teaching", "/teaching?when=past", "/account/calendars", "/teaching/evaluation"],
        id="trainer",
    ),
    pytest.param("manager", MANAGER, id="manager"),
    pytest.param("admin", ADMIN, id="admin"),
]


@pytest.fixture(scope="module")
def rows(site):
    """Rows of the demo that pages are about."""
    with site.app.app_context():
        group_id = _book_a_group()
        db = read_session()
        hub = db.get_one(Hub, 1)
        waiting = db.scalars(select(Booking).where(Booking.status == BookingStatus.WAITLISTED)).all()
        sessions = db.scalars(select(TrainingSession).where(TrainingSession.hub_id == hub.id)).all()
        full = next(s for s in sessions if s.id in {b.bookable_id for b in waiting})
        mine = select(Booking).join(Booking.person).where(Booking.status == BookingStatus.CONFIRMED)
        offers = db.scalars(select(Offer)).all()
        trainings = [offer for offer in offers if offer.kind == "training"]
        found = {
            "hub": hub,
            "full": full,
            "session": sessions[-1],
            "booking": db.scalars(mine.where(Booking.person.has(email="aidant@demo.example"))).first(),
            "offer": next(o for o in trainings if o.hub_id == 1 and o.status == OfferStatus.PUBLISHED),
            "draft": next(o for o in trainings if o.hub_id == 1 and o.status != OfferStatus.PUBLISHED),
            "submitted": next(o for o in offers if o.status == OfferStatus.SUBMITTED),
        }
        found |= _team(db, group_id) | _tools(db) | _experts(db) | _quality(db)
        db.expunge_all()
        return found


def _book_a_group():
    """The referent books the first session where two colleagues can come."""
    with transaction() as db:
        referent = db.scalars(select(Person).where(Person.email == "referent@demo.example")).one()
        team = list_organisations_referred(db, referent.id)[0]
        for session in db.scalars(select(TrainingSession).where(TrainingSession.opens_at.is_(None))):
            if team in organisations_to_book_for(db, session, referent) and not session.is_over(clock.now()):
                page = colleagues_page(db, session.id, referent, team.id, now=clock.now())
                if page.seats.left > 3 and len(page.who_can_come) > 1:
                    outcome = book_colleagues(
                        db,
                        session.id,
                        person_ids=[person.id for person in page.who_can_come[:2]],
                        organisation_id=team.id,
                        by=referent,
                        stays_together=False,
                        now=clock.now(),
                    )
                    return outcome.group.id
    raise LookupError("no session of the demo has room for two")


def _tools(db):
    """What the pages of tools are about: one of the first hub that the aidant borrowed."""
    hers = select(Booking).join(Tool, Tool.id == Booking.bookable_id)
    hers = hers.where(Tool.hub_id == 1, Booking.status == BookingStatus.CONFIRMED)
    loan = db.scalars(hers.where(Booking.person.has(email="aidant@demo.example"))).first()
    unit = db.scalars(select(ToolUnit).where(ToolUnit.tool_id == loan.bookable_id)).first()
    return {"loan": loan, "tool": db.get_one(Tool, loan.bookable_id), "unit": unit}


def _experts(db):
    """What the pages of experts are about: an appointment of the aidant."""
    hers = select(Booking).join(Expert, Expert.id == Booking.bookable_id)
    hers = hers.where(Booking.status == BookingStatus.CONFIRMED)
    meeting = db.scalars(hers.where(Booking.person.has(email="aidant@demo.example"))).first()
    return {"meeting": meeting, "expert": db.get_one(Expert, meeting.bookable_id)}


def _quality(db):
    """What the pages of pathways, sheets, papers and opinions are about."""
    hers = Person.email == "aidant@demo.example"
    enrolment = db.scalars(select(Enrolment).join(Enrolment.person).where(hers)).first()
    steps = select(EnrolmentStep).where(EnrolmentStep.enrolment_id == enrolment.id)
    past = select(Booking).join(Booking.person).where(hers, Booking.status == BookingStatus.ATTENDED)
    past = past.join(AttendanceSheet, AttendanceSheet.session_id == Booking.bookable_id)
    closed = select(TrainingSession).join(AttendanceSheet, AttendanceSheet.session_id == TrainingSession.id)
    closed = closed.where(TrainingSession.hub_id == 1, AttendanceSheet.closed_at.is_not(None))
    return {
        "enrolment": enrolment,
        "pathway": db.get_one(PathwayOffer, enrolment.pathway_id),
        "module": db.get_one(PathwayModule, max(one.module_id for one in db.scalars(steps))),
        "past": db.scalars(past).first(),
        "certificate": db.scalars(select(Certificate)).first(),
        "taught": db.scalars(closed).first(),
        "complaint": db.scalars(select(Complaint).where(Complaint.person.has(hers))).first(),
        "action": db.scalars(select(ImprovementAction)).first(),
        "review": db.scalars(select(NoShowReview)).first(),
    }


def _team(db, group_id):
    """What a referent's pages are about: her organisation, a colleague's booking, a group."""
    group = db.get_one(BookingGroup, group_id)
    return {
        "group": group,
        "team": db.get_one(Organisation, group.organisation_id),
        "open": db.get_one(TrainingSession, group.bookable_id),
        "colleague": db.scalars(select(Booking).where(Booking.group_id == group_id)).first(),
    }


@pytest.mark.parametrize(("who", "paths"), WALKS)
def test_every_page_is_sound_for_the_eye_and_for_the_ear(open_site, rows, who, paths):
    visitor = open_site(DESK, as_=who)
    for path in paths:
        name = path.strip("/").replace("/", "-").replace("{", "").replace("}", "").replace("?", "-")
        visitor.resize(DESK)
        visitor.go(path.format(**rows))
        visitor.picture(f"{who or 'stranger'}-{name or 'home'}")
        visitor.look_at(PHONE)
        visitor.picture(f"{who or 'stranger'}-{name or 'home'}")


def test_in_the_dark_and_in_english_too(site, browser):
    context = browser.new_context(
        viewport={"width": DESK, "height": 844}, color_scheme="dark", locale="en-GB"
    )
    visitor = Visitor(context.new_page(), site.url, script=True)
    for path in ("/", "/catalogue", "/login", "/signup"):
        visitor.resize(DESK)
        visitor.go(path)
        visitor.look_at(PHONE)
    assert "Create" in visitor.h1
    visitor.picture("dark-signup")
    context.close()
