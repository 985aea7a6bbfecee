"""A pathway of three modules with a cohort, whose last one asks something; one person has a module
recognised, one joined the cohort."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared_services.booking import ledger
from shared_services.booking.errors import StaffBusy
from shared_services.booking.models import Audience, Booking, BookingStatus
from shared_services.booking.operations import hold_staff_time
from shared_services.booking.periods import ONE_SLOT
from shared_services.booking.questions.models import Answer, Question, QuestionKind
from shared_services.catalogue.models import Level, Modality, OfferStatus, Theme
from shared_services.core.audit import AuditEntry
from shared_services.core.text import normalised, search_text
from shared_services.kinds.trainings.models import HalfDay, TrainingOffer, TrainingSession, session_trainer
from shared_services.pathways.models import (
    Cohort,
    CohortSession,
    Enrolment,
    EnrolmentState,
    EnrolmentStep,
    Moment,
    ObjectiveRating,
    PathwayModule,
    PathwayOffer,
)

from .part import Member, Part

HUB, AUTHOR, AIDANT = "monts-et-vallees", "manager@demo.example", "aidant@demo.example"
# The demo's own accounts have the pathway still to choose, all but the first.
STILL_FREE = (AIDANT, "referent@demo.example", "aidant2@demo.example")
TITLE = "Parcours aidant numérique"
SUMMARY = "Trois formations qui se suivent, pour accompagner seul une personne dans ses démarches en ligne."
DESCRIPTION = (
    "On apprend d'abord à repérer ce que la personne sait faire, puis à l'accompagner dans ses démarches, "
    "enfin à la protéger et à se protéger.\n\nComptez trois mois, à raison d'une formation par mois."
)
OBJECTIVES = (
    "Repérer ce qu'une personne sait déjà faire",
    "L'accompagner sans faire à sa place",
    "Protéger ses données et les miennes",
)
TRAININGS = ("accompagner-avec-pix", "demarches-en-ligne", "cybersecurite-du-quotidien")
GAP_DAYS = 7
QUESTION = "Quelles arnaques vos publics rencontrent-ils le plus\u00a0?"
ANSWER = "Les faux SMS de livraison, et les faux conseillers bancaires."
# Days from today, module by module; the first dates are those of the cohort.
DAYS = ((66, 73), (94, 101), (122, 129))
KNOWN_ALREADY = "Elle anime des ateliers Pix depuis deux ans."
SEATS = 12


def add_pathways(db: Session, part: Part) -> None:
    """Of the first copy alone, written once the trainings are there; nobody is written to."""
    for model in (PathwayModule, Cohort, Enrolment, EnrolmentStep, ObjectiveRating, Question, Answer):
        part.world.rows.number_after_last(model)
    pathway = _add_pathway(db, part)
    modules = _add_modules(db, part, pathway)
    sessions = {
        module.id: [_add_session(db, part, module, day) for day in days]
        for module, days in zip(modules, DAYS, strict=True)
    }
    cohort = Cohort(
        pathway_id=pathway.id,
        name="Printemps, le mardi",
        created_at=part.days_ago(30, 25),
        sessions=[
            CohortSession(module_id=module_id, session_id=dated[0].id)
            for module_id, dated in sessions.items()
        ],
    )
    db.add(cohort)
    db.flush()
    aidant = next(member for member in part.members if member.email == AIDANT)
    other = next(member for member in part.members if HUB in member.hubs and member.email not in STILL_FREE)
    chosen = {module_id: dated[0] for module_id, dated in sessions.items()}
    known = modules[0].id
    begun = _enrol(
        db, part, pathway, aidant, {key: one for key, one in chosen.items() if key != known}, cohort_id=None
    )
    db.add(
        EnrolmentStep(
            enrolment_id=begun.id,
            person_id=aidant.person_id,
            module_id=known,
            skipped_reason=KNOWN_ALREADY,
            skipped_by_id=part.person_id(AUTHOR),
            skipped_at=part.now - timedelta(days=19),
        )
    )
    _enrol(db, part, pathway, other, chosen, cohort_id=cohort.id)
    _ask(db, chosen[modules[2].id])


def _ask(db: Session, session: TrainingSession) -> None:
    """A question of its training, which those who have a place there answered."""
    question = Question(offer_id=session.offer_id, label=QUESTION, kind=QuestionKind.TEXT, is_required=False)
    db.add(question)
    db.flush()
    for booking_id in db.scalars(select(Booking.id).where(Booking.bookable_id == session.id)):
        db.add(Answer(booking_id=booking_id, question_id=question.id, text=ANSWER))


def _add_pathway(db: Session, part: Part) -> PathwayOffer:
    at = part.days_ago(60, 50)
    themes = [db.merge(theme) for slug, theme in sorted(part.world.themes.items())][:2]
    pathway = PathwayOffer(
        hub_id=part.world.hub_ids[HUB],
        author_id=part.person_id(AUTHOR),
        title=TITLE,
        summary=SUMMARY,
        description=DESCRIPTION,
        objectives="\n".join(OBJECTIVES),
        audience="Personnes qui accueillent du public.",
        who=Audience.ANY_HUB,
        modality=Modality.IN_PERSON,
        level=Level.BASICS,
        status=OfferStatus.PUBLISHED,
        search_text=_words(themes),
        sort_key=normalised(TITLE),
        created_at=at,
        updated_at=at,
        submitted_at=at,
        published_at=at + timedelta(days=1),
    )
    pathway.themes = themes
    db.add(pathway)
    db.flush()
    return pathway


def _words(themes: list[Theme]) -> str:
    return search_text(TITLE, SUMMARY, *OBJECTIVES, *(theme.name_fr for theme in themes))


def _add_modules(db: Session, part: Part, pathway: PathwayOffer) -> list[PathwayModule]:
    modules = [
        PathwayModule(
            pathway_id=pathway.id,
            offer_id=part.offers[slug][0],
            position=position,
            minimum_gap_days=GAP_DAYS if position > 1 else 0,
        )
        for position, slug in enumerate(TRAININGS, start=1)
    ]
    db.add_all(modules)
    db.flush()
    return modules


def _add_session(db: Session, part: Part, module: PathwayModule, days: int) -> TrainingSession:
    """One day of it, on the Tuesday nearest that day, morning and afternoon when it is that long."""
    zone = part.world.hubs[HUB].time_zone
    training = db.get_one(TrainingOffer, module.offer_id)
    day = part.now.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)
    day += timedelta(days=1 - day.weekday())
    halves = ((time(9), time(12, 30)), (time(13, 30), time(17)))[
        : 2 if training.duration_minutes > 240 else 1
    ]
    half_days = [
        HalfDay(
            starts_at=datetime.combine(day, start, ZoneInfo(zone)).astimezone(UTC),
            ends_at=datetime.combine(day, end, ZoneInfo(zone)).astimezone(UTC),
        )
        for start, end in halves
    ]
    starts_at, ends_at = half_days[0].starts_at, half_days[-1].ends_at
    session = TrainingSession(
        offer_id=module.offer_id,
        hub_id=part.world.hub_ids[HUB],
        capacity=SEATS,
        audience=Audience.ANY_HUB,
        time_zone=zone,
        starts_at=starts_at,
        ends_at=ends_at,
        closes_at=starts_at,
        cancel_until=starts_at - timedelta(days=2),
        place_name="Maison des services",
        address="3 place de la Fontaine, 42600 Montbrison",
        created_at=part.now - timedelta(days=40),
        half_days=half_days,
    )
    db.add(session)
    db.flush()
    _teach(db, part, session)
    return session


def _teach(db: Session, part: Part, session: TrainingSession) -> None:
    """The first trainer of the hub who is free then; her time is held like for any session."""
    periods = [(half_day.starts_at, half_day.ends_at) for half_day in session.half_days]
    trainers = [one.email for one in part.world.content.people if HUB in one.trainer_of]
    for email in trainers:
        person_id = part.person_id(email)
        try:
            with db.begin_nested():
                hold_staff_time(db, session, [person_id], periods, now=part.now)
        except StaffBusy:
            continue
        db.execute(session_trainer.insert().values(session_id=session.id, person_id=person_id))
        return


def _enrol(
    db: Session,
    part: Part,
    pathway: PathwayOffer,
    member: Member,
    chosen: dict[int, TrainingSession],
    *,
    cohort_id: int | None,
) -> Enrolment:
    at = part.now - timedelta(days=20)
    enrolment = Enrolment(
        pathway_id=pathway.id,
        person_id=member.person_id,
        organisation_id=member.organisation_id,
        cohort_id=cohort_id,
        state=EnrolmentState.ACTIVE,
        enrolled_at=at,
    )
    db.add(enrolment)
    db.flush()
    for module_id, session in chosen.items():
        step = EnrolmentStep(enrolment_id=enrolment.id, person_id=member.person_id, module_id=module_id)
        step.booking = _book(db, part, member, session, at)
        db.add(step)
    for score, objective in enumerate(OBJECTIVES):
        db.add(
            ObjectiveRating(
                enrolment_id=enrolment.id,
                person_id=member.person_id,
                moment=Moment.BEFORE,
                objective=objective,
                score=score,
                rated_at=at,
            )
        )
    db.flush()
    return enrolment


def _book(db: Session, part: Part, member: Member, session: TrainingSession, at: datetime) -> Booking:
    ledger.take(db, session, ONE_SLOT, 1)
    booking = Booking(
        reference=part.world.new_reference(),
        bookable_id=session.id,
        person_id=member.person_id,
        organisation_id=member.organisation_id,
        booked_by_id=member.person_id,
        period=session.period,
        status=BookingStatus.CONFIRMED,
        booked_at=at,
        asked_at=at,
        confirmed_at=at,
    )
    db.add(booking)
    db.flush()  # the audit trail names it
    db.add(
        AuditEntry(
            at=at,
            actor_id=member.person_id,
            subject_kind="booking",
            subject_id=booking.id,
            action="booked",
            to_state=BookingStatus.CONFIRMED,
        )
    )
    return booking
