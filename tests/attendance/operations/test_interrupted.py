"""A session that its hub cancels once people have signed: what happened of it stays."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.accounts.queries import get_person
from shared_services.attendance.pages import sheet_page
from shared_services.attendance.queries import is_sheet_open, list_participants
from shared_services.booking.errors import PeopleWereThere
from shared_services.booking.models import BookableStatus, BookingStatus, CancelledBy
from shared_services.booking.operations import merge_bookables
from shared_services.core.database import transaction
from shared_services.evidence.filling import survey
from shared_services.evidence.passport.reading import read_passport
from shared_services.kinds.trainings.operations import cancel_session
from shared_services.kinds.trainings.queries import get_offer, get_session
from shared_services.outbox.models import OutboxMessage
from shared_services.outbox.rendering import render
from tests.support.attendance import close, half_days, sign
from tests.support.makers import kinds_posted, make_session

REASON = "La salle est inondée"


def mail_words(db, kind):
    message = db.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind)).one()
    return render(db, message).get_body(("plain",)).get_content()


@pytest.fixture
def interrupted(session, alice, bob, manager):
    """Alice signed the morning, Bob did not; the hub cancels an hour later."""
    morning = half_days(session)[0]
    sign(session, morning, alice, now=morning.starts_at)
    with transaction() as db:
        cancel_session(db, session.id, by=manager, reason=REASON, now=morning.starts_at + timedelta(hours=1))
    return session


def test_who_signed_stays_and_the_others_are_cancelled_and_told(db, interrupted, alice, bob):
    db.expire_all()

    assert (alice.status, bob.status) == (BookingStatus.CONFIRMED, BookingStatus.CANCELLED)
    assert bob.cancelled_by == CancelledBy.HUB
    assert [one.id for one in list_participants(db, interrupted.id)] == [alice.id]
    posted = kinds_posted(db)
    assert posted.count("booking_cancelled") == posted.count("booking_interrupted") == 1
    assert get_session(db, interrupted.id).status == BookableStatus.CANCELLED


def test_who_teaches_it_is_told_that_the_sheet_is_still_to_sign(db, interrupted):
    said = mail_words(db, "session_cancelled")

    assert REASON in said
    assert "complétez-la, puis signez-la" in said


def test_a_manager_reads_that_the_place_was_stopped(interrupted, alice, manager, sign_in):
    assert "Arrêtée par le hub" in sign_in(manager).get(f"/manage/bookings/{alice.reference}").page.text


def test_what_had_not_begun_leaves_the_sheet_with_its_date(db, interrupted, alice, trainer):
    (morning,) = half_days(interrupted)

    assert get_session(db, interrupted.id).ends_at == morning.ends_at
    page = sheet_page(db, interrupted.id, trainer, now=morning.ends_at)
    assert (page.is_complete, page.takes_walk_ins) == (True, False)


def test_bookings_that_were_open_until_later_are_no_obstacle(db, session, alice, manager):
    with transaction() as writing:
        get_session(writing, session.id).closes_at = session.ends_at
    sign(session, half_days(session)[0], alice, now=session.starts_at)

    with transaction() as writing:
        cancel_session(writing, session.id, by=manager, reason=REASON, now=session.starts_at)

    stopped = get_session(db, session.id)
    assert stopped.closes_at == stopped.ends_at == half_days(session)[-1].ends_at


def test_a_half_day_signed_before_it_begins_stays(db, session, alice, manager):
    morning = half_days(session)[0]
    early = morning.starts_at - timedelta(minutes=10)
    sign(session, morning, alice, now=early)

    with transaction() as writing:
        cancel_session(writing, session.id, by=manager, reason=REASON, now=early)

    assert [one.starts_at for one in half_days(session)] == [morning.starts_at]


def test_nobody_there_keeps_the_dates_as_they_were_planned(session, alice, manager):
    with transaction() as db:
        cancel_session(db, session.id, by=manager, reason=REASON, now=session.starts_at)

    assert len(half_days(session)) == 2


def test_the_sheet_is_asked_for_then_closed_and_the_hours_count(db, interrupted, alice, trainer):
    (morning,) = half_days(interrupted)
    assert is_sheet_open(db, interrupted.id)

    close(interrupted, by=trainer, now=morning.ends_at)

    db.expire_all()
    assert not is_sheet_open(db, interrupted.id)
    assert alice.status == BookingStatus.ATTENDED
    assert read_passport(db, get_person(db, alice.person_id)).minutes == 180


def test_its_papers_are_those_of_after_and_none_of_before(db, interrupted, trainer):
    (morning,) = half_days(interrupted)
    assert list(survey(db, interrupted.id).needs(now=morning.ends_at)) == []

    close(interrupted, by=trainer, now=morning.ends_at)

    db.expire_all()
    needed = {need.kind.value for need in survey(db, interrupted.id).needs(now=morning.ends_at)}
    assert needed == {"signed_sheet", "end_of_training_statement"}


def test_a_session_where_somebody_signed_is_not_merged_into_another(db, session, alice, manager):
    other = make_session(get_offer(db, session.offer_id))
    sign(session, half_days(session)[0], alice, now=session.starts_at)

    with pytest.raises(PeopleWereThere), transaction() as writing:
        merge_bookables(
            writing, session.id, other.id, by=manager, reason="Peu de monde", now=session.starts_at
        )


class TestPages:
    def test_the_manager_reads_before_what_will_happen_to_who_signed(
        self, session, alice, bob, manager, sign_in, at
    ):
        morning = half_days(session)[0]
        path = f"/manage/sessions/{session.id}/cancel"
        with at(morning.starts_at):
            browser = sign_in(manager)
            assert "garde sa place" not in browser.get(path).page.text
            sign(session, morning, alice, now=morning.starts_at)

            text = browser.get(path).page.text

        assert "1 personne a signé ou est notée présente" in text
        assert "retiré de la session : mardi 2 février, 14 h – 17 h" in text

    def test_her_booking_says_that_it_stopped_and_why(self, db, interrupted, alice, sign_in, at):
        with at(interrupted.ends_at):
            browser = sign_in(get_person(db, alice.person_id))
            text = browser.get(f"/bookings/{alice.reference}").page.text
            listed = browser.get("/bookings").page.text

        assert REASON in text
        assert all("Arrêtée par le hub" in page for page in (text, listed))
        assert "Votre présence reste notée" in text
        assert "Confirmée" not in text.split("Historique")[0]

    def test_the_sheet_says_it_too(self, interrupted, trainer, sign_in, at):
        with at(interrupted.ends_at):
            text = sign_in(trainer).get(f"/manage/sessions/{interrupted.id}/attendance").page.text

        assert REASON in text
        assert "Alice Durand" in text
        assert "Je signe et je clos la feuille" in text
