"""Who may open what, found by trying: every route × every role × her own hub or another one.

`python -m tests.support.access_matrix > tests/access_matrix.csv` writes the table anew; read the
difference line by line before keeping it.
"""

from __future__ import annotations

import csv
import io
import sys
from base64 import b64decode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert, select
from werkzeug.routing import Rule

from shared_services.api.models import ApiToken
from shared_services.api.token_operations import create_token
from shared_services.booking.models import KeptSeats, Quota, QuotaPeriod, QuotaScope
from shared_services.booking.no_shows.models import NoShowReview
from shared_services.booking.operations import reserve, reserve_group
from shared_services.booking.questions.models import Question, QuestionKind
from shared_services.core import clock
from shared_services.core.database import database, read_session, transaction
from shared_services.evaluation.complaints.operations import Filed, Plan, file_complaint, open_action
from shared_services.evaluation.defaults import Audience
from shared_services.evaluation.defaults import QuestionKind as Kind
from shared_services.evaluation.questions.operations import add_contact, add_question
from shared_services.evidence.models import SessionPaper
from shared_services.evidence.passport.models import PassportShare
from shared_services.kinds.expertise.availability.models import (
    Absence,
    AvailabilityException,
    AvailabilityRange,
    BusyCalendar,
)
from shared_services.kinds.tools.loans.models import LoanPhoto, PhotoMoment
from shared_services.kinds.tools.models import Blackout, UnitOutage
from shared_services.kinds.tools.suspensions.models import LendingSuspension
from shared_services.kinds.trainings.models import session_trainer
from shared_services.kinds.trainings.queries import get_session
from shared_services.network.models import FunderLogo
from shared_services.papers.models import Paper, PaperKind
from tests.support import makers
from tests.support.attendance import sign_with_hand
from tests.support.baskets import put
from tests.support.experts import make_expert, make_expert_offer, make_hours, meet
from tests.support.makers import MONDAY
from tests.support.pages import PageClient
from tests.support.pathways import follow, ids_of, make_cohort, make_pathway, plan_sessions, trainings_of
from tests.support.tools import borrow, make_tool, make_tool_offer, make_unit

REVIEWED = Path(__file__).resolve().parents[1] / "access_matrix.csv"
ROLES = ("stranger", "aidant", "referent", "trainer", "manager", "admin")
TENANTS = ("own", "other")
COLUMNS = ("endpoint", "method", "stranger", *(f"{r} {t}" for r in ROLES[1:] for t in TENANTS))
# Files of extensions, and addresses that only hold a token: nobody's role changes anything there.
AWAY = date(2027, 3, 3)
DOT = b64decode("UklGRhoAAABXRUJQVlA4TA4AAAAvAAAAAAcQEf0PRET/Aw==")  # one black point, as WebP
LEFT_OUT = {"static", "bootstrap.static"}


class PlainClient(PageClient):
    """Looks at the status only: pages are judged by their own tests."""

    def _judge(self, response: Any) -> None:
        return


