"""Every form of the site, found on its page and sent full of what no form expects."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import product

import pytest
from sqlalchemy import func, select

from shared_services.accounts.models import Person
from shared_services.booking.models import Bookable, Booking
from shared_services.booking.no_shows.models import NoShowReview
from shared_services.catalogue.models import Offer, OfferStatus
from shared_services.core.database import read_session
from shared_services.evidence.operations import issue_certificate
from shared_services.kinds.trainings.queries import get_session
from shared_services.network.models import Affiliation, Hub, HubRole, Membership, Organisation
from tests.support import makers
from tests.support.access_matrix import undone
from tests.support.bookings import book
from tests.support.evidence import hold, issue, make_identity
from tests.support.experts import first_range, make_expert, make_expert_offer, meet, person_of
from tests.support.no_shows import miss
from tests.support.pathways import follow, ids_of, make_pathway, plan_sessions, trainings_of
from tests.support.surveys import make_opinions
from tests.support.tools import borrow, make_suspension, make_tool, make_tool_offer, make_unit

HOSTILE = {
    "empty": "",
    "spaces": "   ",
    "script": "<script>alert('x')</script>",
    "emoji": "🎉🎉🎉",
    "too long": "é" * 20_000,
    "quotes": "' OR 1=1; --\"",
    "control characters": "a\x00b\x1b[31m\u202e",
    "impossible date": "31/02/2027",
    "negative": "-1",
    "huge": "9" * 30,
}
ANSWERS = {200, 303, 400, 403, 404, 409, 410, 422, 429}
WATCHED = (Person, Organisation, Affiliation, Membership, Hub, HubRole, Offer, Bookable, Booking)
TYPED = {"text", "email", "tel", "search", "date", "number", "url", "time", None}


class House:
    """One hub with everything that pages are about, and who opens them."""

    def __init__(self):
        hub = makers.make_hub()
        self.manager = makers.make_manager(hub)
        self.admin = makers.make_admin()
        self.aidant = makers.make_aidant(hub)
        organisation, self.referent = makers.make_organisation(), makers.make_person("Rémi", "Férent")
        makers.make_affiliation(self.referent, organisation, is_referent=True)
        offer = makers.make_offer(hub, author=self.manager)
        session = makers.make_session(offer)
        another = makers.make_session(makers.make_offer(hub))
        booking = book(session, self.aidant)
        draft = makers.make_offer(hub, author=self.manager, status=OfferStatus.DRAFT)
        submitted = makers.make_offer(hub, author=self.manager, status=OfferStatus.SUBMITTED)
        waiting = makers.make_picture(offer, is_accepted=False)
        tool = make_tool(units=0, offer=make_tool_offer(hub))
        unit = make_unit(tool, "TAB-1")
        make_unit(tool, "TAB-2")
        draft_tool = make_tool_offer(hub, status=OfferStatus.DRAFT)
        make_tool(offer=draft_tool)
        loan = borrow(tool, self.aidant)
        begun = makers.make_session(makers.make_offer(hub), starts_on=makers.MONDAY.date())
        book(begun)
        missing = makers.make_hub(no_shows_allowed=1)
        miss(missing, self.aidant)
        review = makers.saved(
            NoShowReview(hub_id=hub.id, person_id=self.aidant.id, appeal="Le train.", asked_at=makers.MONDAY)
        )
        half_day = get_session(read_session(), begun.id).half_days[0]
        make_identity(hub)
        taught = makers.make_session(makers.make_offer(hub), starts_on=date(2027, 1, 5))
        came = book(taught)
        hold(taught, by=self.manager, came=[came])
        issue(issue_certificate, taught, came, now=taught.ends_at)
        elsewhere = make_tool(units=1)
        suspension = make_suspension(borrow(elsewhere, self.aidant))
        of_hub = make_suspension(borrow(make_tool(offer=make_tool_offer(hub))))
        expert = make_expert(make_expert_offer(hub, ways="remote phone"))
        self.expert = person_of(expert)
        draft_expert = make_expert_offer(hub, status=OfferStatus.DRAFT)
        appointment = meet(expert, self.aidant, despite_overlap=True)
        slot = f"/experts/{expert.expert_offer_id}/book?at=20270205T0900&minutes=60&way=remote"
        hours = first_range(self.expert)
        opinions = make_opinions(hub, self.aidant, by=self.manager)
        pathway = make_pathway(hub, author=self.manager)
        enrolment = follow(pathway, self.aidant, ids_of(plan_sessions(pathway, starts_on=date(2027, 6, 1))))
        (module_id, _training), *_rest = trainings_of(pathway)
        draft_pathway = make_pathway(hub, status=OfferStatus.DRAFT)
        _first, (_second_id, training), *_rest = trainings_of(draft_pathway)
        self.pages = {
            "expert": [
                "/my-availability",
                f"/my-availability/weekly/{hours.id}/end",
                f"/my-appointments/{appointment.reference}",
            ],
            "referent": [
                f"/organisations/{organisation.id}/edit",
                f"/organisations/{organisation.id}/invitations",
            ],
            None: ["/login", "/signup", "/forgot-password", f"/offers/{offer.id}/report", opinions.link],
            "aidant": [
                "/account",
                "/account/tokens",
                "/passport",
                "/organisations/new",
                f"/hubs/{hub.id}/complaints",
                f"/bookings/{booking.reference}/answers",
                f"/bookings/{booking.reference}/cancel",
                f"/no-shows/{missing.id}",
                f"/sessions/{another.id}",
                f"/tools/{tool.offer_id}",
                f"/tools/loans/{loan.reference}",
                f"/tools/suspensions/{suspension.id}",
                slot,
                f"/experts/{expert.expert_offer_id}/wait?minutes=60&way=remote",
                "/searches/new?q=pix",
                f"/searches/{makers.make_search(self.aidant).id}",
            ],
            "manager": [
                f"/manage/{hub.id}/trainings/new",
                f"/manage/trainings/{draft.id}",
                f"/manage/offers/{draft.id}/picture",
                f"/manage/trainings/{offer.id}/sessions/new",
                f"/manage/sessions/{session.id}",
                f"/manage/reports/{makers.make_report(offer).id}",
                f"/manage/sessions/{begun.id}/attendance",
                f"/manage/sessions/{begun.id}/attendance/{half_day.id}",
                f"/manage/no-shows/reviews/{review.id}",
                f"/manage/sessions/{taught.id}/certificates/{came.id}/redo",
                f"/manage/sessions/{session.id}/edit",
                f"/manage/sessions/{session.id}/merge",
                f"/manage/sessions/{session.id}/repeat",
                f"/manage/bookings/{booking.reference}",
                f"/manage/{hub.id}/experts/new",
                f"/manage/experts/{draft_expert.id}",
                f"/manage/{hub.id}/pathways/new",
                f"/manage/pathways/{draft_pathway.id}",
                f"/manage/pathways/{draft_pathway.id}/modules/{training.id}",
                f"/manage/pathways/{pathway.id}/cohorts",
                f"/enrolments/{enrolment.id}/modules/{module_id}/recognise",
                f"/manage/{hub.id}/tools/new",
                f"/manage/tools/{draft_tool.id}",
                f"/manage/{hub.id}/inventory",
                f"/manage/units/{unit.id}",
                f"/manage/{hub.id}/tools/closures",
                f"/manage/{hub.id}/tools/rules",
                f"/manage/suspensions/{of_hub.id}",
                f"/manage/loans/{loan.reference}",
                f"/manage/{hub.id}/team",
                f"/manage/{hub.id}/invitations",
                f"/manage/{hub.id}/exports",
                f"/manage/dates/{session.id}/message",
                f"/manage/{hub.id}/rules",
                f"/manage/{hub.id}/settings",
                f"/manage/{hub.id}/identity",
                f"/manage/{hub.id}/funders",
                f"/manage/{hub.id}/announcements",
                f"/manage/{hub.id}/surveys",
                f"/manage/{hub.id}/surveys/cold",
                f"/manage/survey-questions/{opinions.question_id}",
                f"/manage/{hub.id}/complaints/new",
                f"/manage/complaints/{opinions.complaint_id}",
                f"/manage/{hub.id}/actions/new",
                f"/manage/actions/{opinions.action_id}",
                f"/manage/offers/{offer.id}/questions",
                f"/manage/bookables/{session.id}/sharing",
                f"/manage/sessions/{session.id}/cancel",
            ],
            "admin": [
                "/admin/hubs/new",
                "/admin/announcements",
                "/admin/themes",
                f"/admin/hubs/{hub.id}",
                f"/admin/moderation/{submitted.id}",
                f"/admin/moderation/{offer.id}/pictures/{waiting.id}/refuse",
                f"/admin/organisations/{makers.make_organisation().id}",
                f"/admin/people/{self.aidant.id}",  # last: one of its forms makes the admin a mere onlooker
            ],
        }


def typed_fields(form):
    """Names of the fields of a form where a person types."""
    for field in form.iter():
        if field.tag == "textarea" or (field.tag == "input" and field.get("type") in TYPED):
            yield field.get("name")


def shown(page):
    """Name and content of every field where a person types."""
    for field in page.all("input", "textarea"):
        yield field.get("name"), "".join(field.itertext()) if field.tag == "textarea" else field.get("value")


def everything(form, value):
    """What is sent when every field holds that value, passwords and lists included."""
    names = {f.get("name") for f in form.iter() if f.tag in ("input", "textarea", "select") and f.get("name")}
    return dict.fromkeys(names - {"csrf_token", "language", "next"}, value)


@pytest.mark.parametrize("who", [None, "aidant", "referent", "expert", "manager", "admin"])
def test_a_clear_answer_nothing_lost_nothing_half_written(client, sign_in, db, who):
    house = House()
    browser = client if who is None else sign_in(getattr(house, who))
    before, refused = how_many(), Counter()
    for path in house.pages[who]:
        page = browser.get(path).page
        forms = [form for form in page.forms if form.get("method") == "post" and any(typed_fields(form))]
        assert forms, f"{path} has no form to fill in"
        for form, (name, value) in product(forms, HOSTILE.items()):
            where = f"{name} to {path} → {form.get('action')}"
            with undone():
                answer = browser.post(form.get("action") or path, data=everything(form, value))
                assert answer.status_code in ANSWERS, where
                if answer.status_code == 422:
                    refused[name] += 1
                    assert how_many() == before, f"{where} wrote something"
                    check_refusal(answer.page, form, value, where)
    assert set(refused) == set(HOSTILE), "no form refused one of them: the test proves nothing"


def how_many():
    """How many rows there are of what forms write."""
    counts = [select(func.count()).select_from(model).scalar_subquery() for model in WATCHED]
    return read_session().execute(select(*counts)).one()


def check_refusal(page, form, value, where):
    """It says why, and shows what was typed."""
    assert page.with_class("field-error") or page.with_class("alert-danger"), where
    if value.isprintable() and value.strip():
        assert set(typed_fields(form)) <= {name for name, said in shown(page) if said == value}, where