def routes(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Every route with every method that means something."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule)):
        if rule.endpoint not in LEFT_OUT:
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method


class World:
    """Two hubs with the same people and things in each; the roles are people of the first one."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.hubs = [Tenant(), Tenant()]
        self.admin = makers.make_admin()
        people = {
            "aidant": self.hubs[0].aidant,
            "referent": self.hubs[0].referent,
            "trainer": self.hubs[0].trainer,
            "manager": self.hubs[0].manager,
            "admin": self.admin,
        }
        self.tokens = {role: f"device of the {role}" for role in people}
        for role, person in people.items():
            makers.make_device(person, self.tokens[role], now=MONDAY)
        with transaction() as db:
            self.api_tokens = {
                role: create_token(db, name="walk", days=30, person=person, now=MONDAY)
                for role, person in people.items()
            }

    def browser(self, role: str) -> PlainClient:
        browser = PlainClient(self.app, self.app.response_class, use_cookies=True)
        if role != "stranger":
            with browser.session_transaction() as cookie:
                cookie["_user_id"] = self.tokens[role]
                cookie["_fresh"] = True
        return browser

    def headers(self, role: str, path: str) -> dict[str, str]:
        """Programs carry a token of the role's person; a cookie would count for nothing there."""
        if role == "stranger" or not path.startswith("/api/v1/"):
            return {}
        return {"Authorization": f"Bearer {self.api_tokens[role]}"}


class Tenant:
    """One hub, its team, a member organisation with its people, an offer, a session, a booking."""

    def __init__(self) -> None:
        hub = makers.make_hub()
        self.manager = makers.make_manager(hub)
        self.trainer = makers.make_trainer(hub)
        role = makers.make_role(makers.make_person(), hub, makers.StaffRole.TRAINER)
        organisation = makers.make_organisation()
        membership = makers.make_membership(organisation, hub)
        self.aidant = makers.make_person()
        self.referent = makers.make_person("Rémi", "Férent")
        affiliation = makers.make_affiliation(self.aidant, organisation)
        makers.make_affiliation(self.referent, organisation, is_referent=True)
        offer = makers.make_offer(hub, author=self.manager)
        session = makers.make_session(offer)
        question = makers.saved(
            Question(offer_id=offer.id, label="Métier ?", kind=QuestionKind.TEXT, is_required=False)
        )
        quota = makers.saved(Quota(hub_id=hub.id, scope=QuotaScope.PERSON, period=QuotaPeriod.YEAR, most=100))
        kept = makers.saved(KeptSeats(bookable_id=session.id, units=1, until=MONDAY + timedelta(days=1)))
        group_session = makers.make_session(makers.make_offer(hub))
        with transaction() as db:
            db.execute(insert(session_trainer).values(session_id=session.id, person_id=self.trainer.id))
            booking = reserve(
                db,
                session.id,
                person=self.aidant,
                by=self.aidant,
                organisation_id=organisation.id,
                now=MONDAY,
            )
            db.flush()
            reference, booking_id = booking.reference, booking.id
            group = reserve_group(
                db,
                group_session.id,
                people=[self.referent],
                by=self.referent,
                organisation_id=organisation.id,
                stays_together=False,
                now=MONDAY,
            ).group
            group_id = group.id
            scan_id, entry_id = sign_with_hand(db, session.id, booking, now=session.starts_at)
        # An offer that is not public shows best who may see one.
        draft = makers.make_offer(
            hub, author=self.manager, title="Brouillon", status=makers.OfferStatus.DRAFT
        )
        picture = makers.make_picture(draft, is_accepted=False)
        invitation = makers.make_invitation(organisation, by=self.referent, email="invited@test.example")
        self.public_offer_id, self.other_session_id = offer.id, makers.make_session(makers.make_offer(hub)).id
        tool_draft = make_tool_offer(hub, status=makers.OfferStatus.DRAFT, author_id=self.manager.id)
        unit, lent = (
            make_unit(make_tool(units=0, offer=tool_draft), "U-1"),
            make_tool(offer=make_tool_offer(hub)),
        )
        outage = makers.saved(UnitOutage(unit_id=unit.id, first_on=AWAY, last_on=AWAY, reason="Révision"))
        blackout = makers.saved(Blackout(hub_id=hub.id, first_on=AWAY, last_on=AWAY, reason="Congés"))
        late = borrow(lent, self.aidant, first=AWAY, last=AWAY, organisation_id=organisation.id)
        suspension = makers.saved(
            LendingSuspension(
                hub_id=hub.id,
                person_id=self.aidant.id,
                booking_id=late.id,
                days_late=4,
                suspended_at=MONDAY,
                ended_at=MONDAY,
            )
        )
        loan = borrow(lent, self.aidant, organisation_id=organisation.id)
        makers.saved(
            Paper(
                kind=PaperKind.LOAN_AGREEMENT,
                subject=loan.reference,
                version=1,
                number=loan.reference,
                sha256="0" * 64,
                content=b"%PDF-",
                made_at=MONDAY,
            )
        )
        photo = makers.saved(
            LoanPhoto(
                booking_id=loan.id,
                moment=PhotoMoment.OUT,
                content=b"",
                width=1,
                height=1,
                taken_at=MONDAY,
                taken_by_id=self.manager.id,
            )
        )
        # What the pages of tools understand by the same names.
        self.of_tools: dict[str, Any] = {
            "offer_id": tool_draft.id,
            "reference": loan.reference,
        }
        self.add_expertise(hub, organisation)
        self.add_opinions(hub)
        self.add_pathways(hub)
        self.values: dict[str, Any] = {
            "tool_id": lent.id,
            "line_id": put(make_tool(offer=make_tool_offer(hub)), self.aidant).id,
            "unit_id": unit.id,
            "outage_id": outage.id,
            "blackout_id": blackout.id,
            "suspension_id": suspension.id,
            "photo_id": photo.id,
            "scan_id": scan_id,
            "entry_id": entry_id,
            "review_id": makers.saved(
                NoShowReview(hub_id=hub.id, person_id=self.aidant.id, appeal="Le train.", asked_at=MONDAY)
            ).id,
            "hub_id": hub.id,
            "slug": hub.slug,
            "organisation_id": organisation.id,
            "twin_id": makers.make_organisation().id,
            "affiliation_id": affiliation.id,
            "membership_id": membership.id,
            "person_id": self.aidant.id,
            "other_id": makers.make_person().id,
            "role_id": role.id,
            "offer_id": draft.id,
            "picture_id": picture.id,
            "report_id": makers.make_report(draft).id,
            "revision_id": makers.make_revision(draft, title="Autre titre").id,
            "digest": picture.digest,
            "size": "large",
            "session_id": session.id,
            "half_day_id": get_session(read_session(), session.id).half_days[0].id,
            "bookable_id": session.id,
            "booking_id": booking_id,
            "reference": reference,
            "token": "not-a-token",
            "message_id": 0,
            "day": "2027-02-02",
            "job": "none",
            "kind": "bookings",
            "group_id": group_id,
            "number": "NONE-2027-000001",
            "logo_id": makers.saved(
                FunderLogo(
                    hub_id=hub.id, alternative="Région", content=DOT, width=1, height=1, added_at=MONDAY
                )
            ).id,
            "paper_id": self.add_paper(session.id),
            "paper": "convocation",
            "quota_id": quota.id,
            "question_id": question.id,
            "invitation_id": invitation.id,
            "device_id": makers.make_device(self.aidant, f"phone of {self.aidant.id}", now=MONDAY).id,
            "kept_id": kept.id,
            "token_id": makers.saved(
                ApiToken(
                    person_id=self.aidant.id,
                    name="phone",
                    token_hash=f"hash of {self.aidant.id}",
                    created_at=MONDAY,
                    expires_at=MONDAY + timedelta(days=1),
                )
            ).id,
            "share_id": makers.saved(
                PassportShare(
                    person_id=self.aidant.id,
                    label="Candidature",
                    token_hash=f"share of {self.aidant.id}",
                    created_at=MONDAY,
                    expires_at=MONDAY + timedelta(days=30),
                )
            ).id,
            "form": "json",
            "theme_id": 1,
            "announcement_id": makers.make_announcement(hub).id,
            "search_id": makers.make_search(self.aidant).id,
        }

    def add_paper(self, session_id: int) -> int:
        """A file that nobody opens, about the whole session."""
        paper = makers.saved(
            Paper(
                kind=PaperKind.PROGRAMME,
                subject=f"old {session_id}",
                version=1,
                number=f"old {session_id}",
                sha256="0" * 64,
                content=b"%PDF-",
                made_at=MONDAY,
            )
        )
        about = SessionPaper(paper_id=paper.id, session_id=session_id, name="programme.pdf", says_hash="")
        return int(makers.saved(about).paper_id)

    def add_expertise(self, hub: Any, organisation: Any) -> None:
        """The trainer is an expert too; an offer that is not public shows best who may see one."""
        draft = make_expert_offer(hub, status=makers.OfferStatus.DRAFT, author_id=self.manager.id)
        offer = make_expert_offer(hub)
        make_hours(self.trainer)
        expert = make_expert(offer, self.trainer)
        idle = make_expert(draft, self.trainer)
        booking = meet(expert, self.aidant, organisation_id=organisation.id, despite_overlap=True)
        row = {"person_id": self.trainer.id, "created_at": MONDAY}
        day = AvailabilityException(person_id=self.trainer.id, day=AWAY, time_zone="Europe/Paris")
        away = Absence(person_id=self.trainer.id, starts_at=MONDAY, ends_at=MONDAY + timedelta(days=1))
        calendar = BusyCalendar(name="Travail", time_zone="Europe/Paris", **row)
        with transaction() as db:
            hours = db.scalars(
                select(AvailabilityRange).where(AvailabilityRange.person_id == self.trainer.id)
            ).first()
        self.of_expertise: dict[str, Any] = {
            "offer_id": draft.id,
            "reference": booking.reference,
            "expert_id": idle.id,
            "range_id": hours.id if hours else 0,
            "calendar_id": makers.saved(calendar).id,
        }
        self.of_days = {"row_id": makers.saved(day).id}
        self.of_absences = {"row_id": makers.saved(away).id}

    def add_opinions(self, hub: Any) -> None:
        """A complaint of the aidant, an action, a question of the hub's own, somebody among its funders."""
        with transaction() as db:
            filed = Filed(subject="Bruit", what_happened="Trop de bruit.")
            complaint = file_complaint(db, hub.id, filed, person=self.aidant, now=MONDAY)
            action = open_action(db, hub.id, Plan(what="Isoler"), by=self.manager, now=MONDAY)
            contact = add_contact(
                db, hub.id, name="Denise", email="d@test.example", by=self.manager, now=MONDAY
            )
            question = add_question(
                db, hub.id, Audience.HOT, kind=Kind.TEXT, wording="Et le bruit ?", by=self.manager, now=MONDAY
            )
            db.flush()
            self.of_opinions: dict[str, Any] = {
                "audience": "hot",
                "reference": complaint.reference,
                "complaint_id": complaint.id,
                "action_id": action.id,
                "contact_id": contact.id,
                "question_id": question.id,
            }

    def add_pathways(self, hub: Any) -> None:
        """The aidant follows one for her organisation; one that is not public shows best who may see it."""
        pathway = make_pathway(hub, modules=2, author=self.manager)
        sessions = plan_sessions(pathway, starts_on=AWAY + timedelta(days=30))
        draft = make_pathway(hub, modules=1, author=self.manager, status=makers.OfferStatus.DRAFT)
        (module_id, _training), *_rest = trainings_of(pathway)
        (_module_id, training), *_rest = trainings_of(draft)
        self.pathway_id = pathway.id  # published
        self.of_pathways: dict[str, Any] = {
            "offer_id": draft.id,
            "training_id": training.id,
            "cohort_id": make_cohort(draft, {}).id,
            "enrolment_id": follow(pathway, self.aidant, ids_of(sessions)).id,
            "module_id": module_id,
            "moment": "before",
        }

    def values_for(self, rule: Rule) -> dict[str, Any]:
        if rule.endpoint.startswith(("surveys_manage.", "complaints.", "complaints_manage.", "actions.")):
            return self.values | self.of_opinions
        if rule.endpoint.startswith(("pathway", "enrolments.", "api.pathway")):
            return self.values | self.of_pathways
        if rule.endpoint.startswith(("expertise.", "expertise_manage.", "experts.")):
            rows = self.of_absences if "absence" in rule.endpoint else self.of_days
            return self.values | self.of_expertise | rows
        if rule.endpoint == "evidence_manage.of_all":
            return self.values | {"paper": "programme"}
        is_of_tools = rule.endpoint.startswith(("tools.", "tools_manage."))
        return self.values | self.of_tools if is_of_tools else self.values


def walk(app: Flask, roles: Sequence[str] = ROLES) -> list[dict[str, str]]:
    """One row a route and method, of what these roles may open. Every try is undone before the next one."""
    world = World(app)
    return [_row(world, roles, rule, method) for rule, method in routes(app)]


def _row(world: World, roles: Sequence[str], rule: Rule, method: str) -> dict[str, str]:
    row = {"endpoint": rule.endpoint, "method": method}
    for role in roles:
        own, *other = columns_of(role)
        row[own] = _try(world, role, rule, method, world.hubs[0].values_for(rule))
        for column in other:  # without an id the address is the same
            is_same = not rule.arguments
            row[column] = (
                row[own] if is_same else _try(world, role, rule, method, world.hubs[1].values_for(rule))
            )
    return row


def _told_apart(world: World, rule: Rule) -> list[Tenant]:
    """Both hubs, where the address names one; else one is enough."""
    return world.hubs if rule.arguments else world.hubs[:1]


def columns_of(role: str) -> list[str]:
    """What the table calls a role before its own hub and before another; a stranger has neither."""
    return [role] if role == "stranger" else [f"{role} {tenant}" for tenant in TENANTS]


def _try(world: World, role: str, rule: Rule, method: str, values: dict[str, Any]) -> str:
    missing = rule.arguments - set(values)
    if missing:
        raise LookupError(f"{rule.endpoint}: say in Tenant.values what {sorted(missing)} is")
    given = {name: values[name] for name in rule.arguments}
    with world.app.test_request_context():
        path = world.app.url_for(rule.endpoint, **given)
    with undone():
        try:
            headers = world.headers(role, path)
            return _said(world.browser(role).open(path, method=method, headers=headers))
        except Exception as error:  # noqa: BLE001 whatever it is, the table shows it
            return f"broken {type(error).__name__}"


def _said(response: Any) -> str:
    """`open` (the view itself answered), `sign in`, `refused`, `missing`."""
    status, location = response.status_code, response.headers.get("Location", "")
    if status == 401 or (status == 303 and location.startswith("/login")):
        return "sign in"
    if status >= 500:
        return f"broken {status}"
    return {403: "refused", 404: "missing"}.get(status, "open")


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside the outer transaction of the tests is rolled back here."""
    read_session().commit()  # what was only flushed before stays
    database.session.remove()
    savepoint = database.engines[None].begin_nested()  # type: ignore[attr-defined]
    try:
        yield
    finally:
        database.session.remove()
        savepoint.rollback()


def reviewed() -> list[dict[str, str]]:
    """The table as somebody has read and agreed to it."""
    with REVIEWED.open(newline="") as file:
        return list(csv.DictReader(file))


def as_csv(rows: list[dict[str, str]], columns: Sequence[str] = COLUMNS) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def main() -> None:
    """Print the table, on an empty database of its own."""
    import tempfile

    from flask_migrate import upgrade

    from shared_services import create_app
    from tests.conftest import opened_in_one_transaction
    from tests.support.settings import settings_for

    with tempfile.TemporaryDirectory() as folder, clock.stopped(MONDAY):
        app = create_app(settings_for(f"sqlite:///{Path(folder) / 'matrix.sqlite3'}"))
        with app.app_context():
            upgrade()
            with opened_in_one_transaction():
                sys.stdout.write(as_csv(walk(app)))
            database.engine.dispose()


if __name__ == "__main__":
    main()
